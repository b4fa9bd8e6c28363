"""Who acts: the account that is signed in."""

from flask_security import current_user

from webinars.services.records import Actor


def actor() -> Actor:
    """Return who is signed in, as the log names them."""
    return Actor(current_user.name or current_user.email, current_user.id)
