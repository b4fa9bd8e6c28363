"""What every template knows: the office, the reader, and who is signed in."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from flask import current_app, g, request, url_for
from flask_security import current_user

from webinars.domain.errors import UnknownZone
from webinars.letters.times import zone_words
from webinars.web import clock
from webinars.web.forms import own_name
from webinars.web.pages import onward
from webinars.web.permissions import Permission, may
from webinars.web.reader import chosen_zone, language


@dataclass(frozen=True)
class ReaderZone:
    """The zone that times are shown in, by name and in words; *at* is the instant its offset is of."""

    zone: str
    zone_words: str
    at: str


def show_times_for(zone: str | None, *, at: datetime | None = None) -> None:
    """Say in which zone this page shows its times; None where it shows none.

    *at* is when the times are: a page about November says November's offset also in summer.
    """
    g.reader_zone, g.reader_zone_at = zone, at


def variables() -> dict[str, object]:
    """Return the variables of every page."""
    return {
        **without_database(),
        "onward": onward,
        "account": current_user if current_user and current_user.is_authenticated else None,
        "may_view": may(Permission.VIEW) if request else False,
        "may_organise": may(Permission.ORGANISE) if request else False,
        "may_administer": may(Permission.ADMINISTER) if request else False,
    }


def without_database() -> dict[str, object]:
    """Return what a page can still know when the database does not answer: all but who is signed in."""
    return {
        "office_name": current_app.config["OFFICE_NAME"],
        "languages": _languages(tuple(current_app.config["LANGUAGES"])),
        "current_language": language(),
        "reader_zone": _reader_zone(),
        # After reader_zone, which may be the first to look at the cookie.
        "is_zone_forgotten": bool(g.get("forget_zone")),
        "zone_url": url_for("zones.index", next=request.full_path.rstrip("?")) if request else "/zones",
        "here": request.full_path.rstrip("?") if request else "/",
        "home_url": url_for("seminars.home"),
    }


def _reader_zone() -> ReaderZone | None:
    zone: str | None = g.get("reader_zone")
    if zone is None:
        try:
            zone = chosen_zone() if request else None
        except UnknownZone:
            return None  # The page that says so needs no zone of its own.
    at = g.get("reader_zone_at") or clock.now()
    return ReaderZone(zone, zone_words(at, zone), at.isoformat()) if zone else None


@lru_cache
def _languages(tags: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((tag, own_name(tag)) for tag in tags)
