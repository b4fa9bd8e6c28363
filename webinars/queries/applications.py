"""Applications to a call: one by its link, what it says, and the office's list."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from webinars.domain.errors import N_, BadLink, Missing
from webinars.models.calls import (
    Application,
    ApplicationAnswer,
    ApplicationState,
    ApplicationTheme,
    Call,
    Question,
    QuestionKind,
)
from webinars.models.cities import City
from webinars.models.database import db
from webinars.models.seminars import Seminar
from webinars.models.themes import Theme
from webinars.queries.calls import questions_of, themes_of_call
from webinars.queries.pages import Page, page_of

REPLACED = N_("This link was replaced by a newer one. Open the link in your last letter.")
_LOADED = (
    joinedload(Application.call).joinedload(Call.seminar).joinedload(Seminar.series),
    joinedload(Application.call).joinedload(Call.series),
    joinedload(Application.city),
    joinedload(Application.cohort),
    joinedload(Application.delegation),
)


@dataclass(frozen=True)
class Dossier:
    """All that an application says: the questions in order, its *answers* by question, its themes.

    *offered* are the themes of the call. Questions that are asked no more stand last where they were
    answered.
    """

    application: Application
    questions: tuple[Question, ...]
    answers: Mapping[int, ApplicationAnswer]
    offered: tuple[Theme, ...]
    themes: tuple[Theme, ...]

    @property
    def call(self) -> Call:
        """Return the call."""
        return self.application.call

    @property
    def gaps(self) -> tuple[str, ...]:
        """Name the fields that are to be filled before it can be sent, in the order of the form."""
        application = self.application
        found = []
        if self.offered and not self.themes and not application.other_themes:
            found.append("themes")
        if application.wants_slot and not application.presentation_title:
            found.append("presentation_title")
        asked = (one for one in self.questions if one.is_required and one.removed_at is None)
        return (*found, *(field_of(one) for one in asked if not self.is_answered(one)))

    def is_answered(self, question: Question) -> bool:
        """Say whether there is an answer to the question."""
        answer = self.answers.get(question.id)
        if answer is None:
            return False
        return bool(answer.upload_id if question.kind is QuestionKind.FILE else answer.text)


def field_of(question: Question) -> str:
    """Return the name of the field in which a question is answered."""
    return f"answer-{question.key}"


def application_by_link(key: str, revision: int) -> Application:
    """Return the application that a link names, with call and city; one statement. Raises BadLink."""
    application = db.session.scalars(_loaded().where(Application.key == key)).one_or_none()
    if application is None or application.link_revision != revision:
        raise BadLink(REPLACED)
    return application


def application_by_key(call_id: int, key: str) -> Application:
    """Return an application to the call, with call and city; one statement. Raises Missing."""
    statement = _loaded().where(Application.call_id == call_id, Application.key == key)
    application = db.session.scalars(statement).one_or_none()
    if application is None:
        raise Missing(N_("There is no such application to this call. Choose one from the list."))
    return application


def dossier_of(application: Application) -> Dossier:
    """Return what a loaded application says; four statements."""
    statement = (
        select(ApplicationAnswer)
        .where(ApplicationAnswer.application_id == application.id)
        .options(joinedload(ApplicationAnswer.question), joinedload(ApplicationAnswer.upload))
    )
    fresh = db.session.scalars(statement.execution_options(populate_existing=True))
    answers = {answer.question_id: answer for answer in fresh}
    asked = questions_of(application.call_id)
    former = [answer.question for answer in answers.values() if answer.question.removed_at is not None]
    questions = (*asked, *sorted(former, key=lambda one: one.id))
    offered = themes_of_call(application.call_id)
    return Dossier(application, questions, answers, offered, themes_of(application.id))


def themes_of(application_id: int) -> tuple[Theme, ...]:
    """Return the themes of an application, in the order of the directory; one statement."""
    chosen = select(Theme).join(ApplicationTheme, ApplicationTheme.theme_id == Theme.id)
    wanted = chosen.where(ApplicationTheme.application_id == application_id)
    return tuple(db.session.scalars(wanted.order_by(Theme.sort_key, Theme.id)))


def application_page(
    call_id: int, words: str, state: ApplicationState | None, *, number: int, size: int
) -> Page[Application]:
    """Return a page of a call's applications with their city, those sent last first; two statements.

    *words* are looked for in city, name and address. Raises Missing.
    """
    statement = select(Application).outerjoin(Application.city).where(Application.call_id == call_id)
    if state is not None:
        statement = statement.where(Application.state == state)
    for word in words.split():
        columns = (Application.city_name, City.sort_key, Application.contact_name, Application.contact_email)
        statement = statement.where(or_(*(column.icontains(word, autoescape=True) for column in columns)))
    latest = func.coalesce(Application.sent_at, Application.created_at).desc()
    ordered = statement.order_by(latest, Application.id.desc()).options(joinedload(Application.city))
    return page_of(ordered, number, size)


def _loaded() -> Select[Application]:
    return select(Application).options(*_LOADED).execution_options(populate_existing=True)
