"""Running orders put in place, and presentations given a slot, as the organiser's pages do it."""

from tests import builders
from tests.builders import ORGANISER
from tests.support.changes.cast import Cast
from tests.support.changes.registry import change
from webinars.models import Presentation
from webinars.queries.orders import sight_of
from webinars.queries.presentations import waiting_presentations
from webinars.queries.programmes import programme
from webinars.services.orders import apply_order, place


def _put(cast: Cast, *keys: str) -> None:
    ident = cast.seminar.id
    seen = sight_of(programme(ident), waiting_presentations(ident))
    apply_order(ident, {"evening": keys}, 20, expected=seen, by=ORGANISER, now=cast.now)


def _waiting(cast: Cast) -> Presentation:
    delegation = builders.a_delegation(cast.seminar, builders.a_city())
    named = {"presenter_name": "Nina New", "presenter_email": "nina@lima.example"}
    return builders.a_presentation(delegation, **named)


@change("Proposed order put in place: two talks swapped")
def _swapped(cast: Cast) -> None:
    first, second = cast.slots
    _put(cast, second.key, first.key)


@change("Proposed order put in place: a presentation that waited gets the last slot")
def _placed(cast: Cast) -> None:
    waiting = _waiting(cast)
    _put(cast, *(slot.key for slot in cast.slots), waiting.key)


@change("Presentation that waited given a slot by hand")
def _by_hand(cast: Cast) -> None:
    place(_waiting(cast).id, cast.evening.id, 20, by=ORGANISER, now=cast.now)
