"""What some links of a registration name: a person and a part, or a person and a new address."""

from dataclasses import dataclass
from hashlib import sha256

from webinars.models.registrations import Registration


@dataclass
class LinkedPart:
    """A compound that a signed link names; it dies with the person's other links."""

    key: str
    link_revision: int


def join_link(registration: Registration, session_key: str) -> LinkedPart:
    """Return what the person's link into the room of a part names (Purpose.JOIN)."""
    return LinkedPart(f"{registration.key}.{session_key}", registration.link_revision)


def address_link(registration: Registration) -> LinkedPart:
    """Return what the link that confirms the pending address names (Purpose.CONFIRM_ADDRESS).

    It carries a digest of the address: a link mailed to one address must not confirm the next one typed.
    """
    return LinkedPart(
        f"{registration.key}.{address_digest(registration.pending_email)}", registration.link_revision
    )


def address_digest(email: str | None) -> str:
    """Return a short digest of an address that waits for its confirmation."""
    return sha256((email or "").encode()).hexdigest()[:16]
