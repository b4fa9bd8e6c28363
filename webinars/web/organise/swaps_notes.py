"""What a running order says of swaps: the last one, with its way back, and what presenters ask each other."""

from dataclasses import dataclass

from webinars.queries.programmes import Programme
from webinars.queries.swaps import Question, last_change, last_swap, question_of, waiting_proposals
from webinars.web import clock
from webinars.web.organise.swaps_pages import standing, titles_of
from webinars.web.organise.swaps_words import LoggedLine, log_line


@dataclass(frozen=True)
class Undo:
    """The last swap, which the same swap undoes: what it was, both slots, and what its form carries."""

    line: LoggedLine
    keys: tuple[str, str]
    titles: tuple[str, str]
    carried: dict[str, str]


@dataclass(frozen=True)
class SwapNotes:
    """What a running order says of swaps; *undo* is None unless a swap was the last change of all."""

    undo: Undo | None
    questions: tuple[Question, ...]


def notes_of(whole: Programme, session_id: int) -> SwapNotes:
    """Return what the page of a part says of swaps of its slots; two statements, four with one to undo."""
    asked = (question_of(one, whole, now=clock.now()) for one in waiting_proposals(whole.seminar.id))
    open_ones = tuple(one for one in asked if one.is_open and session_id in _parts(one))
    return SwapNotes(_undo(whole, session_id), open_ones)


def _parts(question: Question) -> set[int]:
    return {line.session.id for line in (question.proposer, question.asked) if line is not None}


def _undo(whole: Programme, session_id: int) -> Undo | None:
    found = last_swap(whole.seminar.id)
    if found is None:
        return None
    record, keys = found
    first, second = standing(whole, keys[0]), standing(whole, keys[1])
    if session_id not in (first.session.id, second.session.id):
        return None
    since = str(last_change(whole.seminar.id))
    return Undo(
        line=log_line(record),
        keys=keys,
        titles=titles_of(first, second),
        carried={"first": first.sight, "second": second.sight, "since": since},
    )
