"""A letter before it is put into the form of a message."""

from dataclasses import dataclass

from webinars.letters.bodies import Body
from webinars.letters.readers import Reader
from webinars.services.invitations import Dispatch


@dataclass(frozen=True)
class Calendar:
    """The calendar part: its iTIP method, the address that invites, its bytes.

    *dispatch* is what is kept with the invitation once it is sent; None where the event stays as it was.
    """

    method: str
    organizer: str
    content: bytes
    dispatch: Dispatch | None = None


@dataclass(frozen=True)
class Draft:
    """What a letter says to whom; *reply_to* answers questions, *is_secret* keeps it out of previews.

    *stop_url* is where the reader of bulk mail gets no more of it; "" for a letter to one person.
    """

    reader: Reader
    subject: str
    body: Body
    reply_to: str | None = None
    calendar: Calendar | None = None
    is_secret: bool = False
    stop_url: str = ""
