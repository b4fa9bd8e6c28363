"""The ways into a calendar: its addresses, and the pages of the big services that take one."""

from dataclasses import dataclass
from urllib.parse import quote, urlsplit


@dataclass(frozen=True)
class Ways:
    """Addresses that subscribe to one calendar.

    *https* is the calendar itself, *webcal* the same for a program on the device, Apple's first of all;
    *google*, *outlook_com* and *outlook_365* are pages of those services.
    """

    https: str
    webcal: str
    google: str
    outlook_com: str
    outlook_365: str


def ways_into(https: str, name: str) -> Ways:
    """Return the ways into the calendar at the address *https*, shown as *name*."""
    webcal = urlsplit(https)._replace(scheme="webcal").geturl()
    asked = f"url={quote(https, safe='')}&name={quote(name, safe='')}"
    return Ways(
        https=https,
        webcal=webcal,
        google=f"https://calendar.google.com/calendar/render?cid={quote(webcal, safe='')}",
        outlook_com=f"https://outlook.live.com/calendar/0/addfromweb?{asked}",
        outlook_365=f"https://outlook.office.com/calendar/0/addfromweb?{asked}",
    )
