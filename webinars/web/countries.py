"""Countries and territories to choose from."""

from flask_babel import get_locale

from webinars.domain import places
from webinars.domain.timezones import zones_of_country


def countries() -> list[tuple[str, str]]:
    """Return the countries and territories that have a time zone, by name: code and name."""
    names = get_locale().territories
    found = [(code, name) for code, name in names.items() if len(code) == 2 and zones_of_country(code)]
    return sorted(found, key=lambda pair: places.romanised(pair[1]) or pair[1])
