"""The directory of themes: added one by one and several at once, renamed, removed."""

from datetime import datetime

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests.builders import ORGANISER, a_delegation, a_presentation, a_seminar, a_session, a_theme, kept, text
from tests.support.statements import count_statements
from webinars.domain.errors import Missing, Refusal, Stale
from webinars.domain.texts import LocalizedText
from webinars.models import Record, Theme
from webinars.queries.themes import every_theme, theme_by_slug, themes_page, uses_of
from webinars.services.themes import ThemeFields, add_theme, add_themes, edit_theme, remove_theme


def names() -> list[str]:
    return [str(theme.name) for theme in every_theme()]


def test_an_added_theme_gets_its_sort_key_and_address_from_its_english_name(
    database: SQLAlchemy, now: datetime
) -> None:
    theme = add_theme(ThemeFields(name=text("Énergie & water", ja="水")), by=ORGANISER, now=now)
    assert (theme.sort_key, theme.slug) == ("energie water", "energie-water")
    assert database.session.scalars(select(Record.title)).all() == ["Énergie & water"]


def test_addresses_of_editors_and_of_other_themes_are_not_given_away(
    database: SQLAlchemy, now: datetime
) -> None:
    new = add_theme(ThemeFields(name=text("New")), by=ORGANISER, now=now)
    first = add_theme(ThemeFields(name=text("Water")), by=ORGANISER, now=now)
    second = add_theme(ThemeFields(name=text("Water!")), by=ORGANISER, now=now)
    assert [theme.slug for theme in (new, first, second)] == ["new-2", "water", "water-2"]


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (ThemeFields(name=LocalizedText()), "name"),
        (ThemeFields(name=LocalizedText.from_mapping({"ja": "防災"})), "sort_key"),
        (ThemeFields(name=text("smart CITY")), "name-en"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    database: SQLAlchemy, now: datetime, wanted: ThemeFields, field: str
) -> None:
    a_theme("Smart city")
    with pytest.raises(Refusal) as refused:
        add_theme(wanted, by=ORGANISER, now=now)
    assert refused.value.field == field
    assert names() == ["Smart city"]


def test_of_several_names_only_those_that_are_missing_are_added(database: SQLAlchemy, now: datetime) -> None:
    known = a_theme("ICT")
    wanted = [text("seismic risk"), text("ict"), text("Seismic risk")]
    themes = add_themes(wanted, by=ORGANISER, now=now)
    assert (themes[1].id, len(themes)) == (known.id, 2)
    assert names() == ["ICT", "seismic risk"]


def test_several_names_are_refused_together(database: SQLAlchemy, now: datetime) -> None:
    with pytest.raises(Refusal, match="Latin letters") as refused:
        add_themes([text("Water"), LocalizedText.from_mapping({"ja": "防災"})], by=ORGANISER, now=now)
    assert (refused.value.field, names()) == ("names", [])


def test_a_renamed_theme_keeps_its_address_and_a_stale_form_is_told(
    database: SQLAlchemy, now: datetime
) -> None:
    theme = a_theme("Smart city", slug="smart-city")
    edit_theme(theme.id, ThemeFields(name=text("Smart cities")), expected=1, by=ORGANISER, now=now)
    assert str(theme_by_slug("smart-city").name) == "Smart cities"
    with pytest.raises(Stale):
        edit_theme(theme.id, ThemeFields(name=text("Clever cities")), expected=1, by=ORGANISER, now=now)


def test_only_a_theme_that_stands_nowhere_is_removed(database: SQLAlchemy, now: datetime) -> None:
    used, idle = a_theme("Smart city"), a_theme("ICT")
    a_presentation(a_delegation(a_seminar()), theme_id=used.id)
    with pytest.raises(Refusal, match="in use"):
        remove_theme(used.id, by=ORGANISER, now=now)
    remove_theme(idle.id, by=ORGANISER, now=now)
    assert names() == ["Smart city"]
    assert database.session.scalars(select(Record.verb)).all() == ["removed"]
    with pytest.raises(Missing):
        remove_theme(idle.id, by=ORGANISER, now=now)


def test_uses_of_every_kind_are_counted_in_one_statement(database: SQLAlchemy, now: datetime) -> None:
    busy, idle = a_theme("Smart city"), a_theme("ICT")
    seminar = a_seminar()
    session = a_session(seminar, theme_id=busy.id)
    a_presentation(a_delegation(seminar), theme_id=busy.id)
    ids = [busy.id, idle.id]
    with count_statements() as statements:
        assert uses_of(ids) == {busy.id: 2}
    assert len(statements) == 1, statements
    assert session.theme_id == busy.id


def test_themes_are_found_by_words_of_any_language(database: SQLAlchemy) -> None:
    kept(Theme(slug="disasters", name=text("Disasters", ja="防災"), sort_key="disasters"))
    a_theme("ICT")
    assert [str(theme.name) for theme in themes_page("防災", 1, 10).items] == ["Disasters"]
    assert themes_page("", 1, 1).pages == 2
