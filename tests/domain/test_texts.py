"""Texts of one line, in one language or several."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webinars.domain.errors import Refusal
from webinars.domain.texts import LocalizedText, one_line

TOKYO = LocalizedText.from_mapping({"en": "Tokyo", "ja": "東京都", "zh-Hant": "東京", "zh": "东京"})

languages = st.sampled_from(["en", "ja", "ko", "zh", "zh-Hant", "fr", "pt-BR"])
words = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=12)


def test_a_line_loses_the_blanks_around_it() -> None:
    assert one_line("  Tokyo \n", field="name", limit=80) == "Tokyo"


@pytest.mark.parametrize(
    "text", ["a\nb", "a\r\nBcc: x@example.org", "a\tb", "a\0b", "a\u2028b", "a\u2029b", "a\x85b"]
)
def test_a_line_break_or_control_character_is_refused_at_its_field(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        one_line(text, field="name", limit=80)
    assert refused.value.field == "name"
    assert str(refused.value) == "Write this on one line, without tabs or other control characters."


def test_a_name_of_300_characters_is_refused_with_both_numbers() -> None:
    with pytest.raises(Refusal, match=r"^Write at most 120 characters\. This text has 300\.$") as refused:
        one_line("x" * 300, field="name", limit=120)
    assert refused.value.field == "name"
    assert refused.value.values == {"limit": 120, "length": 300}


def test_the_limit_itself_is_allowed_and_joiners_stay() -> None:
    assert one_line("ශ්\u200dරී", field=None, limit=5) == "ශ්\u200dරී"


@given(st.text(max_size=40))
def test_whatever_is_accepted_is_one_line_to_every_reader(text: str) -> None:
    try:
        line = one_line(text, field=None, limit=40)
    except Refusal:
        return
    assert line.splitlines() in ([line], [])
    assert line == line.strip()
    assert line.isprintable() or not any(ord(character) < 32 or ord(character) == 127 for character in line)


@pytest.mark.parametrize(
    ("language", "text", "tag"),
    [
        ("ja", "東京都", "ja"),
        ("JA", "東京都", "ja"),
        ("ja-JP", "東京都", "ja"),
        ("zh", "东京", "zh"),
        ("zh-Hant", "東京", "zh-Hant"),
        ("zh_Hant", "东京", "zh"),
        ("fr", "Tokyo", "en"),
    ],
)
def test_a_reader_gets_the_own_language_else_english(language: str, text: str, tag: str) -> None:
    assert (TOKYO.best(language), TOKYO.language_of(language)) == (text, tag)


def test_without_english_the_fallbacks_count_and_then_the_first_tag() -> None:
    name = LocalizedText.from_mapping({"ko": "서울", "ja": "ソウル"})
    assert name.best("fr") == "ソウル"
    assert name.language_of("fr") == "ja"
    assert name.best("fr", ["ko"]) == "서울"


def test_no_text_is_false_and_empty() -> None:
    empty = LocalizedText.from_mapping({"en": ""})
    assert not empty
    assert (empty.best("ja"), empty.language_of("ja"), empty.to_mapping(), str(empty)) == ("", "ja", {}, "")
    assert TOKYO


def test_what_people_write_is_checked_language_by_language() -> None:
    written = LocalizedText.written({"en": " Tokyo ", "ja": "  "}, field="name", limit=20)
    assert written.to_mapping() == {"en": "Tokyo"}
    with pytest.raises(Refusal) as refused:
        LocalizedText.written({"en": "Tokyo", "ja": "東\n京"}, field="name", limit=20)
    assert refused.value.field == "name-ja"


@given(st.dictionaries(languages, words))
def test_storing_and_reading_keeps_everything_but_empty_texts(texts: dict[str, str]) -> None:
    kept = {language: text for language, text in texts.items() if text}
    assert LocalizedText.from_mapping(texts).to_mapping() == kept


@given(st.dictionaries(languages, words), st.randoms())
def test_the_order_of_the_keys_never_matters(texts: dict[str, str], random: object) -> None:
    one = LocalizedText.from_mapping(texts)
    other = LocalizedText.from_mapping(dict(reversed(texts.items())))
    assert one == other
    assert hash(one) == hash(other)
    assert one.best("xx", ()) == other.best("xx", ())


@given(st.dictionaries(languages, words), languages)
def test_the_tag_is_always_that_of_the_text(texts: dict[str, str], language: str) -> None:
    text = LocalizedText.from_mapping(texts)
    assert text.best(language) == text.to_mapping().get(text.language_of(language), "")
