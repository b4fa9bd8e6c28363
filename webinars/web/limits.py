"""How often one address may post what sends mail or signs in."""

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

MAIL_LIMIT = "20 per hour; 5 per minute"
SIGN_IN_LIMIT = "30 per hour; 10 per minute"

limiter = Limiter(key_func=get_remote_address, default_limits=[])
