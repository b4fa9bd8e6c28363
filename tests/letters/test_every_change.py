"""Every row of the tables in docs/calendars.md, performed: who gets what, and what feeds show then."""

import inspect
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import timedelta
from types import FunctionType, ModuleType

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from tests.support import imports as taking_over
from tests.support import replies as taking_in
from tests.support.changes import (
    of_imports,
    of_orders,
    of_parts,
    of_persons,
    of_plans,
    of_presenters,
    of_rehearsals,
    of_replies,
    of_seminars,
    of_slots,
    of_swaps,
    of_zones,
)
from tests.support.changes.cast import GIVEN, LATER, Cast, a_cast, settle
from tests.support.changes.documented import Row, table
from tests.support.changes.outcomes import feed_word, held_events, public_bytes, words_for
from tests.support.changes.registry import CHANGES
from tests.support.letters import Read, post_round
from webinars.services import (
    imports,
    orders,
    plans,
    presenters,
    registrations,
    rehearsals,
    replies,
    seminar_moves,
    seminars,
    sessions,
    slots,
    swaps,
    zones,
)

ABOUT_ONE = table("Change", "The person")
ABOUT_ALL = table("Change", "Seated")
SERVICES = (
    *(
        imports,
        orders,
        plans,
        sessions,
        slots,
        seminar_moves,
        seminars,
        presenters,
        registrations,
        replies,
        swaps,
    ),
    *(rehearsals, zones),
)
PERFORMERS = (
    *(of_parts, of_persons, of_plans, of_presenters, of_replies, of_seminars, of_slots, of_swaps),
    *(of_orders, of_rehearsals, of_zones),
    *(of_imports, taking_over, taking_in),
)
# They make what nobody is invited to yet, note what the zones are and find nothing moved, or say what is
# looked for and when cities can.
WITHOUT_A_ROW = {
    *("create_seminar", "create_series", "read_zones", "confirm_unchanged"),
    *("save_plan", "save_hours", "reset_hours", "save_availability", "add_holidays", "remove_holiday"),
}

AFTER = timedelta(hours=1)


def test_every_row_is_performed_and_everything_performed_has_a_row() -> None:
    documented = [row.change for row in (*ABOUT_ONE, *ABOUT_ALL)]
    assert sorted(documented) == sorted(CHANGES)


def test_every_service_that_changes_something_is_performed_by_a_row() -> None:
    performed = {id(value) for module in PERFORMERS for value in vars(module).values()}
    missing = {name for module in SERVICES for name, verb in _verbs(module) if id(verb) not in performed}
    assert missing == WITHOUT_A_ROW


@pytest.mark.parametrize("row", ABOUT_ONE, ids=lambda row: row.change)
def test_a_change_about_one_person_tells_whom_the_documentation_says(
    app: Flask, database: SQLAlchemy, row: Row
) -> None:
    cast, sent = _performed(row.change)
    waits = None if CHANGES[row.change].is_about_waiting else cast.waiting.email
    others = [email for email in sent if email != waits]
    assert {
        "The person": sorted(word for email in others for word in sent[email]),
        "Next": sent.get(waits or "", []),
    } == {column: row.words(column) for column in row.cells}


@pytest.mark.parametrize("row", ABOUT_ALL, ids=lambda row: row.change)
def test_a_change_of_the_programme_tells_whom_the_documentation_says(
    app: Flask, database: SQLAlchemy, row: Row
) -> None:
    feeds: list[bytes | None] = []
    cast, sent = _performed(
        row.change, before=lambda cast: feeds.append(public_bytes(app, cast.seminar.slug))
    )
    feed = feed_word(feeds[-1], public_bytes(app, cast.seminar.slug), cast.evening)
    columns = {
        "Seated": cast.seated.email,
        "Waiting": cast.waiting.email,
        "Pending": cast.pending.email,
        "Later": cast.presenters[1].email,
    }
    found = {column: sent.pop(email, []) for column, email in columns.items()}
    # Whoever else is asked to present in the first slot belongs to its presenter.
    found["Presenter"] = sorted(word for words in sent.values() for word in words)
    expected = {column: row.words(column) for column in found}
    assert (found, feed) == (expected, row.cells["Public feed"])


def _performed(
    name: str, *, before: Callable[[Cast], object] = lambda cast: None
) -> tuple[Cast, dict[str, list[str]]]:
    """Perform a change on a fresh cast; return what goes out to each address, in the words of the legend."""
    change, cast = CHANGES[name], a_cast()
    settle(GIVEN)
    if change.given:
        change.given(cast)
        settle(GIVEN + AFTER)
    held = held_events()
    before(cast)
    cast.now = LATER
    change.perform(cast)
    letters: defaultdict[str, list[Read]] = defaultdict(list)
    for letter in post_round(LATER + AFTER):
        letters[letter.letter.recipient].append(letter)
    return cast, {email: words_for(some, held, since=LATER) for email, some in letters.items()}


def _verbs(module: ModuleType) -> Iterator[tuple[str, object]]:
    """Yield what a service offers that changes something: it happens at some moment, in a transaction."""
    for name, value in vars(module).items():
        is_offered = inspect.isfunction(value) and not name.startswith("_")
        if is_offered and value.__module__.startswith(module.__name__) and _changes(value):
            yield name, value


def _changes(function: FunctionType) -> bool:
    return "now" in inspect.signature(function).parameters and "with transaction():" in inspect.getsource(
        function
    )
