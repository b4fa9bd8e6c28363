"""Stencils: templates rendered once for many readers, with a hole for what is each reader's own.

A part that moves owes thousands of letters that differ in a name and two links. What a hole takes is escaped
as the template itself would have done it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from secrets import token_hex

from markupsafe import escape

# Nobody can guess it, so nobody can write a hole into a title.
_HOLE = f"\ue000{token_hex(8)}:%d\ue001"
_HOLES = re.compile(_HOLE.replace("%d", r"(\d+)"))


@dataclass(frozen=True)
class Stencil:
    """A rendered template: *pieces* of text, and between each two the number of what fills the hole."""

    pieces: tuple[str, ...]
    holes: tuple[int, ...]

    def filled(self, own: Sequence[str]) -> str:
        """Return the text with *own* in its holes."""
        parts = [self.pieces[0]]
        for hole, piece in zip(self.holes, self.pieces[1:], strict=True):
            parts += (own[hole], piece)
        return "".join(parts)


def hole(number: int) -> str:
    """Return what stands in a template for the reader's own text of that number."""
    return _HOLE % number


def stencil_of(rendered: str) -> Stencil:
    """Return what was rendered with holes as a stencil."""
    pieces = _HOLES.split(rendered)
    return Stencil(tuple(pieces[::2]), tuple(int(number) for number in pieces[1::2]))


def as_html(own: Sequence[str]) -> list[str]:
    """Return the reader's own texts as HTML holds them."""
    return [str(escape(text)) for text in own]
