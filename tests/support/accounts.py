"""People of the office as they sign in: passwords, codes and links."""

import re
import time
from datetime import timedelta

import pyotp
from flask import Flask
from flask.testing import FlaskClient
from flask_security import hash_password
from sqlalchemy import select

from webinars.domain.links import Purpose, sign
from webinars.models import Account, Notice, RoleName
from webinars.models.database import db
from webinars.services import accounts
from webinars.services.records import SYSTEM
from webinars.web import clock

KEIKO = "keiko@tokyo.example"
PASSWORD = "correct horse battery staple"


def add(app: Flask, email: str = KEIKO, role: RoleName = RoleName.ORGANISER) -> None:
    with app.app_context():
        accounts.add_account(
            email, "Keiko", role, password_hash=hash_password(PASSWORD), by=SYSTEM, now=clock.now()
        )


def sign_in(client: FlaskClient, email: str = KEIKO, password: str = PASSWORD) -> int:
    return client.post("/account/sign-in", data={"email": email, "password": password}).status_code


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/account/").status_code == 200


def account(email: str = KEIKO) -> Account:
    return db.session.scalars(select(Account).where(Account.email == email)).one()


def letters() -> list[Notice]:
    return list(db.session.scalars(select(Notice).order_by(Notice.id)))


def once(app: Flask, email: str = KEIKO) -> str:
    """Return the path of a new link that signs the account in once."""
    with app.app_context():
        key = accounts.allow_one_sign_in(email, now=clock.now()).sign_in_key
    until = app.config["CLOCK"]() + timedelta(hours=1)
    return f"/account/once/{sign(app.config['SECRET_KEY'], Purpose.SIGN_IN, str(key), 0, expires_at=until)}"


def begin_enrolling(client: FlaskClient) -> pyotp.TOTP:
    """Open the page with the key, and return what shows its codes."""
    page = client.post("/account/tf-setup", data={"setup": "authenticator"}).text
    key = re.search(r'id="authenticator-key">([^<]+)<', page)
    assert key is not None
    return pyotp.TOTP(key[1].replace("-", ""))


def enrol(client: FlaskClient) -> pyotp.TOTP:
    totp = begin_enrolling(client)
    client.post("/account/tf-validate", data={"code": totp.now()})
    return totp


def next_code(totp: pyotp.TOTP) -> str:
    """Return the code after the present one, which is spent; an app that is half a minute fast shows it."""
    return totp.at(int(time.time()) + 30)


def make_recovery_codes(client: FlaskClient) -> list[str]:
    page = client.post("/account/mf-recovery-codes", data={"generate_new_codes": "1"}).text
    return re.findall(r"<li><code>([^<]+)</code>", page)
