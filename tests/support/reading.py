"""Pages as somebody reads them: elements by what marks them, and their words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from flask.testing import FlaskClient

VOID = frozenset({"meta", "link", "input", "br", "hr", "img", "rect", "path", "use"})
UNSEEN = frozenset({"script", "style", "head", "svg"})


@dataclass
class Element:
    """An element with what it holds, in order."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    content: "list[Element | str]" = field(default_factory=list)

    def __iter__(self) -> "Iterator[Element]":
        """Yield the element and every one inside it, in order."""
        yield self
        for child in self.content:
            if isinstance(child, Element):
                yield from child

    @property
    def words(self) -> str:
        """Return the text as it is read, with single spaces; of drawings and scripts nothing."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        for child in self.content:
            if isinstance(child, str):
                yield child
            elif child.tag not in UNSEEN:
                yield from (" ", *child._texts(), " ")

    def all(self, is_wanted: Callable[["Element"], bool]) -> "list[Element]":
        return [one for one in self if is_wanted(one)]

    def with_class(self, name: str) -> "list[Element]":
        return self.all(lambda one: name in one.attributes.get("class", "").split())

    def by_id(self, name: str) -> "Element":
        (found,) = self.all(lambda one: one.attributes.get("id") == name)
        return found

    def tags(self, name: str) -> "list[Element]":
        return self.all(lambda one: one.tag == name)

    def links(self) -> dict[str, str]:
        """Map the words of each link to its address; of two with the same words the last."""
        return {one.words: one.attributes.get("href", "") for one in self.tags("a")}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("document")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].content.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].content.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            closed = self.open.pop()
            assert closed.tag == tag, f"<{closed.tag}> is closed by </{tag}>"

    def handle_data(self, data: str) -> None:
        self.open[-1].content.append(data)


def read(html: str) -> Element:
    """Read a page; a wrong nesting is an error."""
    reader = _Reader()
    reader.feed(html)
    (document,) = reader.open
    return document


def page_of(client: FlaskClient, slug: str = "autumn", **query: str) -> Element:
    """Read the public page of a seminar."""
    answer = client.get(f"/seminars/{slug}/", query_string=query)
    assert answer.status_code == 200
    return read(answer.text)


def section(page: Element, heading: str) -> Element:
    """Return the section under *heading*."""
    (found,) = (one for one in page.tags("section") if one.tags("h2")[0].words == heading)
    return found
