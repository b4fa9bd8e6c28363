"""Two organisers who plan at one moment: what one of them did is not overwritten by the other."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from threading import Barrier, Thread

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from tests.builders import NOW, ORGANISER
from tests.support.planning import a_day, a_draft, a_plan, an_absence, an_availability, asked
from webinars.domain.errors import Stale
from webinars.domain.planner.problems import Objective
from webinars.models import CityHours, SeminarPlan
from webinars.queries.delegations import delegations_of
from webinars.queries.sessions import sessions_of
from webinars.services.plans import apply_plan, save_hours, save_plan

EARLY = [datetime(2026, 11, 25, hour, tzinfo=UTC) for hour in (1, 8)]
LATE = [datetime(2026, 11, 25, hour, tzinfo=UTC) for hour in (2, 9)]


@pytest.fixture
def together(app: Flask, database: SQLAlchemy) -> Callable[..., list[str]]:
    """Give what does several things at one moment, and says what became of them."""

    def run(*deeds: Callable[[], object]) -> list[str]:
        outcomes, start = list[str](), Barrier(len(deeds))
        database.session.commit()

        def perform(deed: Callable[[], object]) -> None:
            with app.app_context():
                start.wait(timeout=30)
                try:
                    deed()
                    outcomes.append("done")
                except Stale:
                    outcomes.append("stale")

        threads = [Thread(target=perform, args=(deed,)) for deed in deeds]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        return sorted(outcomes)

    return run


def test_of_two_first_plans_one_is_kept(database: SQLAlchemy, together: Callable[..., list[str]]) -> None:
    seminar_id = a_draft().seminar.id
    save = partial(save_plan, seminar_id, expected=0, by=ORGANISER, now=NOW)
    assert together(partial(save, asked(gap=30)), partial(save, asked(gap=90))) == ["done", "stale"]
    (plan,) = database.session.scalars(database.select(SeminarPlan)).all()
    assert (plan.gap in (30, 90), plan.version) == (True, 1)


def test_of_two_first_hours_of_a_city_one_are_kept(
    database: SQLAlchemy, together: Callable[..., list[str]]
) -> None:
    city_id = a_draft().host.id
    save = partial(save_hours, city_id, expected=0, by=ORGANISER, now=NOW)
    days = (partial(save, a_day(good), [6]) for good in ("10-16", "11-17"))
    assert together(*days) == ["done", "stale"]
    assert len(database.session.scalars(database.select(CityHours)).all()) == 1


def test_of_two_proposals_one_is_applied_and_whole(
    database: SQLAlchemy, together: Callable[..., list[str]]
) -> None:
    draft = a_draft()
    a_plan(draft.seminar)
    apply = partial(apply_plan, draft.seminar.id, expected=1, by=ORGANISER, now=NOW)
    deeds = (partial(apply, starts, Objective.MINIMAX) for starts in (EARLY, LATE))
    assert together(*deeds) == ["done", "stale"]
    assert [one.starts_at for one in sessions_of(draft.seminar.id)] in (EARLY, LATE)


def test_a_button_pressed_twice_at_once_makes_the_parts_once(together: Callable[..., list[str]]) -> None:
    draft = a_draft()
    a_plan(draft.seminar)
    apply = partial(apply_plan, draft.seminar.id, expected=1, by=ORGANISER, now=NOW)
    assert together(*[partial(apply, EARLY, Objective.TOTAL)] * 2) == ["done", "done"]
    assert [one.key for one in sessions_of(draft.seminar.id)] == ["part-1", "part-2"]


def test_a_city_is_put_down_for_nothing_but_what_it_was_shown_to_attend(database: SQLAlchemy) -> None:
    draft = a_draft()
    a_plan(draft.seminar)
    tokyo, paris, los_angeles = (draft.cities[name].id for name in ("Tokyo", "Paris", "Los Angeles"))
    shown = {tokyo: (0, 1), paris: (1,), los_angeles: (0,)}
    an_availability(draft.seminar, draft.cities["Paris"], absences=(an_absence(),))
    starts = (datetime(2026, 11, 25, 1, 0, tzinfo=UTC), datetime(2026, 11, 25, 10, 15, tzinfo=UTC))
    apply = partial(apply_plan, draft.seminar.id, starts, None, expected=1, by=ORGANISER, now=NOW)
    with pytest.raises(Stale, match="cities can attend"):
        apply(agreed=shown)
    assert sessions_of(draft.seminar.id) == ()
    apply(agreed=shown | {paris: ()})
    parts = {delegation.city_id: delegation.session_id for delegation in delegations_of(draft.seminar.id)}
    assert parts == {paris: None, los_angeles: sessions_of(draft.seminar.id)[0].id}
