"""The public page of a city: what it attends next on its own clock, its calendar, and what it knows."""

from dataclasses import dataclass

from flask import Blueprint, current_app, render_template
from flask_babel import gettext

from webinars.letters.names import seminar_name
from webinars.letters.times import TimePair, time_pair
from webinars.models.cities import City
from webinars.models.seminars import Seminar, SeminarState
from webinars.models.sessions import SessionState
from webinars.queries.calendars import Part, city_by_id, city_gathering, parts_of, seminars_of
from webinars.queries.knowledge import ProductFilter, agreements_of, products_page, talks_of, themes_of_city
from webinars.web import clock
from webinars.web.calendars import Ways, followed_address, part_label, ways_into
from webinars.web.context import show_times_for
from webinars.web.knowledge_words import agreement_lines, product_lines, talk_lines
from webinars.web.permissions import Permission, allow
from webinars.web.reader import language

blueprint = Blueprint("cities", __name__)


@dataclass(frozen=True)
class Attended:
    """A part that the city attends, on the host's clock and its own."""

    seminar: Seminar
    name: str
    part: str
    pair: TimePair
    is_cancelled: bool


@blueprint.get("/cities/<slug>/")
@allow(Permission.PUBLIC)
def show(slug: str) -> str:
    """Show what a city attends next, the ways into its calendar, and what it knows; ten statements."""
    found = city_gathering(slug)
    city = city_by_id(found.ident)
    parts = [part for part in parts_of(tuple(found.parts), since=clock.now()) if found.has(part)]
    seminars = seminars_of(tuple(found.parts))
    show_times_for(city.zone)
    return render_template(
        "cities/show.html",
        city=city,
        zone_url=None,  # The times are on the clock of the city, whoever reads them.
        attended=[_attended(part, seminars[part.seminar_id], city) for part in parts],
        ways=_ways(city, slug),
        **_knowledge(city),
    )


def _knowledge(city: City) -> dict[str, object]:
    """Return what a city works on and presented, its agreements, and the latest of its products."""
    now, talks = clock.now(), talks_of(city.id, now=clock.now())
    presented = {talk.theme.id: talk.theme for talk in talks if talk.theme}
    themes = {one.id: one for one in themes_of_city(city.id)} | presented
    wanted = ProductFilter(public_on=now.date(), city_id=city.id)
    return {
        "themes": sorted(themes.values(), key=lambda one: one.sort_key),
        "talks": talk_lines(talks),
        "agreements": agreement_lines(agreements_of(city.id), now.date()),
        "products": product_lines(products_page(wanted, 1, current_app.config["PAGE_SIZE"]).items),
    }


def _attended(part: Part, seminar: Seminar, city: City) -> Attended:
    is_off = part.state is SessionState.CANCELLED or seminar.state is SeminarState.CANCELLED
    pair = time_pair(part.starts_at, part.ends_at, part.zone, city.zone)
    return Attended(seminar, seminar_name(seminar, language()), part_label(part, language()), pair, is_off)


def _ways(city: City, slug: str) -> Ways:
    name = gettext("Seminars with %(city)s", city=city.name.best(language()))
    return ways_into(followed_address("calendars.city", slug, language()), name)
