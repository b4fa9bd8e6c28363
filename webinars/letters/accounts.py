"""Letters about an account: Flask-Security wrote them, with links and codes that nobody else may read."""

from datetime import datetime

from webinars.letters.bodies import Body
from webinars.letters.drafts import Draft
from webinars.letters.readers import Reader
from webinars.queries.notices import Matter


def write(matter: Matter, reader: Reader, _now: datetime) -> Draft | None:
    """Return the letter as it was written; None once it is sent and its text forgotten."""
    details = matter.notice.details
    if not details.get("text") and not details.get("html"):
        return None
    body = Body(text=str(details.get("text") or ""), html=str(details.get("html") or ""))
    return Draft(reader, str(details.get("subject") or ""), body, is_secret=True)
