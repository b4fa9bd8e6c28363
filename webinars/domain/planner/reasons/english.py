"""English words for sentences, where no reader has chosen a language: the command line."""

from collections.abc import Sequence
from datetime import date, datetime

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


class EnglishWords:
    """English, whatever the settings of the machine: its own names of days and months are not asked."""

    def text(self, text: str) -> str:
        """Return the text, which is English."""
        return text

    def day(self, day: date) -> str:
        """Return "Wednesday 24 November 2021"."""
        return f"{self.weekday(day)} {day.day} {_MONTHS[day.month - 1]} {day.year}"

    def weekday(self, day: date) -> str:
        """Return "Wednesday"."""
        return _WEEKDAYS[day.weekday()]

    def clock(self, at: datetime) -> str:
        """Return "09:30"."""
        return f"{at:%H:%M}"

    def minutes(self, count: int) -> str:
        """Return "1 minute" or "60 minutes"."""
        return f"{count} minute" if count == 1 else f"{count} minutes"

    def listing(self, items: Sequence[str]) -> str:
        """Return "Tokyo, Paris and Lima"."""
        return _joined(items, "and")

    def choice(self, items: Sequence[str]) -> str:
        """Return "Tokyo, Paris or Lima"."""
        return _joined(items, "or")


def _joined(items: Sequence[str], last_word: str) -> str:
    *others, last = items
    return f"{', '.join(others)} {last_word} {last}" if others else last


ENGLISH = EnglishWords()
