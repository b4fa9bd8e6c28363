"""Saving what an application says, and sending it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import delete, insert, select

from webinars.domain.errors import N_, Incomplete, Refusal, Stale
from webinars.models.calls import (
    Application,
    ApplicationAnswer,
    ApplicationState,
    ApplicationTheme,
    Question,
    QuestionKind,
)
from webinars.models.database import db, transaction
from webinars.models.notices import NoticeKind
from webinars.queries.applications import application_by_key, dossier_of, field_of, themes_of
from webinars.queries.calls import questions_of, themes_of_call
from webinars.services.applications.rows import applicant, lock_open
from webinars.services.notices import post
from webinars.services.records import Changes, record

LONGEST_ANSWER = 5000
LONGEST_LINK = 2000


@dataclass(frozen=True, kw_only=True)
class ApplicationFields:
    """What an applicant writes; *answers* are texts by the key of their question, files not among them."""

    contact_name: str
    language: str
    other_themes: str = ""
    wants_slot: bool = False
    presentation_title: str = ""
    theme_ids: frozenset[int] = frozenset()
    answers: Mapping[str, str] = field(default_factory=dict)

    def columns(self) -> dict[str, object]:
        """Return the values by column, as the table holds them."""
        names = ("contact_name", "language", "other_themes", "wants_slot", "presentation_title")
        return {name: getattr(self, name) for name in names}


def save(application_id: int, wanted: ApplicationFields, *, expected: int | None, now: datetime) -> int:
    """Keep what was written, and return the version; a draft may have gaps, what was sent may not.

    Raises Refusal at a field, and once the call is closed; Incomplete, which names every gap; Stale.
    """
    with transaction():
        application, call = lock_open(application_id, now=now)
        differing = _keep(application, wanted, expected=expected)
        if not differing:
            return application.version
        application.version += 1
        application.changed_at = now
        if application.state is ApplicationState.SENT:
            _check_complete(application)
            by = applicant(application)
            changes = {name: differing[name] for name in wanted.columns() if name in differing}
            record("edited", application, by=by, now=now, seminar_id=call.seminar_id, changes=changes)
        return application.version


def send(application_id: int, *, now: datetime) -> None:
    """Send what is saved to the committee, and owe the receipt; a second time does nothing.

    Raises Incomplete, which names every gap, and Refusal once the call is closed.
    """
    with transaction():
        application, call = lock_open(application_id, now=now)
        if application.state is ApplicationState.SENT:
            return
        _check_complete(application)
        application.state, application.sent_at, application.changed_at = ApplicationState.SENT, now, now
        application.version += 1
        record("sent", application, by=applicant(application), now=now, seminar_id=call.seminar_id)
        kind, ident = NoticeKind.APPLICATION_RECEIPT, application.id
        post(kind, now=now, seminar_id=call.seminar_id, application_id=ident)


def _keep(application: Application, wanted: ApplicationFields, *, expected: int | None) -> Changes:
    """Set what differs, and return it by field with (before, after); refuse what is stale or wrong."""
    questions = {one.key: one for one in questions_of(application.call_id) if one.key in wanted.answers}
    answers = {key: _checked(one, wanted.answers[key]) for key, one in questions.items()}
    stored = _stored(application.id)
    differing: dict[str, tuple[object, object]] = {
        name: (getattr(application, name), value)
        for name, value in wanted.columns().items()
        if getattr(application, name) != value
    }
    differing |= {
        field_of(one): (stored.get(one.id, ""), answers[key])
        for key, one in questions.items()
        if stored.get(one.id, "") != answers[key]
    }
    differing |= _themes_differing(application, wanted.theme_ids)
    if differing and expected is not None and expected != application.version:
        raise _stale(application, differing)
    for name, value in wanted.columns().items():
        setattr(application, name, value)
    _set_themes(application, wanted.theme_ids)
    for key, one in questions.items():
        _set_answer(application.id, one.id, answers[key])
    db.session.flush()
    return differing


def _stale(application: Application, differing: Changes) -> Stale:
    return Stale(
        N_("Somebody else changed this while you edited it. Compare, then save again."),
        theirs={name: before for name, (before, _) in differing.items()},
        version=application.version,
    )


def _checked(question: Question, text: str) -> str:
    """Return an answer as it is kept; raise Refusal at its field."""
    text, at = text.strip(), field_of(question)
    if not text:
        return ""
    if question.kind is QuestionKind.CHOICE and text not in map(str, range(len(question.choices))):
        raise Refusal(N_("Choose one of the answers."), field=at)
    if question.kind is QuestionKind.LINK:
        return _checked_link(text, at)
    if len(text) > LONGEST_ANSWER:
        raise Refusal(
            N_("Write at most %(limit)d characters. This text has %(length)d."),
            field=at,
            limit=LONGEST_ANSWER,
            length=len(text),
        )
    return text


def _checked_link(text: str, at: str) -> str:
    wrong = Refusal(N_("Write the whole address of a page, like https://city.example/plan."), field=at)
    try:
        parts = urlsplit(text)
    except ValueError:
        raise wrong from None
    is_whole = parts.scheme in ("http", "https") and parts.hostname
    if not is_whole or len(text) > LONGEST_LINK or any(letter.isspace() for letter in text):
        raise wrong
    return text


def _stored(application_id: int) -> dict[int, str]:
    columns = select(ApplicationAnswer.question_id, ApplicationAnswer.text)
    rows = db.session.execute(columns.where(ApplicationAnswer.application_id == application_id))
    return {row[0]: row[1] for row in rows}


def _themes_differing(application: Application, wanted: frozenset[int]) -> dict[str, tuple[object, object]]:
    offered = {theme.id: theme.slug for theme in themes_of_call(application.call_id)}
    if not wanted <= offered.keys():
        raise Refusal(N_("Choose themes from the list."), field="themes")
    present = tuple(theme.slug for theme in themes_of(application.id))
    after = tuple(offered[ident] for ident in offered if ident in wanted)
    return {"themes": (present, after)} if set(present) != set(after) else {}


def _set_themes(application: Application, wanted: frozenset[int]) -> None:
    present = {theme.id for theme in themes_of(application.id)}
    own = ApplicationTheme.application_id == application.id
    if gone := present - wanted:
        db.session.execute(delete(ApplicationTheme).where(own, ApplicationTheme.theme_id.in_(gone)))
    rows = [{"application_id": application.id, "theme_id": ident} for ident in sorted(wanted - present)]
    if rows:
        db.session.execute(insert(ApplicationTheme), rows)


def _set_answer(application_id: int, question_id: int, text: str) -> None:
    one = select(ApplicationAnswer).where(
        ApplicationAnswer.application_id == application_id, ApplicationAnswer.question_id == question_id
    )
    answer = db.session.scalars(one).one_or_none()
    if answer is not None:
        answer.text = text
    elif text:
        db.session.add(ApplicationAnswer(application_id=application_id, question_id=question_id, text=text))


def _check_complete(application: Application) -> None:
    db.session.flush()
    gaps = dossier_of(application_by_key(application.call_id, application.key)).gaps
    if gaps:
        raise Incomplete(N_("Some answers are missing. Fill them in below, then send it."), fields=gaps)
