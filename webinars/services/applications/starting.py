"""Starting: a draft is kept, and its signed link mailed; the same city again gets the link once more."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from webinars.domain.errors import N_, Refusal
from webinars.domain.places import zone_of
from webinars.domain.texts import LocalizedText
from webinars.domain.timezones import check_zone
from webinars.models.calls import Application, ApplicationState, Call
from webinars.models.cities import City
from webinars.models.database import db, lock, transaction
from webinars.models.notices import WAITING, Notice, NoticeKind
from webinars.queries.cities import directory
from webinars.services.applications.rows import applicant, check_open
from webinars.services.notices import post
from webinars.services.records import record


@dataclass(frozen=True, kw_only=True)
class Applicant:
    """Who applies for which city: *city_id* of the directory, or a name with country or zone."""

    name: str
    email: str
    language: str
    city_id: int | None = None
    city_name: str = ""
    country: str | None = None
    zone: str = ""


def start(call_id: int, wanted: Applicant, *, now: datetime) -> None:
    """Keep a draft and owe the letter with its link; whoever has one gets that link again.

    Whether there was one is told to nobody but its owner. Raises Refusal at a field, and while the call is
    not open.
    """
    with transaction():
        call = lock(Call, call_id)
        check_open(call, now=now)
        columns = _place(wanted)
        application = _present(call_id, wanted, columns) or _new(call, wanted, columns, now=now)
        _owe_link(application, call, now=now)


def _new(call: Call, wanted: Applicant, columns: dict[str, object], *, now: datetime) -> Application:
    application = Application(
        call_id=call.id,
        contact_name=wanted.name,
        contact_email=wanted.email,
        language=wanted.language,
        state=ApplicationState.DRAFT,
        created_at=now,
        changed_at=now,
        **columns,
    )
    db.session.add(application)
    db.session.flush()
    record("started", application, by=applicant(application), now=now, seminar_id=call.seminar_id)
    return application


def _present(call_id: int, wanted: Applicant, columns: dict[str, object]) -> Application | None:
    """Return the application of the same address for the same city, unless it was withdrawn."""
    statement = select(Application).where(
        Application.call_id == call_id,
        Application.state != ApplicationState.WITHDRAWN,
        func.lower(Application.contact_email) == wanted.email.lower(),
    )
    city = columns["city_id"], str(columns["city_name"]).casefold()
    return next(
        (one for one in db.session.scalars(statement) if (one.city_id, one.city_name.casefold()) == city),
        None,
    )


def _place(wanted: Applicant) -> dict[str, object]:
    """Return the columns that name the city; one that is named as in the directory is that city."""
    city = _member(wanted)
    if city is not None:
        return {"city_id": city.id, "city_name": "", "country": city.country, "zone": city.zone}
    if not wanted.city_name:
        raise Refusal(N_("Choose your city from the list, or write its name."), field="city")
    name = LocalizedText((("en", wanted.city_name),))
    zone = check_zone(wanted.zone) if wanted.zone else zone_of(name, wanted.country)
    return {"city_id": None, "city_name": wanted.city_name, "country": wanted.country, "zone": zone}


def _member(wanted: Applicant) -> City | None:
    if wanted.city_id is not None:
        return db.session.get_one(City, wanted.city_id)
    name = wanted.city_name.casefold()
    return next((city for city in directory() if _is_called(city, name, wanted.country)), None)


def _is_called(city: City, name: str, country: str | None) -> bool:
    is_there = country is None or city.country is None or city.country == country
    return is_there and name in {text.casefold() for _, text in city.name.pairs}


def _owe_link(application: Application, call: Call, *, now: datetime) -> None:
    """Owe the letter, unless one waits: it tells the present state."""
    waiting = select(Notice.id).where(
        Notice.application_id == application.id,
        Notice.kind == NoticeKind.APPLICATION_DRAFT,
        Notice.state.in_(WAITING),
    )
    if db.session.scalar(waiting.limit(1)) is None:
        post(
            NoticeKind.APPLICATION_DRAFT,
            now=now,
            seminar_id=call.seminar_id,
            application_id=application.id,
        )
