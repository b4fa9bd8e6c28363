"""Matters: a notice with everything that its letter says, as plain values."""

from dataclasses import dataclass

from webinars.models.calls import Application, Call
from webinars.models.committees import Reviewer
from webinars.models.invitations import Invitation, Meeting
from webinars.models.notices import Notice
from webinars.models.presentations import Asset
from webinars.models.registrations import Registration, Seat
from webinars.models.rehearsals import Rehearsal
from webinars.models.reminders import Message
from webinars.models.seminars import Seminar
from webinars.models.swaps import SwapProposal
from webinars.queries.polls import Poll
from webinars.queries.programmes import Programme, ProgrammeSession, ProgrammeSlot


@dataclass(frozen=True)
class Standing:
    """Where a person stands with one part; *queue_place* counts from 1 for those who wait."""

    seat: Seat
    queue_place: int | None


@dataclass(frozen=True)
class Matter:
    """A notice with what its letter is about, as it is now.

    *programme* is that of the notice's seminar, *standings* the seats of its registration in order of start,
    *predecessor* who hands a seat over to that registration, *poll* what a city is asked about its hours,
    *swap* with whom a presenter would change places, *message* what an organiser wrote, *application* that
    of an applicant and *reviewer* who judges: both with their call, and with the city; *reviews_left* is how
    many applications wait for the reviewer who is reminded of them. *assets* is what the slot of a presenter
    needs, *rehearsal* what the invitation is to where that is no part.
    """

    notice: Notice
    programme: Programme | None = None
    standings: tuple[Standing, ...] = ()
    predecessor: Registration | None = None
    poll: Poll | None = None
    swap: SwapProposal | None = None
    message: Message | None = None
    rehearsal: Rehearsal | None = None
    application: Application | None = None
    reviewer: Reviewer | None = None
    reviews_left: int = 0
    assets: tuple[Asset, ...] = ()

    @property
    def seminar(self) -> Seminar:
        """Return the seminar, with series and host city."""
        if self.programme is None:
            raise ValueError("this letter is about no seminar")
        return self.programme.seminar

    @property
    def call(self) -> Call:
        """Return the call for expressions of interest."""
        about = self.application or self.reviewer
        if about is None:
            raise ValueError("this letter is about no call")
        return about.call

    def meeting(self, invitation: Invitation) -> Meeting:
        """Return the part or the rehearsal that the invitation of this matter is to."""
        if invitation.session_id is None:
            assert self.rehearsal is not None, "an invitation is to a part or a rehearsal"
            return self.rehearsal
        return self.part(invitation.session_id).session

    def part(self, session_id: int) -> ProgrammeSession:
        """Return the part with that id."""
        for part in self.programme.sessions if self.programme else ():
            if part.session.id == session_id:
                return part
        raise LookupError(f"part {session_id} is not of the seminar")

    def slot(self, slot_id: int | None) -> ProgrammeSlot | None:
        """Return the slot in its place; None when it is no longer in the running order."""
        if slot_id is None:
            return None
        parts = self.programme.sessions if self.programme else ()
        return next((slot for part in parts for slot in part.slots if slot.slot.id == slot_id), None)

    def standing(self, session_id: int | None) -> Standing | None:
        """Return where the person stands with that part."""
        return next((one for one in self.standings if one.seat.session_id == session_id), None)
