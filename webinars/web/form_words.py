"""What our forms say where WTForms has words of its own: ours say what to do, in the reader's language."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

SAYINGS = {
    "Not a valid integer value.": _l("Write a whole number, with digits only."),
    "Not a valid date value.": _l("Write a date as year-month-day, like 2027-01-20."),
    "Not a valid datetime value.": _l("Write date and time like 2027-01-20T17:00."),
    "Not a valid time value.": _l("Write a time like 17:00."),
    "Not a valid choice.": _l("Choose an entry of the list."),
    "This field is required.": _l("Fill this in."),
}


class FormWords:
    """The translations that WTForms asks; it hands in its own English sentences."""

    def gettext(self, sentence: str) -> str:
        """Return our sentence for one of WTForms, or its own where we have none."""
        return str(SAYINGS[sentence]) if sentence in SAYINGS else str(gettext(sentence))

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        """Return WTForms' own sentence; none of our validators counts through it."""
        return singular if count == 1 else plural
