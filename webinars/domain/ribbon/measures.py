"""The sizes of the ribbon's two layouts, and the estimated widths of what is written in them."""

from dataclasses import dataclass
from unicodedata import east_asian_width

NAME_SIZE, FIGURE_SIZE = 14, 13
# Widths of text are estimates, in parts of its size: a server knows no fonts.
_LATIN_EM, FIGURE_EM = 0.55, 0.6
_CLOCK_EM, _SHIFT_EM = 2.7, 1.4  # of "17:00", and of "−1" after it
_CLOCK_GAP = 8
TAG_ROOM = 44  # for "host" or "you" after a name, in any language


@dataclass(frozen=True, slots=True)
class Measures:
    """The sizes of one layout; rows begin with their name's line where *name_above* is True."""

    width: float
    pitch: float  # from row to row
    bar: float  # height of a row's shades, the same in all layouts because they share them
    bar_top: float  # where they begin in the row
    baseline: float  # of the name, in the row
    clock_size: float  # of the times in the bands
    name_above: bool

    @property
    def clock_room(self) -> float:
        """Return the width of a clock."""
        return _CLOCK_EM * self.clock_size

    @property
    def dated_clock_room(self) -> float:
        """Return the width of a clock with "−1" or "+1" after it."""
        return (_CLOCK_EM + _SHIFT_EM) * self.clock_size

    @property
    def clock_column(self) -> float:
        """Return the width of a clock's column beside the names."""
        return self.dated_clock_room + _CLOCK_GAP


_BAR = 24
WIDE = Measures(960, pitch=25, bar=_BAR, bar_top=0, baseline=17, clock_size=12, name_above=False)
NARROW = Measures(350, pitch=46, bar=_BAR, bar_top=19, baseline=14, clock_size=12, name_above=True)


def text_width(text: str, size: float, em: float = _LATIN_EM) -> float:
    """Estimate the width of *text*; Chinese, Japanese and Korean characters are as wide as they are high."""
    return sum(size * (1.0 if east_asian_width(character) in "WF" else em) for character in text)


def shortened(text: str, size: float, room: float) -> str:
    """Return *text*, cut with an ellipsis where it is wider than *room*."""
    if text_width(text, size) <= room:
        return text
    while text and text_width(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip() + "…"
