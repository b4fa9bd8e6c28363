"""The occasion of a calendar letter: who, what, when, and what changed since the last one."""

from dataclasses import dataclass
from functools import cached_property

from webinars.letters.bodies import Block, Change, Heading, Lead, Paragraph, Times, change, times
from webinars.letters.events import Links, Stretch, links_of
from webinars.letters.names import event_name, meeting_name, seminar_name
from webinars.letters.readers import Reader
from webinars.letters.translating import gettext as _
from webinars.models.invitations import Invitation, Meeting, Method
from webinars.models.slots import Answer
from webinars.queries.notices import Matter
from webinars.services.notices import Cause

Words = tuple[str, list[Block]]


@dataclass(frozen=True)
class Occasion:
    """A calendar letter that is due; *stretch* is what it says of the time."""

    matter: Matter
    invitation: Invitation
    reader: Reader
    stretch: Stretch
    method: Method

    @cached_property
    def meeting(self) -> Meeting:
        """Return the part or the rehearsal."""
        return self.matter.meeting(self.invitation)

    @cached_property
    def links(self) -> Links:
        """Return the person's signed links, signed once."""
        person = self.invitation.registration or self.invitation.presenter
        assert person is not None, "an invitation is a registrant's or a presenter's"
        return links_of(person, self.meeting)

    @property
    def host_zone(self) -> str:
        """Return the zone that the part or the rehearsal is held in."""
        return self.meeting.zone or "UTC"

    @property
    def seminar(self) -> str:
        """Return the name of the seminar."""
        return seminar_name(self.matter.seminar, self.reader.language)

    @property
    def part(self) -> str:
        """Return the name of the part or the rehearsal."""
        return meeting_name(self.meeting, self.reader.language)

    @cached_property
    def event(self) -> str:
        """Return the name of seminar and part, or rehearsal."""
        return event_name(self.matter.seminar, self.part, self.reader.language)

    @property
    def is_update(self) -> bool:
        """Say whether the person surely holds the event already."""
        return self.invitation.sent_method is Method.REQUEST and self.invitation.sent_sequence is not None

    @property
    def is_moved(self) -> bool:
        """Say whether the times differ from those that the person holds."""
        told = (self.invitation.sent_starts_at, self.invitation.sent_ends_at)
        return self.is_update and told != (self.stretch.starts_at, self.stretch.ends_at)

    @property
    def is_renamed(self) -> bool:
        """Say whether only words changed, so that the answer stands."""
        is_as_old = self.invitation.sequence == self.invitation.sent_sequence
        return self.is_update and is_as_old and self.cause == Cause.WORDS

    @property
    def is_asked_again(self) -> bool:
        """Say whether the person answered a former time, and not yet the one that they were told since."""
        is_silent = self.invitation.answer is Answer.NEEDS_ACTION
        return self.is_update and is_silent and self.cause == Cause.OLD_TIME

    @property
    def is_back(self) -> bool:
        """Say whether the person was told that the event was off."""
        return self.invitation.sent_method is Method.CANCEL

    @property
    def takes_place(self) -> bool:
        """Say whether neither the part or rehearsal nor its seminar was called off."""
        return self.meeting.takes_place(self.matter.seminar)

    @property
    def cause(self) -> str | None:
        """Return why the letter was owed, where that was written down."""
        return self.matter.notice.details.get("cause")

    @property
    def is_restored(self) -> bool:
        """Say whether the part takes place after all."""
        return self.is_back and self.cause == Cause.RESTORED

    def withdrawn(self, heading: str, reason: str) -> list[Block]:
        """Return what every CANCEL says of the event under *heading*."""
        removes = Paragraph(_("Your calendar removes this event."))
        return [Lead(reason), Heading(heading), self.times(), removes]

    def times(self) -> Times:
        """Return the time on all clocks."""
        second = self.matter.seminar.second_zone
        return times(
            self.stretch.starts_at, self.stretch.ends_at, self.host_zone, self.reader, second_zone=second
        )

    def change(self) -> Change:
        """Return from when to when it moved, on the reader's clock."""
        was = self.invitation.sent_starts_at
        if was is None:
            raise ValueError("who was never told has seen no change")
        return change(
            (was, self.invitation.sent_ends_at),
            (self.stretch.starts_at, self.stretch.ends_at),
            self.host_zone,
            self.reader,
        )
