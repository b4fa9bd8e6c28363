"""Lines: the people of a table, each with what is wrong in their row."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from email_validator import EmailNotValidError, validate_email

from webinars.domain.errors import N_, Refusal
from webinars.domain.people.cells import Cell, Row
from webinars.domain.people.columns import Column, find_heads, plain
from webinars.domain.people.days import days_of
from webinars.domain.people.tables import Table
from webinars.domain.texts import email_key, one_line

MOST_LETTERS = 200
NO_ROLE = N_("“%(words)s” is no role that we know. Leave it empty, or write one of: %(known)s.")
NO_LANGUAGE = N_("We write no letters in “%(words)s”. Leave it empty, or write one of: %(known)s.")

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Words:
    """The words that cells may hold, in small letters, and what each means here.

    *days* are the days on which parts start, at the host, with the keys of those parts. *role_names* and
    *language_names* are the words that an answer to a wrong one proposes.
    """

    heads: Mapping[str, Column]
    roles: Mapping[str, str]
    languages: Mapping[str, str]
    parts: Mapping[str, str]
    days: Mapping[date, frozenset[str]]
    role_names: tuple[str, ...]
    language_names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Line:
    """A person as the row says; None and empty where it says nothing. *problems* leave the row out."""

    number: int
    name: str = ""
    email: str = ""
    organisation: str = ""
    role: str | None = None
    language: str | None = None
    part_keys: frozenset[str] = frozenset()
    problems: tuple[Refusal, ...] = ()

    @property
    def email_key(self) -> str:
        """Return the address in the form that is compared."""
        return email_key(self.email)


def read_people(table: Table, words: Words) -> tuple[Line, ...]:
    """Return the people of *table* in its order. Raises Refusal at "file" where there are none."""
    place, columns = find_heads(table.rows, words.heads)
    lines = tuple(_line(row, columns, words) for row in table.rows[place + 1 :] if _says(row, columns))
    if not lines:
        raise Refusal(N_("There is nobody in this list. Write one person in each row."), field="file")
    return tuple(_without_twins(lines))


def _says(row: Row, columns: Mapping[Column, int]) -> bool:
    cells = [row.cell(place) for place in columns.values()]
    return any(cell.value is not None or cell.problem for cell in cells)


def _without_twins(lines: tuple[Line, ...]) -> Iterator[Line]:
    """Mark who stands in the list a second time, by the address."""
    first: dict[str, int] = {}
    for line in lines:
        number = first.setdefault(line.email_key, line.number) if line.email else line.number
        if number == line.number:
            yield line
        else:
            twin = Refusal(N_("%(email)s stands in row %(row)d already."), email=line.email, row=number)
            yield Line(number=line.number, name=line.name, email=line.email, problems=(twin,))


def _line(row: Row, columns: Mapping[Column, int], words: Words) -> Line:
    """Read a row; each cell that cannot be read is a problem, and the others are read all the same."""
    problems: list[Refusal] = []

    def read(column: Column, meaning: Callable[[Cell], T], otherwise: T) -> T:
        if column not in columns:
            return otherwise
        try:
            return meaning(_readable(row, columns[column]))
        except Refusal as refusal:
            problems.append(refusal)
            return otherwise

    return Line(
        number=row.number,
        name=read(Column.NAME, _name, ""),
        email=read(Column.EMAIL, _address, ""),
        organisation=read(Column.ORGANISATION, _text, ""),
        role=read(Column.ROLE, lambda cell: _role(cell, words), None),
        language=read(Column.LANGUAGE, lambda cell: _language(cell, words), None),
        part_keys=read(Column.PART, lambda cell: _parts(cell, words), frozenset()),
        problems=tuple(problems),
    )


def _readable(row: Row, column: int) -> Cell:
    cell = row.cell(column)
    if cell.problem:
        raise Refusal(cell.problem, cell=row.place(column))
    return cell


def _text(cell: Cell) -> str:
    value = cell.value.isoformat() if isinstance(cell.value, date) else cell.value or ""
    return one_line(value, field=None, limit=MOST_LETTERS)


def _name(cell: Cell) -> str:
    if not (name := _text(cell)):
        raise Refusal(N_("The name is missing."))
    return name


def _address(cell: Cell) -> str:
    if not (text := _text(cell)):
        raise Refusal(N_("The e-mail address is missing."))
    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError:
        raise Refusal(N_("“%(words)s” is no mail address."), words=text[:60]) from None


def _role(cell: Cell, words: Words) -> str | None:
    if not (text := _text(cell)):
        return None
    if (role := words.roles.get(plain(text))) is None:
        raise Refusal(NO_ROLE, words=text[:60], known=", ".join(words.role_names))
    return role


def _language(cell: Cell, words: Words) -> str | None:
    if not (text := _text(cell)):
        return None
    if (language := words.languages.get(plain(text))) is None:
        raise Refusal(NO_LANGUAGE, words=text[:60], known=", ".join(words.language_names))
    return language


def _parts(cell: Cell, words: Words) -> frozenset[str]:
    """Return the keys of the parts that a cell names, by name or by day; none where it is empty."""
    if cell.value is None:
        return frozenset()
    if isinstance(cell.value, str) and (key := words.parts.get(plain(cell.value))):
        return frozenset({key})
    days = days_of(cell.value) & words.days.keys()
    if len(days) > 1:
        raise Refusal(
            N_("“%(words)s” can be two days of this seminar. Write it as %(example)s."),
            words=_text(cell)[:60],
            example=min(days).isoformat(),
        )
    if not days:
        raise Refusal(N_("“%(words)s” is no part that is open, and no day of one."), words=_text(cell)[:60])
    return words.days[min(days)]
