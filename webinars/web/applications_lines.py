"""What an application says, line by line: for the applicant after the close, the office and the committee."""

from collections.abc import Callable
from dataclasses import dataclass

from webinars.domain.errors import N_, Missing
from webinars.domain.texts import LocalizedText
from webinars.models.calls import Application, ApplicationAnswer, Question, QuestionKind
from webinars.models.uploads import Upload
from webinars.queries.applications import Dossier
from webinars.web.reader import language

KILOBYTE = 1024


@dataclass(frozen=True)
class AnswerLine:
    """An answer under its question; *url* leads to the file or the link, *text* is "" for no answer."""

    label: str
    text: str
    url: str = ""
    size: str = ""


def answer_lines(dossier: Dossier, file_url: Callable[[Question], str]) -> tuple[AnswerLine, ...]:
    """Return what was answered to each question, in order; *file_url* says where a file is fetched."""
    return tuple(
        _line(question, dossier.answers.get(question.id), file_url) for question in dossier.questions
    )


def city_words(application: Application) -> str:
    """Return the city of an application that is loaded with it."""
    return application.city.name.best(language()) if application.city else application.city_name


def file_key(dossier: Dossier, question_key: str) -> str:
    """Return the key of the file that answers a question. Raises Missing."""
    for question in dossier.questions:
        answer = dossier.answers.get(question.id)
        if question.key == question_key and answer is not None and answer.upload is not None:
            return answer.upload.key
    raise Missing(N_("This file is no longer here. Ask whoever sent you the link."))


def size_words(upload: Upload) -> str:
    """Return how large a file is."""
    kilobytes = max(1, round(upload.size / KILOBYTE))
    return f"{kilobytes} kB" if kilobytes < KILOBYTE else f"{kilobytes / KILOBYTE:.1f} MB"


def _line(
    question: Question, answer: ApplicationAnswer | None, file_url: Callable[[Question], str]
) -> AnswerLine:
    label = question.label.best(language())
    if answer is None:
        return AnswerLine(label, "")
    if answer.upload is not None:
        return AnswerLine(label, answer.upload.name, file_url(question), size_words(answer.upload))
    if question.kind is QuestionKind.CHOICE and answer.text:
        choice = LocalizedText.from_mapping(question.choices[int(answer.text)])
        return AnswerLine(label, choice.best(language()))
    return AnswerLine(label, answer.text, answer.text if question.kind is QuestionKind.LINK else "")
