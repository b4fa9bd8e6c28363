"""People of the office, signed in: for tests of the organisers' pages."""

from flask import Flask
from flask.testing import FlaskClient

from tests.builders import NOW
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
