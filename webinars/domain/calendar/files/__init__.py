"""Calendar files of other systems, line by line: what every reader of them shares."""

from webinars.domain.calendar.files.lines import MOST_BYTES, Contents, EventLines, Line, read_contents
from webinars.domain.calendar.files.problems import (
    AtLine,
    Problem,
    broken_lines,
    check_whole,
    no_length,
    start_of,
)
from webinars.domain.calendar.files.values import (
    LONGEST_TEXT,
    duration_of,
    is_called_off,
    text_of,
    title_of,
)

__all__ = [
    "LONGEST_TEXT",
    "MOST_BYTES",
    "AtLine",
    "Contents",
    "EventLines",
    "Line",
    "Problem",
    "broken_lines",
    "check_whole",
    "duration_of",
    "is_called_off",
    "no_length",
    "read_contents",
    "start_of",
    "text_of",
    "title_of",
]
