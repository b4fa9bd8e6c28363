"""Letters as the organiser previews them: what the recipient sees, with every link dead."""

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.policy import default

from flask import current_app
from flask_babel import get_locale

from webinars.letters.messages import SUBJECT_LIMIT, one_line
from webinars.letters.writing import draft_of
from webinars.models.invitations import Method
from webinars.models.notices import Notice
from webinars.queries.notices import Matter, load, sent_letter

# Jinja escapes quotation marks in what people wrote: only an attribute of our own can look like this.
_LINK = re.compile(r'\s(href|target|ping)="[^"]*"')


@dataclass(frozen=True)
class Preview:
    """A letter to look at: *html* is a whole page for a sandboxed frame.

    *is_needed* is False when nothing would be sent now; *is_secret* letters are shown without their body.
    """

    recipient: str
    subject: str
    html: str
    method: Method | None = None
    sequence: int | None = None
    is_needed: bool = True
    is_secret: bool = False


def preview(notice: Notice, *, now: datetime) -> Preview:
    """Return the letter as it was sent or, before that, as it would be written now."""
    matter = load([notice.id])[0]
    return _as_sent(matter) or preview_of(matter, now=now)


def preview_of(matter: Matter, *, now: datetime) -> Preview:
    """Return the letter as it would be written now, whether anybody is owed it or not."""
    draft = draft_of(matter, now=now)
    if draft is None:
        return Preview("", "", _page("not_needed"), is_needed=False)
    told = draft.calendar.dispatch if draft.calendar else None
    return Preview(
        recipient=draft.reader.email,
        subject=one_line(draft.subject, SUBJECT_LIMIT),
        html=_page("secret") if draft.is_secret else without_links(draft.body.html),
        method=told.method if told else None,
        sequence=told.sequence if told else None,
        is_secret=draft.is_secret,
    )


def _as_sent(matter: Matter) -> Preview | None:
    sent = sent_letter(matter.notice.id)
    if sent is None:
        return None
    if sent.message is None:
        return Preview(sent.recipient, sent.subject, _page("secret"), is_secret=True)
    message = message_from_bytes(sent.message, policy=default)
    html = message.get_body(("html",))
    calendar = next((part for part in message.walk() if part.get_content_type() == "text/calendar"), None)
    method = calendar.get_param("method") if calendar else None
    return Preview(
        recipient=sent.recipient,
        subject=sent.subject,
        html=without_links(html.get_content()) if html else _page("secret"),
        method=Method(method) if method in set(Method) else None,
    )


def without_links(html: str) -> str:
    """Return *html* with every link dead: who previews a letter must not act, or sign in, as its reader."""
    return _LINK.sub("", html)


def _page(reason: str) -> str:
    """Return a page that says why there is no letter to show."""
    template = current_app.jinja_env.get_template("letters/blank.html")
    return template.render(reason=reason, language=str(get_locale() or "en").replace("_", "-"))
