"""Calls and applications as lists read them: in as many statements for three rows as for one."""

from collections.abc import Callable

import pytest
from flask_sqlalchemy import SQLAlchemy

from tests.builders import NOW, a_city, a_seminar, a_series, a_theme, kept
from tests.support.calls import DAY, a_draft, a_question, an_open_call, offered
from tests.support.committees import an_application
from tests.support.statements import count_statements
from webinars.domain.errors import Missing
from webinars.models import ApplicationAnswer, ApplicationState, ApplicationTheme, Call, CallState
from webinars.queries.applications import application_by_key, application_page, dossier_of
from webinars.queries.calls import announced_calls, application_counts, call_page, past_calls


def calls_of_every_kind() -> list[Call]:
    """Write a call that closes soon, one that opens later, a past one, a cancelled one, and a draft."""
    seminar = a_seminar(series_id=a_series().id)
    return [
        an_open_call(closes_at=NOW + DAY, seminar_id=seminar.id),
        an_open_call(opens_at=NOW + DAY, closes_at=NOW + 9 * DAY, series_id=a_series().id),
        an_open_call(opens_at=NOW - 9 * DAY, closes_at=NOW),
        an_open_call(state=CallState.CANCELLED, closes_at=NOW + 2 * DAY),
        an_open_call(state=CallState.DRAFT),
    ]


def statements_of(read: Callable[[], object]) -> int:
    with count_statements() as statements:
        read()
    return len(statements)


def test_what_is_announced_closes_first_and_what_is_past_closed_last(database: SQLAlchemy) -> None:
    soon, later, past, cancelled, _draft = calls_of_every_kind()
    assert [one.id for one in announced_calls(1, 9, now=NOW).items] == [soon.id, later.id]
    assert [one.id for one in past_calls(9, now=NOW)] == [cancelled.id, past.id]
    assert [one.id for one in past_calls(1, now=NOW)] == [cancelled.id]
    assert [one.state for one in call_page(1, 9, state=CallState.DRAFT).items] == [CallState.DRAFT]


def test_lists_of_calls_take_two_statements_however_long(database: SQLAlchemy) -> None:
    counted = []
    for _ in range(3):
        calls_of_every_kind()
        database.session.expire_all()
        counted.append(
            [statements_of(lambda: announced_calls(1, 9, now=NOW)), statements_of(lambda: call_page(1, 50))]
        )
    assert counted == [[2, 2]] * 3


@pytest.mark.parametrize(
    ("words", "state", "names"),
    [
        ("", None, ["Kitakyushu", "Paris", "Toyama"]),
        ("", ApplicationState.DRAFT, ["Toyama"]),
        ("paris", None, ["Paris"]),
        ("AIKO toyama", None, ["Toyama"]),
        ("100%", None, []),
    ],
)
def test_applications_are_found_by_city_name_address_and_state(
    database: SQLAlchemy, words: str, state: ApplicationState | None, names: list[str]
) -> None:
    call = an_open_call()
    an_application(call, a_city("Paris"))
    an_application(call)
    a_draft(call, city_name="Toyama")
    an_application(an_open_call())
    found = application_page(call.id, words, state, number=1, size=9).items
    assert sorted(str(one.city.name) if one.city else one.city_name for one in found) == names
    assert application_counts([call.id])[call.id] == {ApplicationState.SENT: 2, ApplicationState.DRAFT: 1}


def test_a_page_of_applications_takes_two_statements(database: SQLAlchemy) -> None:
    call = an_open_call()
    for number in range(3):
        an_application(call, a_city(f"City {number}"))
    ident = call.id
    database.session.expire_all()
    assert statements_of(lambda: application_page(ident, "", None, number=2, size=2)) == 2
    with pytest.raises(Missing):
        application_page(ident, "", None, number=3, size=2)


def test_a_dossier_is_read_in_four_statements_with_what_is_asked_no_more_at_its_end(
    database: SQLAlchemy,
) -> None:
    call, theme = an_open_call(), a_theme()
    offered(call, theme, a_theme("Not chosen"))
    removed, asked = a_question(call, removed_at=NOW), a_question(call)
    sent = an_application(call)
    kept(ApplicationTheme(application_id=sent.id, theme_id=theme.id))
    kept(ApplicationAnswer(application_id=sent.id, question_id=removed.id, text="Once"))
    application = application_by_key(call.id, sent.key)
    with count_statements() as statements:
        dossier = dossier_of(application)
    assert len(statements) == 4, statements
    assert [one.id for one in dossier.questions] == [asked.id, removed.id]
    assert ([one.id for one in dossier.themes], dossier.gaps) == ([theme.id], ())


def test_an_application_to_another_call_is_missing(database: SQLAlchemy) -> None:
    sent = an_application(an_open_call())
    with pytest.raises(Missing):
        application_by_key(an_open_call().id, sent.key)
