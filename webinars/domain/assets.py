"""Where people keep what they send: the address of a file that is too large to be sent itself."""

from urllib.parse import urlsplit

from webinars.domain.errors import N_, Refusal
from webinars.domain.texts import one_line

URL_LIMIT = 2000  # characters


def check_url(address: str, *, field: str) -> str:
    """Return *address* without blanks around it; raise Refusal at *field* unless it can be opened safely."""
    address = one_line(address, field=field, limit=URL_LIMIT)
    try:
        parts = urlsplit(address)
        is_good = parts.scheme in ("https", "http") and bool(parts.hostname)
    except ValueError:
        is_good = False
    if not is_good or " " in address:
        raise Refusal(N_("Write the whole address of the file. It starts with https://."), field=field)
    return address
