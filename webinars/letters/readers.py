"""Who a letter is for: address, language and zone of the person that a notice is about."""

from dataclasses import dataclass
from functools import lru_cache

from flask import current_app

from webinars.models.invitations import Invitation
from webinars.models.notices import Notice, NoticeKind
from webinars.queries.notices import Matter


@dataclass(frozen=True)
class Reader:
    """A person with an address; *language* is one that the office offers, *zone* IANA."""

    name: str
    email: str
    language: str
    zone: str


def reader_of(matter: Matter) -> Reader | None:
    """Return who reads the letter of *matter*; None when there is no address (any more)."""
    notice = matter.notice
    if notice.invitation is not None:
        reader = _invited(notice.invitation)
    elif notice.registration is not None:
        reader = _registered(notice)
    elif notice.presenter is not None:
        who = notice.presenter
        reader = Reader(who.name, who.email, offered(who.language), who.zone)
    elif notice.delegation is not None:
        reader = _focal_point(matter)
    elif matter.application is not None:
        who_applied = matter.application
        language = offered(who_applied.language)
        reader = Reader(who_applied.contact_name, who_applied.contact_email, language, who_applied.zone)
    elif matter.reviewer is not None:
        member = matter.reviewer
        reader = Reader(member.name, member.email, offered(member.language), member.zone)
    else:
        reader = _account(notice)
    return reader if reader.email else None


def offered(language: str | None) -> str:
    """Return the language among those on offer that serves a reader of *language*; else the first."""
    return _offered(tuple(current_app.config["LANGUAGES"]), language or "")


@lru_cache(maxsize=256)
def _offered(languages: tuple[str, ...], language: str) -> str:
    wanted = language.replace("_", "-").lower()
    bases = {one.lower().partition("-")[0]: one for one in reversed(languages)}
    exact = {one.lower(): one for one in languages}
    return exact.get(wanted) or bases.get(wanted.partition("-")[0]) or languages[0]


def _invited(invitation: Invitation) -> Reader:
    person = invitation.registration or invitation.presenter
    assert person is not None, "an invitation is a registrant's or a presenter's"
    # The person's name as it is now; the address that was invited, for a CANCEL goes to the old one.
    return Reader(person.name, invitation.attendee_email, offered(person.language), person.zone)


def _registered(notice: Notice) -> Reader:
    person = notice.registration
    assert person is not None
    is_new_address = notice.kind is NoticeKind.CONFIRM_ADDRESS
    email = (person.pending_email or "") if is_new_address else person.email
    return Reader(person.name, email, offered(person.language), person.zone)


def _focal_point(matter: Matter) -> Reader:
    delegation = matter.notice.delegation
    assert delegation is not None
    seminar = matter.seminar
    city_zone = delegation.city.zone if delegation.city else None
    return Reader(
        name=delegation.focal_name or "",
        email=delegation.focal_email or "",
        language=offered(delegation.focal_language or next(iter(seminar.languages), None)),
        zone=city_zone or seminar.zone or str(current_app.config["OFFICE_ZONE"]),
    )


def _account(notice: Notice) -> Reader:
    account = notice.account
    assert account is not None, "a notice names somebody"
    # A letter about a new address goes to that address, which is not the account's yet.
    email = str(notice.details.get("recipient") or account.email)
    zone = account.zone or str(current_app.config["OFFICE_ZONE"])
    return Reader(account.name, email, offered(account.language), zone)
