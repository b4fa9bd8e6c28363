"""Tables, constraints and the one handle on the database; importing this registers every table."""

from webinars.models.accounts import Account, Role, RoleName
from webinars.models.cities import City, CityKind
from webinars.models.delegations import TAKING_PART, Delegation, DelegationRole
from webinars.models.invitations import Invitation, InvitationState, Method
from webinars.models.notices import WAITING, Crowd, Notice, NoticeKind, NoticeState, SentLetter
from webinars.models.plans import Availability, CityHours, Holiday, SeminarPlan
from webinars.models.records import Record
from webinars.models.registrations import (
    ConsentText,
    ParticipantRole,
    Registration,
    RegistrationState,
    Seat,
)
from webinars.models.reminders import Message, ReminderRound
from webinars.models.replies import Reply, ReplyKind, Standing
from webinars.models.seminars import Seminar, SeminarState, Series
from webinars.models.sessions import Session, SessionState
from webinars.models.slots import Answer, Presenter, Slot, SlotKind
from webinars.models.subscriptions import Subscription
from webinars.models.swaps import SwapProposal, SwapState
from webinars.models.zones import ZoneReading

__all__ = [
    "TAKING_PART",
    "WAITING",
    "Account",
    "Answer",
    "Availability",
    "City",
    "CityHours",
    "CityKind",
    "ConsentText",
    "Crowd",
    "Delegation",
    "DelegationRole",
    "Holiday",
    "Invitation",
    "InvitationState",
    "Message",
    "Method",
    "Notice",
    "NoticeKind",
    "NoticeState",
    "ParticipantRole",
    "Presenter",
    "Record",
    "Registration",
    "RegistrationState",
    "ReminderRound",
    "Reply",
    "ReplyKind",
    "Role",
    "RoleName",
    "Seat",
    "Seminar",
    "SeminarPlan",
    "SeminarState",
    "SentLetter",
    "Series",
    "Session",
    "SessionState",
    "Slot",
    "SlotKind",
    "Standing",
    "Subscription",
    "SwapProposal",
    "SwapState",
    "ZoneReading",
]
