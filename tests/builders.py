"""Rows for tests: each builder gives defaults, writes one row in a transaction of its own, and returns it.

A test writes only what matters to it: ``a_session(seminar, capacity=50)``.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, TypeVar

from webinars.domain.seating import SeatState
from webinars.domain.texts import LocalizedText
from webinars.domain.timezones import DATABASE_VERSION, to_utc
from webinars.models import (
    Agreement,
    Asset,
    AssetKind,
    City,
    ConsentText,
    Delegation,
    Invitation,
    KnowledgeProduct,
    Notice,
    NoticeKind,
    ParticipantRole,
    Presentation,
    Presenter,
    ProductCity,
    ProductKind,
    Registration,
    RegistrationState,
    Rehearsal,
    RehearsalKind,
    Seat,
    Seminar,
    SeminarState,
    SentLetter,
    Series,
    Session,
    Slot,
    SlotKind,
    Theme,
)
from webinars.models.database import Base, db, transaction
from webinars.models.invitations import Meeting
from webinars.services.records import Actor

NOW = datetime(2026, 9, 1, 9, 30, tzinfo=UTC)
TEN_O_CLOCK = datetime.fromisoformat("2026-11-25T10:00")
ORGANISER = Actor("Olga Organiser")

M = TypeVar("M", bound=Base)
_numbers = count(1)


def text(words: str, **languages: str) -> LocalizedText:
    """Make a text in English and in the other *languages*."""
    return LocalizedText.from_mapping({"en": words, **languages})


def kept(row: M) -> M:
    """Write *row* in a transaction of its own."""
    with transaction():
        db.session.add(row)
    return row


def a_city(
    name: str = "Paris", *, zone: str = "Europe/Paris", languages: Mapping[str, str] = {}, **values: Any
) -> City:
    """Write a city; *languages* are its names besides the English one."""
    slug = values.pop("slug", f"{name.lower().replace(' ', '-')}-{next(_numbers)}")
    values = {"country": "FR", "sort_key": name.lower()} | values
    return kept(City(slug=slug, name=text(name, **languages), zone=zone, **values))


def a_series(name: str = "Tokyo Global Partners Seminar", **values: Any) -> Series:
    values = {"slug": f"series-{next(_numbers)}", "name": text(name)} | values
    return kept(Series(**values))


def a_seminar(**values: Any) -> Seminar:
    """Write a published seminar of Tokyo."""
    values = {
        "slug": f"seminar-{next(_numbers)}",
        "theme": text("Recovery of cities"),
        "introduction": LocalizedText(),
        "split_reason": LocalizedText(),
        "audience": LocalizedText(),
        "host_name": text("Tokyo Metropolitan Government"),
        "contact_office": text("International Affairs Division"),
        "contact_email": "seminar@tokyo.example",
        "zone": "Asia/Tokyo",
        "languages": ["en", "ja"],
        "state": SeminarState.PUBLISHED,
        "created_at": NOW,
        "changed_at": NOW,
    } | values
    return kept(Seminar(**values))


def a_session(seminar: Seminar, key: str = "morning", **values: Any) -> Session:
    """Write a part: ten o'clock in Tokyo, 155 minutes; zone=None gives one without an instant."""
    local_start = values.pop("local_start", TEN_O_CLOCK)
    zone = values.pop("zone", "Asia/Tokyo")
    minutes = values.pop("minutes", 155)
    starts_at = to_utc(local_start, zone) if zone else None
    values = {
        "name": text(f"{key.capitalize()} part"),
        "local_start": local_start,
        "zone": zone,
        "minutes": minutes,
        "starts_at": starts_at,
        "ends_at": starts_at and starts_at + timedelta(minutes=minutes),
        "zone_version": DATABASE_VERSION if zone else None,
        "changed_at": NOW,
    } | values
    return kept(Session(seminar_id=seminar.id, key=key, **values))


def a_delegation(seminar: Seminar, city: City | None = None, **values: Any) -> Delegation:
    return kept(Delegation(seminar_id=seminar.id, city_id=city.id if city else None, **values))


def a_slot(session: Session, position: int = 0, *, minutes: int | None = 20, **values: Any) -> Slot:
    values = {
        "kind": SlotKind.PRESENTATION,
        "title": text(f"Talk {position + 1}"),
        "speaker": LocalizedText(),
    } | values
    return kept(Slot(session_id=session.id, position=position, minutes=minutes, **values))


def slots(session: Session, lengths: Iterable[int | None]) -> list[Slot]:
    """Write the slots of a part, one for each length in minutes."""
    return [a_slot(session, position, minutes=minutes) for position, minutes in enumerate(lengths)]


def an_asset(slot: Slot, **values: Any) -> Asset:
    """Write the slides that a slot needs, which nobody has sent."""
    return kept(Asset(slot_id=slot.id, **{"kind": AssetKind.SLIDES} | values))


def a_presenter(slot: Slot, email: str = "paula@paris.example", **values: Any) -> Presenter:
    values = {"name": "Paula Presenter", "language": "en", "zone": "Europe/Paris", "created_at": NOW} | values
    return kept(Presenter(slot_id=slot.id, email=email, **values))


def a_consent_text(**values: Any) -> ConsentText:
    values = {
        "number": next(_numbers),
        "text": text("We keep your name and e-mail address."),
        "since": NOW,
    } | values
    return kept(ConsentText(**values))


def a_registration(seminar: Seminar, email: str = "rosa@paris.example", **values: Any) -> Registration:
    """Write a confirmed registration of a person in Paris."""
    consent = values.pop("consent", None) or a_consent_text()
    values = {
        "name": "Rosa Registrant",
        "email": email,
        "email_key": email.casefold(),
        "role": ParticipantRole.OFFICIAL,
        "language": "en",
        "zone": "Europe/Paris",
        "state": RegistrationState.CONFIRMED,
        "consent_text_id": consent.id,
        "consented_at": NOW,
        "created_at": NOW,
        "confirmed_at": NOW,
    } | values
    return kept(Registration(seminar_id=seminar.id, **values))


def a_seat(registration: Registration, session: Session, **values: Any) -> Seat:
    values = {"state": SeatState.SEATED, "changed_at": NOW} | values
    return kept(Seat(registration_id=registration.id, session_id=session.id, **values))


def an_invitation(person: Registration | Presenter, meeting: Meeting, **values: Any) -> Invitation:
    """Write the open invitation of a registrant to a part, or of a presenter to their slot or a rehearsal."""
    whose: dict[str, Any] = {"session_id": meeting.id}
    if isinstance(meeting, Rehearsal):
        whose = {"rehearsal_id": meeting.id, "presenter_id": person.id}
    elif isinstance(person, Presenter):
        whose |= {"presenter_id": person.id, "slot_id": person.slot_id}
    else:
        whose |= {"registration_id": person.id}
    values = (
        {"attendee_name": person.name, "attendee_email": person.email, "changed_at": NOW} | whose | values
    )
    return kept(Invitation(**values))


def a_rehearsal(seminar: Seminar, **values: Any) -> Rehearsal:
    """Write a rehearsal of half an hour, at ten in Tokyo on the day before the parts; nobody is asked."""
    local_start = values.pop("local_start", TEN_O_CLOCK - timedelta(days=1))
    zone, minutes = values.pop("zone", "Asia/Tokyo"), values.pop("minutes", 30)
    starts_at = to_utc(local_start, zone)
    times = {
        "kind": RehearsalKind.REHEARSAL,
        "local_start": local_start,
        "zone": zone,
        "minutes": minutes,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=minutes),
        "zone_version": DATABASE_VERSION,
    }
    return kept(Rehearsal(seminar_id=seminar.id, **times | values))


def a_notice(seminar: Seminar | None = None, **values: Any) -> Notice:
    """Write a letter that is owed for a seminar: a confirmation of a registration."""
    values = {"kind": NoticeKind.CONFIRM_REGISTRATION, "posted_at": NOW, "due_at": NOW} | values
    return kept(Notice(seminar_id=seminar.id if seminar else None, **values))


def a_sent_letter(notice: Notice, **values: Any) -> SentLetter:
    """Write the letter of a notice as it was handed over."""
    usual = {"recipient": "rosa@paris.example", "subject": "Your seat is kept"}
    usual["message_id"] = f"<{notice.key}@office.example>"
    return kept(SentLetter(notice_id=notice.id, **usual | values))


def a_theme(name: str = "Smart city", **values: Any) -> Theme:
    values = {"slug": f"theme-{next(_numbers)}", "sort_key": name.lower()} | values
    return kept(Theme(name=text(name), **values))


def an_agreement(city: City, partner: str = "Development bank", **values: Any) -> Agreement:
    return kept(Agreement(city_id=city.id, **{"partner": text(partner), "title": LocalizedText()} | values))


def a_product(title: str = "Toolkit of canals", *cities: City, **values: Any) -> KnowledgeProduct:
    """Write a knowledge product that is published, of *cities*."""
    values = {
        "kind": ProductKind.TOOLKIT,
        "summary": LocalizedText(),
        "published_on": NOW.date(),
        "url": "https://city.example/toolkit",
    } | values
    product = kept(KnowledgeProduct(title=text(title), **values))
    for city in cities:
        kept(ProductCity(product_id=product.id, city_id=city.id))
    return product


def a_presentation(delegation: Delegation, title: str = "Canals for people", **values: Any) -> Presentation:
    """Write a presentation that waits for a slot."""
    values = {"title": text(title), "created_at": NOW} | values
    return kept(Presentation(delegation_id=delegation.id, **values))
