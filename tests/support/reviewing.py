"""A reviewer at work, for tests: the address of their pages, the form they post, answers they read."""

from tests.builders import NOW, kept, text
from tests.support.applications import SECRETS
from webinars.domain.links import Purpose, sign
from webinars.domain.texts import LocalizedText
from webinars.models import (
    Application,
    ApplicationAnswer,
    Criterion,
    Question,
    QuestionKind,
    Reviewer,
    Upload,
)


def url(reviewer: Reviewer, application: Application | None = None, rest: str = "") -> str:
    token = sign(SECRETS["SECRET_KEY"], Purpose.REVIEW, reviewer.key, reviewer.link_revision)
    return f"/reviews/{token}/" + (f"{application.key}/{rest}" if application else "")


def points(criterion: Criterion, number: object, **values: str) -> dict[str, str]:
    return {f"points_{criterion.key}": str(number), **values}


def an_answer(application: Application, kind: QuestionKind, **values: object) -> Question:
    question = kept(
        Question(
            call_id=application.call_id,
            position=0,
            kind=kind,
            label=text(f"Our {kind} question"),
            explanation=LocalizedText(),
            choices=[{"en": "Never"}, {"en": "Always"}],
        )
    )
    kept(ApplicationAnswer(application_id=application.id, question_id=question.id, **values))
    return question


def a_file() -> Upload:
    return kept(
        Upload(
            name="plan.pdf",
            media_type="application/pdf",
            size=4,
            digest="0" * 64,
            content=b"%PDF",
            created_at=NOW,
        )
    )
