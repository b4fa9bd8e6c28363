"""What templates, styles and scripts may hold, so that the content security policy allows self only."""

from tests.support.sources import files, matches_of, name_of, text_of

SCRIPT_LINES = 80

TEMPLATES = files("templates", ".html")
LETTERS = files("templates/letters", ".html")
# Letters have no stylesheet: they carry their style with them, and are previewed in a sandboxed frame.
PAGES = [path for path in TEMPLATES if path not in LETTERS]


def test_there_are_pages_to_judge() -> None:
    assert PAGES != []


def test_no_template_trusts_a_text() -> None:
    assert matches_of(r"\|\s*safe\b|\{%-?\s*autoescape\s+false", TEMPLATES) == []


def test_no_page_has_inline_style() -> None:
    assert matches_of(r"<style\b|\sstyle\s*=", PAGES) == []


def test_no_page_has_inline_script() -> None:
    assert matches_of(r"<script\b(?![^>]*\bsrc=)(?![^>]*application/(ld\+)?json)[^>]*>", TEMPLATES) == []


def test_no_page_has_inline_handlers() -> None:
    assert matches_of(r"<[a-z][^>]*\son[a-z]+\s*=|javascript:", TEMPLATES) == []


def test_no_page_loads_from_elsewhere() -> None:
    assert matches_of(r"<(script|link|img|iframe)\b[^>]*\b(src|href)=\"(https?:)?//", TEMPLATES) == []


def test_every_script_is_short() -> None:
    lengths = {name_of(path): text_of(path).count("\n") for path in files("static", ".js")}
    assert {name: lines for name, lines in lengths.items() if lines >= SCRIPT_LINES} == {}


def test_there_is_one_stylesheet() -> None:
    assert [name_of(path) for path in files("static", ".css")] == ["static/site.css"]


def test_every_field_gets_its_choices_in_the_shape_that_stays() -> None:
    # A warning would say so, had the library's own forms not made us leave it out (setup.cfg).
    given = r"\bchoices\s*=\s*\[(?!\])"
    assert matches_of(given, files("webinars/web", ".py")) == []
