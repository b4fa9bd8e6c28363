"""Files of an application: one for each question that asks for one, replaced or taken off."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webinars.domain.errors import N_, Refusal
from webinars.domain.files import Family
from webinars.models.calls import Application, ApplicationAnswer, ApplicationState, Call, QuestionKind
from webinars.models.database import db, transaction
from webinars.models.uploads import Upload
from webinars.queries.calls import question_by_key
from webinars.services import uploads
from webinars.services.applications.rows import applicant, lock_open
from webinars.services.records import record

ALLOWED = (Family.DOCUMENT, Family.SLIDES, Family.PICTURE)


def attach(application_id: int, question_key: str, name: str, content: bytes, *, now: datetime) -> Upload:
    """Answer a question with a file; one that was there before is replaced.

    Raises Refusal at "file" for a wrong one, and once the call is closed; Missing for no such question.
    """
    file = uploads.checked(name, content, allowed=ALLOWED)
    with transaction():
        application, call = lock_open(application_id, now=now)
        question = question_by_key(call.id, question_key)
        if question.kind is not QuestionKind.FILE:
            raise Refusal(N_("This question asks for no file."), field="file")
        upload = uploads.keep(file, now=now)
        answer = _answer(application_id, question.id)
        was, answer.upload = answer.upload, upload
        _changed(application, call, was, upload, now=now)
    return upload


def detach(application_id: int, question_key: str, *, now: datetime) -> None:
    """Take the file off a question; of an application that was sent, not one that is required."""
    with transaction():
        application, call = lock_open(application_id, now=now)
        question = question_by_key(call.id, question_key)
        if question.is_required and application.state is ApplicationState.SENT:
            raise Refusal(N_("This file is required. Send another in its place."), field="file")
        answer = _answer(application_id, question.id)
        was, answer.upload = answer.upload, None
        _changed(application, call, was, None, now=now)


def _answer(application_id: int, question_id: int) -> ApplicationAnswer:
    """Return the answer to a question, a new one where there is none."""
    statement = select(ApplicationAnswer).where(
        ApplicationAnswer.application_id == application_id, ApplicationAnswer.question_id == question_id
    )
    loaded = statement.options(joinedload(ApplicationAnswer.upload))
    answer = db.session.scalars(loaded.execution_options(populate_existing=True)).one_or_none()
    if answer is None:
        answer = ApplicationAnswer(application_id=application_id, question_id=question_id, upload=None)
        db.session.add(answer)
    return answer


def _changed(
    application: Application, call: Call, was: Upload | None, becomes: Upload | None, *, now: datetime
) -> None:
    """Note the change; the file that was replaced is nobody's any more, and goes."""
    application.changed_at = now
    db.session.flush()
    if was is not None:
        db.session.delete(was)
    if application.state is ApplicationState.SENT:
        changes = {"file": (was and was.name, becomes and becomes.name)}
        by = applicant(application)
        record("edited", application, by=by, now=now, seminar_id=call.seminar_id, changes=changes)
