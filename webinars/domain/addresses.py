"""Mail addresses: as mail servers take them, with a tag, and whether two are one mailbox."""

from webinars.domain.texts import email_key


def ascii_address(email: str) -> str:
    """Return the address as every mail server takes it: the domain in its ASCII form (RFC 5891).

    Raises UnicodeError for a domain that has none.
    """
    local, at, domain = email.rpartition("@")
    return local + at + (domain if domain.isascii() else domain.encode("idna").decode("ascii"))


def is_same_mailbox(one: str, other: str) -> bool:
    """Say whether two addresses are one mailbox, in whichever form each has its domain."""
    return mailbox_key(one) == mailbox_key(other)


def tagged(address: str, tag: str) -> str:
    """Return *address* with a tag, "rsvp+tag@city.example" (RFC 5233)."""
    local, _at, domain = address.rpartition("@")
    return f"{local}+{tag}@{domain}"


def mailbox_key(email: str) -> str:
    """Return *email* as mailboxes are told apart: without its case, and the domain in its ASCII form."""
    key = email_key(email)
    try:
        return ascii_address(key)
    except UnicodeError:
        return key
