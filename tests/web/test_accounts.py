"""Accounts: signing in, the second factor, recovery, and who decides."""

import re
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_security import hash_password
from sqlalchemy import select

from webinars.domain.links import Purpose, sign
from webinars.models import Account, Notice, NoticeKind, RoleName
from webinars.models.database import db
from webinars.services import accounts
from webinars.services.records import SYSTEM
from webinars.web import clock

PASSWORD = "correct horse battery staple"


def add(app: Flask, email: str = "keiko@tokyo.example", role: RoleName = RoleName.ORGANISER) -> None:
    with app.app_context():
        accounts.add_account(
            email, "Keiko", role, password_hash=hash_password(PASSWORD), by=SYSTEM, now=clock.now()
        )


def sign_in(client: FlaskClient, email: str = "keiko@tokyo.example", password: str = PASSWORD) -> int:
    answer = client.post("/account/sign-in", data={"email": email, "password": password})
    return answer.status_code


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/account/change").status_code == 200


def test_a_right_password_signs_in_and_sign_out_needs_a_post(app: Flask, client: FlaskClient) -> None:
    add(app)
    assert sign_in(client) == 302
    assert is_signed_in(client)
    assert client.get("/account/sign-out").status_code == 405
    assert is_signed_in(client)
    client.post("/account/sign-out")
    assert not is_signed_in(client)


def test_a_wrong_password_and_an_unknown_address_are_told_apart_by_nobody(
    app: Flask, client: FlaskClient
) -> None:
    add(app)
    answers = [
        client.post("/account/sign-in", data={"email": email, "password": "wrong horse battery"})
        for email in ("keiko@tokyo.example", "nobody@tokyo.example")
    ]
    texts = {re.sub(r'value="[^"]*"', "", answer.text) for answer in answers}
    assert len(texts) == 1
    assert not is_signed_in(client)


def test_a_new_password_is_set_by_a_letter_that_the_outbox_owes(app: Flask, client: FlaskClient) -> None:
    add(app)
    client.post("/account/reset", data={"email": "keiko@tokyo.example"})
    with app.app_context():
        notice = db.session.scalars(select(Notice)).one()
        assert notice.kind is NoticeKind.ACCOUNT
        link = re.search(r"http://\S+/account/reset/\S+", notice.details["text"])
    assert link is not None
    path = link[0].partition("/account")[2]
    new = "another horse battery staple"
    client.post(f"/account{path}", data={"password": new, "password_confirm": new})
    assert sign_in(client, password=new) == 302
    assert is_signed_in(client)


def test_a_reset_for_an_unknown_address_owes_no_letter_and_says_the_same(
    app: Flask, client: FlaskClient
) -> None:
    add(app)
    answers = [
        client.post("/account/reset", data={"email": email}, follow_redirects=True)
        for email in ("keiko@tokyo.example", "nobody@tokyo.example")
    ]
    assert answers[0].status_code == answers[1].status_code
    with app.app_context():
        assert len(db.session.scalars(select(Notice)).all()) == 1


def enrol(client: FlaskClient) -> pyotp.TOTP:
    page = client.post("/account/tf-setup", data={"setup": "authenticator"}).text
    key = re.search(r'id="authenticator-key">([^<]+)<', page)
    target = re.search(r'action="(/account/tf-[^"]+)" name="two_factor_verify', page)
    assert key is not None
    assert target is not None
    totp = pyotp.TOTP(key[1].replace("-", "").replace(" ", ""))
    client.post(target[1], data={"code": totp.now()})
    return totp


def test_with_a_second_factor_the_password_alone_signs_nobody_in(app: Flask, client: FlaskClient) -> None:
    add(app)
    sign_in(client)
    enrol(client)
    codes = re.findall(
        r"<li><code>([^<]+)</code>",
        client.post("/account/mf-recovery-codes", data={"generate_new_codes": "1"}).text,
    )
    assert len(codes) == 5
    client.post("/account/sign-out")
    sign_in(client)
    assert not is_signed_in(client)
    client.post("/account/mf-recovery", data={"code": codes[0]})
    assert is_signed_in(client)
    client.post("/account/sign-out")
    sign_in(client)
    client.post("/account/mf-recovery", data={"code": codes[0]})
    assert not is_signed_in(client)


def test_a_link_signs_in_once_and_only_by_its_button(app: Flask, client: FlaskClient) -> None:
    add(app)
    with app.app_context():
        account = accounts.allow_one_sign_in("keiko@tokyo.example", now=clock.now())
        key = account.sign_in_key
    assert key is not None
    secret = app.config["SECRET_KEY"]
    until = app.config["CLOCK"]() + timedelta(hours=1)
    path = f"/account/once/{sign(secret, Purpose.SIGN_IN, key, 0, expires_at=until)}"
    assert client.get(path).status_code == 200
    assert not is_signed_in(client)
    assert client.post(path).status_code == 303
    assert is_signed_in(client)
    client.post("/account/sign-out")
    assert client.post(path).status_code == 410
    assert not is_signed_in(client)


def test_the_last_administrator_stays_one(app: Flask) -> None:
    add(app, role=RoleName.ADMINISTRATOR)
    with app.app_context():
        account = db.session.scalars(select(Account)).one()
        with pytest.raises(accounts.Refusal, match="needs an administrator"):
            accounts.change_role(account.id, RoleName.VIEWER, by=SYSTEM, now=clock.now())
        with pytest.raises(accounts.Refusal, match="needs an administrator"):
            accounts.set_active(account.id, False, by=SYSTEM, now=clock.now())


def test_an_account_that_is_stopped_is_signed_out_at_once(app: Flask, client: FlaskClient) -> None:
    add(app, "root@tokyo.example", RoleName.ADMINISTRATOR)
    add(app)
    sign_in(client)
    with app.app_context():
        account = db.session.scalars(select(Account).where(Account.email == "keiko@tokyo.example")).one()
        accounts.set_active(account.id, False, by=SYSTEM, now=clock.now())
    assert not is_signed_in(client)
    sign_in(client)
    assert not is_signed_in(client)
