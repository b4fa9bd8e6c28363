"""Tables, constraints and the one handle on the database; importing this registers every table."""

from webinars.models.accounts import Account, Role, RoleName
from webinars.models.calls import (
    Application,
    ApplicationAnswer,
    ApplicationState,
    ApplicationTheme,
    Call,
    CallState,
    CallTheme,
    Cohort,
    Decision,
    Question,
    QuestionKind,
)
from webinars.models.cities import City, CityKind
from webinars.models.committees import Criterion, Remark, Review, Reviewer, ReviewState, Score
from webinars.models.delegations import TAKING_PART, Delegation, DelegationRole
from webinars.models.invitations import Invitation, InvitationState, Method
from webinars.models.knowledge import Agreement, KnowledgeProduct, ProductCity, ProductKind
from webinars.models.nominations import Nomination
from webinars.models.notices import WAITING, Crowd, Notice, NoticeKind, NoticeState, SentLetter
from webinars.models.plans import Availability, CityHours, Holiday, SeminarPlan
from webinars.models.presentations import Asset, AssetKind, AssetState, DelegationTheme, Presentation
from webinars.models.records import Record
from webinars.models.registrations import (
    ConsentText,
    ParticipantRole,
    Registration,
    RegistrationState,
    Seat,
)
from webinars.models.rehearsals import Rehearsal, RehearsalKind
from webinars.models.reminders import Message, ReminderRound
from webinars.models.replies import Reply, ReplyKind, Standing
from webinars.models.seminars import Seminar, SeminarState, Series
from webinars.models.sessions import Session, SessionState
from webinars.models.slots import Answer, Presenter, Slot, SlotKind
from webinars.models.subscriptions import Subscription
from webinars.models.swaps import SwapProposal, SwapState
from webinars.models.themes import CityTheme, Theme
from webinars.models.uploads import Upload
from webinars.models.zones import ZoneReading

__all__ = [
    "TAKING_PART",
    "WAITING",
    "Account",
    "Agreement",
    "Answer",
    "Application",
    "ApplicationAnswer",
    "ApplicationState",
    "ApplicationTheme",
    "Asset",
    "AssetKind",
    "AssetState",
    "Availability",
    "Call",
    "CallState",
    "CallTheme",
    "City",
    "CityHours",
    "CityKind",
    "CityTheme",
    "Cohort",
    "ConsentText",
    "Criterion",
    "Crowd",
    "Decision",
    "Delegation",
    "DelegationRole",
    "DelegationTheme",
    "Holiday",
    "Invitation",
    "InvitationState",
    "KnowledgeProduct",
    "Message",
    "Method",
    "Nomination",
    "Notice",
    "NoticeKind",
    "NoticeState",
    "ParticipantRole",
    "Presentation",
    "Presenter",
    "ProductCity",
    "ProductKind",
    "Question",
    "QuestionKind",
    "Record",
    "Registration",
    "RegistrationState",
    "Rehearsal",
    "RehearsalKind",
    "Remark",
    "ReminderRound",
    "Reply",
    "ReplyKind",
    "Review",
    "ReviewState",
    "Reviewer",
    "Role",
    "RoleName",
    "Score",
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
    "Theme",
    "Upload",
    "ZoneReading",
]
