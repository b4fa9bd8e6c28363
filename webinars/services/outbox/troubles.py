"""Troubles: why a letter did not go out, how long it pauses for each, and when it is given up."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

KEPT_TROUBLES = 20
LONGEST_REASON = 500


class TroubleKind(StrEnum):
    """What went wrong; each has pauses of its own."""

    REFUSED = "refused"  # for good: no such person, no such domain
    LATER = "later"  # the server said to come back, or the line broke before the letter was handed over
    UNCERTAIN = "uncertain"  # the line broke after: the letter may have arrived
    INTERRUPTED = "interrupted"  # the worker died while the letter was on its way
    UNWRITABLE = "unwritable"  # the letter cannot be written from what is stored
    CRASHED = "crashed"  # writing it ended the worker: a mistake in the program
    JOINED = "joined"  # a newer letter about the same invitation waits already and tells everything


# Minutes before the next try, by kind; after the last one the letter is given up. LATER comes to about two
# days, and its first pauses fit the servers that refuse strangers once (greylisting).
PAUSES_MINUTES: dict[TroubleKind, tuple[int, ...]] = {
    TroubleKind.REFUSED: (),
    TroubleKind.LATER: (1, 5, 15, 60, *[240] * 11),
    TroubleKind.UNCERTAIN: (5, 30, *[240] * 10),
    TroubleKind.INTERRUPTED: (0, 0, 0, 1, 5, 15, 60, 240),
    TroubleKind.UNWRITABLE: (),
    TroubleKind.CRASHED: (1, 5, 15, 60),
    TroubleKind.JOINED: (),
}


@dataclass(frozen=True)
class Trouble:
    """One failed try: when (UTC), of which kind, and the reason in the words of whoever refused."""

    at: datetime
    kind: TroubleKind
    reason: str

    def written(self) -> str:
        """Return it as the line that `history` reads."""
        reason = " ".join(self.reason.split())[:LONGEST_REASON]
        return f"{self.at.isoformat()} {self.kind} {reason}".rstrip()


def pause_after(kind: TroubleKind, attempts: int) -> timedelta | None:
    """Return how long a letter pauses after its failure number *attempts* (from 1); None: it is given up."""
    pauses = PAUSES_MINUTES[kind]
    return timedelta(minutes=pauses[attempts - 1]) if attempts <= len(pauses) else None


def with_trouble(written: str | None, trouble: Trouble) -> str:
    """Return the history *written* with *trouble* at its end; the oldest lines go first."""
    lines = [*(written or "").splitlines(), trouble.written()]
    return "\n".join(lines[-KEPT_TROUBLES:])


def history(written: str | None) -> tuple[Trouble, ...]:
    """Read what `with_trouble` wrote, the oldest first."""
    return tuple(_read(line) for line in (written or "").splitlines())


def _read(line: str) -> Trouble:
    at, kind, *reason = line.split(" ", 2)
    return Trouble(datetime.fromisoformat(at), TroubleKind(kind), "".join(reason))
