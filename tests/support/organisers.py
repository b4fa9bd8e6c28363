"""People of the office, signed in: for tests of the organisers' pages."""

from flask import Flask
from flask.testing import FlaskClient

from tests.builders import NOW
from tests.support.applications import SECRETS
from webinars.domain.links import Purpose, sign
from webinars.models import RoleName
from webinars.services import accounts
from webinars.services.records import SYSTEM


def signed_in(app: Flask, role: RoleName = RoleName.ORGANISER) -> FlaskClient:
    """Return a client that a new person of the office is signed in with; no password is hashed for it."""
    with app.app_context():
        account = accounts.add_account(
            f"{role}@tokyo.example", "Olga Organiser", role, password_hash=None, by=SYSTEM, now=NOW
        )
        uniquifier = account.fs_uniquifier
    client = app.test_client()
    with client.session_transaction() as session:
        session.update({"_user_id": uniquifier, "_fresh": True})
    return client


def sign_in_address(email: str = "olga@tokyo.example", role: RoleName = RoleName.ORGANISER) -> str:
    """Add a person of the office and return the path of a link that signs them in once."""
    accounts.add_account(email, "Olga Organiser", role, password_hash=None, by=SYSTEM, now=NOW)
    key = accounts.allow_one_sign_in(email, now=NOW).sign_in_key
    return f"/account/once/{sign(SECRETS['SECRET_KEY'], Purpose.SIGN_IN, str(key), 1)}"
