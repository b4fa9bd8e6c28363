"""What the previews of moves show, read out of their pages."""

from tests.support.reading import Element, read


def shown_cities(html: str) -> list[str]:
    """Return the cities that have a row, in their order."""
    return [row.tags("th")[0].words for row in _rows(html)]


def cells(html: str, city: str) -> list[str]:
    """Return the words of the cells of a city: before, now, and what changes."""
    (row,) = [row for row in _rows(html) if row.tags("th")[0].words == city]
    return [cell.words for cell in row.tags("td")]


def carried(html: str) -> dict[str, str]:
    """Return what the form that asks for a yes posts, but for the yes."""
    forms = [form for form in read(html).tags("form") if _steps(form)]
    (form,) = forms
    hidden = [one for one in form.tags("input") if one.attributes.get("type") == "hidden"]
    return {one.attributes["name"]: one.attributes["value"] for one in hidden}


def _steps(form: Element) -> list[str]:
    return [one.attributes["value"] for one in form.tags("button") if one.attributes.get("name") == "step"]


def _rows(html: str) -> list[Element]:
    return [row for body in read(html).tags("tbody") for row in body.tags("tr")]
