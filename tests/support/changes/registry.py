"""The register of changes: what a row of docs/calendars.md stands for, as something that can be done."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.support.changes.cast import Cast

Step = Callable[[Cast], object]


@dataclass(frozen=True)
class Change:
    """What is done, and what was done and told before (*given*).

    Of one about the person who waits, nobody is next in the queue.
    """

    perform: Step
    given: Step | None = None
    is_about_waiting: bool = False


CHANGES: dict[str, Change] = {}


def change(name: str, *, given: Step | None = None, is_about_waiting: bool = False) -> Callable[[Step], Step]:
    """Enter a function under the words that the documentation has for it."""

    def enter(perform: Step) -> Step:
        assert name not in CHANGES, f"{name} is performed twice"
        CHANGES[name] = Change(perform, given, is_about_waiting)
        return perform

    return enter
