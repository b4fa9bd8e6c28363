"""Placeholders: a fixed list, filled once, and nothing that is looked up in what people wrote."""

import pytest

from tests.builders import text
from webinars.domain.errors import Refusal
from webinars.domain.placeholders import NAMES, check_placeholders, filled

VALUES = {name: name.upper() for name in NAMES}


def test_each_name_stands_for_the_readers_own_words() -> None:
    written = "{name}, {city}: {part} at {start}. {page} – {name}"
    check_placeholders(text(written), field="text")
    assert filled(written, VALUES) == "NAME, CITY: PART at START. PAGE – NAME"


@pytest.mark.parametrize(
    "wrong",
    ["{nmae}", "{name.__class__}", "{0}", "{}", "{{name}}", "{name!r}", "{ name }", "{name", "name}", "{"],
)
def test_everything_else_between_braces_is_refused_at_the_field_of_its_language(wrong: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_placeholders(text("Dear {name}", ja=f"Dear {wrong}"), field="text")
    assert refused.value.field == "text-ja"


@pytest.mark.parametrize("nasty", ["{{ 7 * 7 }}", "{page}", "%(name)s", "{% raise %}", "\\g<0>"])
def test_what_is_filled_in_is_not_looked_through_again(nasty: str) -> None:
    assert filled("Dear {name}.", VALUES | {"name": nasty}) == f"Dear {nasty}."
