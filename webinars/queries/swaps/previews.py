"""What a swap would do to the running orders: which slots it moves, and what would be wrong then."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select

from webinars.domain.running_order import Finding
from webinars.domain.swaps import exchanged, sight
from webinars.models.database import db
from webinars.models.invitations import Invitation, InvitationState
from webinars.models.sessions import Session
from webinars.queries.checks import checks
from webinars.queries.programmes import Programme, ProgrammeSession, ProgrammeSlot, placed_in


@dataclass(frozen=True)
class Stand:
    """A slot where it stands in a part."""

    placed: ProgrammeSlot
    session: Session

    @property
    def sight(self) -> str:
        """Return what somebody sees of it now (see domain.swaps)."""
        return sight(self.placed.slot.version, self.session.key, self.placed.starts_at)

    @property
    def when(self) -> tuple[int, datetime | None, datetime | None]:
        """Return the id of the part, and when the slot starts and ends (UTC; None: not known)."""
        return self.session.id, self.placed.starts_at, self.placed.ends_at


@dataclass(frozen=True)
class Move:
    """A slot that gets another time or part: where it stands, and where it would."""

    was: Stand
    now: Stand


@dataclass(frozen=True)
class Preview:
    """What would be after two slots changed places.

    *moves* are in the order of then; *findings* are what would be wrong then and is not now.
    """

    first: Stand
    second: Stand
    moves: tuple[Move, ...]
    findings: tuple[Finding, ...]

    @property
    def sights(self) -> tuple[str, str]:
        """Return what is seen of both now."""
        return self.first.sight, self.second.sight


def stand_of(whole: Programme, slot_id: int) -> Stand | None:
    """Return where a slot stands; None when it is no longer in the programme. No statement."""
    return next((stand for stand in _stands(whole) if stand.placed.slot.id == slot_id), None)


def preview(whole: Programme, first: Stand, second: Stand, *, now: datetime) -> Preview:
    """Return what happens when *first* and *second* of *whole* change places; no statement."""
    after = _after(whole, first.placed.slot.id, second.placed.slot.id)
    before = {stand.placed.slot.id: stand for stand in _stands(whole)}
    moves = (Move(before[stand.placed.slot.id], stand) for stand in _stands(after))
    known = {_identity(one, whole) for one in checks(whole, now=now)}
    found = tuple(one for one in checks(after, now=now) if _identity(one, after) not in known)
    return Preview(first, second, tuple(move for move in moves if move.was.when != move.now.when), found)


def held_by(slot_ids: Collection[int]) -> int:
    """Count the open invitations to these slots; one statement."""
    statement = select(func.count(Invitation.id)).where(
        Invitation.slot_id.in_(slot_ids), Invitation.state == InvitationState.OPEN
    )
    return db.session.scalar(statement) or 0


def _after(whole: Programme, first_id: int, second_id: int) -> Programme:
    placed = {stand.placed.slot.id: stand.placed for stand in _stands(whole)}
    presenters = {ident: one.presenters for ident, one in placed.items()}

    def then(part: ProgrammeSession) -> ProgrammeSession:
        order = exchanged([one.slot.id for one in part.slots], first_id, second_id)
        slots = [placed[ident].slot for ident in order]
        return ProgrammeSession(part.session, placed_in(part.session, slots, presenters))

    return replace(whole, sessions=tuple(then(part) for part in whole.sessions))


def _stands(whole: Programme) -> Iterator[Stand]:
    return (Stand(placed, part.session) for part in whole.sessions for placed in part.slots)


def _identity(finding: Finding, whole: Programme) -> tuple[object, ...]:
    """Return what makes a finding the same one, in whichever place its slot stands."""
    part = next((one for one in whole.sessions if one.session.key == finding.session), None)
    slot = part.slots[finding.slot].slot.id if part and finding.slot is not None else None
    values = tuple(sorted((name, str(value)) for name, value in finding.values.items()))
    return finding.level, finding.text, finding.session, slot, values
