"""Samples for the gallery of parts: every part in all its states, from data that never changes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import DataRequired

from webinars.letters.times import TimePair, time_pair
from webinars.web.forms import Form, LocalizedField, options


@dataclass(frozen=True)
class Link:
    """A link, an entry of a side list or a thing that needs attention."""

    label: str
    url: str | None = "#"
    current: bool = False
    count: int | None = None
    mark: str = "warn"

    @property
    def text(self) -> str:
        return self.label


@dataclass(frozen=True)
class State:
    """A state: its word and the mark that stands before it."""

    word: str
    mark: str


@dataclass(frozen=True)
class ChoiceRow:
    """One part of a seminar as somebody registering chooses it."""

    value: str
    label: str
    pair: TimePair
    recommended: bool = False
    reason: str = ""
    state: State | None = None
    closed: bool = False


@dataclass(frozen=True)
class SlotRow:
    """One line of a running order; *who* is empty for a break."""

    id: int
    title: str
    who: str
    minutes: int
    pair: TimePair


@dataclass(frozen=True)
class Delegation:
    """One line of the list of delegations."""

    city: str
    contact: str
    part: str
    places: int
    state: State


@dataclass(frozen=True)
class Page:
    """A page of a list."""

    number: int
    pages: int
    total: int
    url: Callable[[int], str] = "?page={}".format


class SampleForm(Form):
    """One field of each kind; never sent anywhere."""

    name = StringField(
        _l("Name"), [DataRequired()], description=_l("As it stands on the list of participants.")
    )
    city = SelectField(_l("City"), choices=options([("paris", "Paris"), ("seoul", "Seoul")]))
    biography = TextAreaField(_l("Biography"), description=_l("Three sentences are enough."))
    day = DateField(_l("Date"))
    start = TimeField(_l("Start"))
    answer_by = DateTimeLocalField(_l("Answer by"))
    minutes = IntegerField(_l("Minutes"), [DataRequired()])
    answer = RadioField(
        _l("Answer"),
        [DataRequired()],
        choices=options([("presents", _l("Presents")), ("attends", _l("Attends"))]),
    )
    languages = SelectMultipleField(_l("Languages"), choices=options([("en", "English"), ("ja", "日本語")]))
    consent = BooleanField(_l("Keep my name and e-mail for this seminar."), [DataRequired()])
    parts = SelectMultipleField(
        _l("Which part do you attend?"), choices=options([("morning", ""), ("evening", ""), ("night", "")])
    )
    title = LocalizedField(
        _l("Title"),
        description=_l("Leave a language empty to show the English title."),
        languages=("en", "ja"),
    )


class FilterForm(Form):
    """The filters of a list."""

    state = SelectField(_l("State"), choices=options([("", _l("All")), ("silent", _l("Not answered"))]))
    part = SelectField(_l("Part"), choices=options([("", _l("All")), ("morning", _l("Morning part"))]))


@dataclass(frozen=True)
class Samples:
    """Everything that templates/parts.html shows."""

    morning: TimePair
    evening: TimePair
    host_only: TimePair
    states: list[State]
    attention: list[Link]
    nav: list[Link]
    rows: list[ChoiceRow]
    slots: list[SlotRow]
    delegations: list[Delegation]
    pages: list[Page]
    zones: list[tuple[str, str]]
    form: SampleForm
    wrong_form: SampleForm
    filters: FilterForm


HOST = "Asia/Tokyo"


def sample_parts() -> Samples:
    """Give one of each part in all its states; needs a request, for the forms' tokens."""
    return Samples(
        morning=_morning("America/Los_Angeles"),
        evening=_evening(),
        host_only=_pair((8, 0), 145, HOST),
        states=_states(),
        attention=_attention(),
        nav=_nav(),
        rows=_rows(),
        slots=_slots(),
        delegations=_delegations(),
        pages=[Page(1, 1, 1), Page(2, 7, 131)],
        zones=[
            ("Europe/Paris", "Paris, UTC+1"),
            ("America/Los_Angeles", "Los Angeles, UTC−8"),
            (HOST, "Tokyo, UTC+9"),
        ],
        form=_chosen(SampleForm(formdata=None)),
        wrong_form=_refused(SampleForm(formdata=None)),
        filters=FilterForm(formdata=None),
    )


def _pair(start_utc: tuple[int, int], minutes: int | None, reader_zone: str) -> TimePair:
    starts_at = datetime(2021, 11, 24, *start_utc, tzinfo=UTC)
    ends_at = starts_at + timedelta(minutes=minutes) if minutes else None
    return time_pair(starts_at, ends_at, HOST, reader_zone)


def _morning(reader_zone: str) -> TimePair:
    return _pair((1, 0), 155, reader_zone)


def _evening() -> TimePair:
    return _pair((8, 0), 145, "Europe/Paris")


def _states() -> list[State]:
    return [
        State(str(_l("Confirmed")), "ok"),
        State(str(_l("Pending approval")), "wait"),
        State(str(_l("Waiting list, number 3")), "open"),
        State(str(_l("Not answered")), "warn"),
        State(str(_l("Cancelled")), "stop"),
        State(str(_l("Not invited")), "off"),
    ]


def _attention() -> list[Link]:
    return [
        Link("3 cities have not answered", mark="warn"),
        Link("2 letters could not be sent", mark="stop"),
        Link("14 registrations wait for approval", mark="wait"),
    ]


def _nav() -> list[Link]:
    return [
        Link("Overview", current=True),
        Link("Parts and running order"),
        Link("Delegations", count=21),
        Link("Registrations", count=131),
        Link("Letters", count=212),
    ]


def _rows() -> list[ChoiceRow]:
    full = State(str(_l("Full: you join the waiting list")), "wait")
    closed = State(str(_l("Registration is closed")), "off")
    suits = "9:00 to 11:25 is within the working day in Paris."
    return [
        ChoiceRow("evening", "Evening part", _evening(), recommended=True, reason=suits),
        ChoiceRow(
            "morning",
            "Morning part",
            _morning("Europe/Paris"),
            reason="2:00 to 4:35 is at night in Paris.",
            state=full,
        ),
        ChoiceRow(
            "night", "Morning part, repeated", _morning("America/Los_Angeles"), state=closed, closed=True
        ),
    ]


def _slots() -> list[SlotRow]:
    return [
        SlotRow(1, "Video message", "Governor Koike Yuriko, Tokyo", 5, _slot_pair(0)),
        SlotRow(
            2, "The Sustainable Recovery Tokyo Forum", "Tokyo Metropolitan Government", 15, _slot_pair(5)
        ),
        SlotRow(3, "Measures against the pandemic and recovery from it", "Paris", 20, _slot_pair(20)),
        SlotRow(4, "Break", "", 10, _slot_pair(40)),
        SlotRow(5, "Open streets for a healthy city", "Ulaanbaatar", 20, _slot_pair(50)),
    ]


def _slot_pair(minute: int) -> TimePair:
    return _pair((8, minute), None, "Europe/Paris")


def _delegations() -> list[Delegation]:
    return [
        Delegation("Amsterdam", "Anna de Vries", "Evening", 4, State("Presents", "ok")),
        Delegation("Los Angeles", "Maria Ortega", "Morning", 2, State("Not answered", "warn")),
        Delegation("Rio de Janeiro", "João Pereira", "Morning", 3, State("Attends", "open")),
    ]


def _chosen(form: SampleForm) -> SampleForm:
    form.parts.data = ["evening"]
    form.answer.data = "presents"
    form.name.data = "Claire Fontaine"
    return form


def _refused(form: SampleForm) -> SampleForm:
    """Give the form ids of its own and errors as a refused POST leaves them."""
    for field in form:
        field.id = f"wrong-{field.id}"
    form.name.errors = [str(_l("Write your name."))]
    form.minutes.errors = [str(_l("Write a number of minutes from 1 to 600."))]
    form.answer.errors = [str(_l("Choose an answer."))]
    form.consent.errors = [str(_l("Agree, so that we can register you."))]
    return form
