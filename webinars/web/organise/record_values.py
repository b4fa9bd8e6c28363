"""The values of the log in words: states, answers, kinds and dates as the rest of the pages name them."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from babel import UnknownLocaleError
from flask_babel import lazy_gettext as _l

from webinars.domain.absences import Absence
from webinars.domain.planner.problems import Attend, Objective, Presence
from webinars.domain.seating import SeatState
from webinars.letters.times import date_words, stated
from webinars.models.calls import CallState, Decision, QuestionKind
from webinars.models.cities import CityKind
from webinars.models.delegations import DelegationRole
from webinars.models.notices import NoticeState
from webinars.models.presentations import AssetKind, AssetState
from webinars.models.seminars import SeminarState
from webinars.models.sessions import SessionState
from webinars.models.slots import Answer, SlotKind
from webinars.web.delegations_words import ROLES
from webinars.web.forms import own_name
from webinars.web.organise.cities import KINDS as CITY_KINDS
from webinars.web.organise.decisions_words import DECISIONS
from webinars.web.organise.hours_words import ATTENDS, BANDS, absence_words, weekday_names
from webinars.web.organise.letter_words import STATES as LETTER_STATES
from webinars.web.organise.messages_forms import role_words
from webinars.web.organise.planning_words import NAMES as OBJECTIVES
from webinars.web.organise.questions import KINDS as QUESTION_KINDS
from webinars.web.organise.seminars_forms import MODES
from webinars.web.presenters_words import answer_words
from webinars.web.programmes import KINDS as SLOT_KINDS
from webinars.web.registrations.replies_words import said_words
from webinars.web.registrations.rows import state_words
from webinars.web.reminder_words import day_words, moment_words
from webinars.web.talk_words import KINDS as ASSET_KINDS
from webinars.web.talk_words import STATES as ASSET_STATES


def language_words(tag: str) -> str:
    """Return the name of a language; of whatever else a mapping is keyed by, that key."""
    try:
        return own_name(tag)
    except (UnknownLocaleError, ValueError):
        return tag


SEMINAR_STATES = {
    SeminarState.DRAFT: _l("Draft"),
    SeminarState.PUBLISHED: _l("Published"),
    SeminarState.CANCELLED: _l("Cancelled"),
    SeminarState.ARCHIVED: _l("In the archive"),
}
CALL_STATES = {
    CallState.DRAFT: _l("Draft"),
    CallState.PUBLISHED: _l("Published"),
    CallState.CANCELLED: _l("Cancelled"),
}
CALL_TIMES = ("local_opens", "local_closes", "opens_at", "closes_at")
SESSION_STATES = {SessionState.PLANNED: _l("Takes place"), SessionState.CANCELLED: _l("Cancelled")}
PRESENCES = {Presence.WHOLE: _l("through its whole part"), Presence.TALK: _l("for one talk of it")}
# By noun and field; a field of any noun stands under "".
WORDS: dict[tuple[str, str], Callable[[str], object]] = {
    ("application", "decision"): lambda value: DECISIONS[Decision(value)][0],
    ("application", "told_decision"): lambda value: DECISIONS[Decision(value)][0],
    ("asset", "kind"): lambda value: ASSET_KINDS[AssetKind(value)],
    ("asset", "state"): lambda value: ASSET_STATES[AssetState(value)][0],
    ("availability", "absences"): lambda value: absence_words(Absence.from_list(value.split("/"))),
    ("availability", "attend"): lambda value: ATTENDS[Attend(value)],
    ("call", "state"): lambda value: CALL_STATES[CallState(value)],
    ("city", "kind"): lambda value: CITY_KINDS[CityKind(value)],
    ("delegation", "role"): lambda value: ROLES[DelegationRole(value)],
    ("message", "answer"): lambda value: said_words(Answer(value)).word,
    ("message", "role"): lambda value: role_words()[value],
    ("notice", "state"): lambda value: LETTER_STATES[NoticeState(value)][0],
    ("presenter", "is_manager"): lambda value: _l("yes") if value == "True" else _l("no"),
    ("presenter", "answer"): lambda value: answer_words(Answer(value)).word,
    ("question", "kind"): lambda value: QUESTION_KINDS[QuestionKind(value)],
    ("registration", "answer"): lambda value: said_words(Answer(value)).word,
    ("seminar", "registration_mode"): lambda value: dict(MODES)[value],
    ("seminar", "reminder_minutes"): lambda value: moment_words(int(value)),
    ("seminar", "answer_reminder_days"): lambda value: day_words(int(value)),
    ("seminar", "state"): lambda value: SEMINAR_STATES[SeminarState(value)],
    ("seminar_plan", "objective"): lambda value: OBJECTIVES[Objective(value)],
    ("seminar_plan", "presence"): lambda value: PRESENCES[Presence(value)],
    ("session", "state"): lambda value: SESSION_STATES[SessionState(value)],
    ("slot", "kind"): lambda value: SLOT_KINDS[SlotKind(value)],
    ("slot", "position"): lambda value: int(value) + 1,
    ("", "days_off"): lambda value: weekday_names()[int(value)],
    **{
        ("", field): lambda value: date_words(date.fromisoformat(value))
        for field in (
            "answer_by",
            "due_on",
            "ends_on",
            "first_date",
            "last_date",
            "modality_discussed_on",
            "planned_on",
            "presenters_edit_until",
            "published_on",
            "signed_on",
        )
    },
    **{
        ("", field): lambda value: stated(datetime.fromisoformat(value))
        for field in (
            "applied_at",
            "checked_at",
            "local_start",
            "received_at",
            "starts_at",
            "ends_at",
            "registration_closes_at",
        )
    },
    **{
        ("", field): language_words for field in ("language", "focal_language", "languages", "interpretation")
    },
}
# What a field that holds a mapping is keyed by; of the others, a language.
KEYS: dict[str, Callable[[str], object]] = {
    "holidays": lambda key: date_words(date.fromisoformat(key)),
    "hours": lambda key: BANDS[key],
}
SEAT_STATES = {state.value for state in SeatState}


def value_words(noun: str, field: str, value: object) -> str:
    """Return what a field held, as people read it; what nobody has words for stays as it is stored."""
    if value is None:
        return ""
    if isinstance(value, dict):
        return _texts(value, KEYS.get(field, language_words))
    if isinstance(value, list):
        return ", ".join(value_words(noun, field, one) for one in value)
    words = WORDS.get((noun, field)) or WORDS.get(("", field))
    if words and value != "":
        return str(words(str(value)))
    return str(value)


def seat_words(value: object) -> str:
    """Return the state of a seat in words; "" for none."""
    return state_words(SeatState(value)).word if value in SEAT_STATES else str(value or "")


def _texts(value: Mapping[str, Any], key_words: Callable[[str], object]) -> str:
    return " / ".join(
        f"{key_words(key)}: {text}" if text else f"{key_words(key)}" for key, text in value.items()
    )
