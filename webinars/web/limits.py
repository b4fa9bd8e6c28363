"""How often one address may post what sends mail or signs in."""

from flask import current_app
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

MAIL_LIMIT = "20 per hour; 5 per minute"
OFFICE_MAIL_LIMIT = "600 per hour; 60 per minute"  # people who signed in and invite a city at a time
FILE_LIMIT = "120 per hour; 20 per minute"  # files that come by a link; each is kept in the database
NOMINATION_LIMIT = "300 per hour; 30 per minute"  # a city names its people one by one
SIGN_IN_LIMIT = "30 per hour; 10 per minute"
SECOND_FACTOR_LIMIT = "20 per hour; 10 per minute"  # of a million codes three are good at a time

# A moving window: a fixed one takes twice as many around the turn of the minute.
limiter = Limiter(key_func=get_remote_address, default_limits=[], strategy="moving-window")


@limiter.request_filter
def _is_off() -> bool:
    """Ask the application: the limiter itself is one for all applications of a process."""
    return not current_app.config["RATE_LIMITS"]
