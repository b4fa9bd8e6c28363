"""Signing in: passwords, links that sign in once, letters that recover, and pages to return to."""

import re

from flask import Flask
from flask.testing import FlaskClient

from tests.support.accounts import (
    KEIKO,
    PASSWORD,
    account,
    add,
    enrol,
    is_signed_in,
    letters,
    once,
    sign_in,
)
from webinars.models import NoticeKind, RoleName
from webinars.services import accounts
from webinars.services.records import SYSTEM
from webinars.web import clock

NEW = "another horse battery staple"


def test_a_right_password_signs_in_and_sign_out_needs_a_post(app: Flask, client: FlaskClient) -> None:
    add(app)
    assert sign_in(client) == 302
    assert is_signed_in(client)
    assert client.get("/account/sign-out").status_code == 405
    assert is_signed_in(client)
    client.post("/account/sign-out")
    assert not is_signed_in(client)


def test_a_sign_out_that_another_site_posts_is_refused(app: Flask, client: FlaskClient) -> None:
    add(app)
    sign_in(client)
    app.config["WTF_CSRF_ENABLED"] = True
    assert client.post("/account/sign-out").status_code == 400
    assert is_signed_in(client)


def test_a_wrong_password_and_an_unknown_address_are_told_apart_by_nobody(
    app: Flask, client: FlaskClient
) -> None:
    add(app)
    answers = [
        client.post("/account/sign-in", data={"email": email, "password": "wrong horse battery"})
        for email in (KEIKO, "nobody@tokyo.example")
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert len({re.sub(r'value="[^"]*"', "", answer.text) for answer in answers}) == 1
    assert not is_signed_in(client)


def test_signing_in_returns_to_the_page_that_asked_for_it(app: Flask, client: FlaskClient) -> None:
    add(app)
    asked = client.get("/organise/log/?noun=account")
    answer = client.post(asked.headers["Location"], data={"email": KEIKO, "password": PASSWORD})
    assert answer.headers["Location"] == "/organise/log/?noun=account"


def test_signing_in_leads_to_no_other_site(app: Flask, client: FlaskClient) -> None:
    add(app)
    for target in ("https://evil.example/", "//evil.example/", "/\\evil.example/", "https:evil.example"):
        client.post(
            "/account/sign-in", query_string={"next": target}, data={"email": KEIKO, "password": PASSWORD}
        )
        answer = client.post("/account/sign-in", data={"email": KEIKO, "password": PASSWORD, "next": target})
        assert "evil" not in answer.headers.get("Location", "")
        client.post("/account/sign-out")


def test_no_answer_hands_out_a_token_that_signs_in(app: Flask, client: FlaskClient) -> None:
    add(app)
    answer = client.post(
        "/account/sign-in?include_auth_token",
        data={"email": KEIKO, "password": PASSWORD},
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 302
    assert "token" not in answer.text


def test_a_new_password_is_set_by_a_letter_that_the_outbox_owes(app: Flask, client: FlaskClient) -> None:
    add(app)
    client.post("/account/reset", data={"email": KEIKO})
    with app.app_context():
        (letter,) = letters()
        assert letter.kind is NoticeKind.ACCOUNT
        assert letter.details["subject"] == "Set a new password"
        link = re.search(r"http://[^/]+(/account/reset/\S+)", letter.details["text"])
        assert link is not None
        assert link[0] in letter.details["html"]
    answer = client.post(link[1], data={"password": NEW, "password_confirm": NEW})
    assert answer.headers["Location"] == "/account/sign-in"
    assert sign_in(client) == 422
    assert sign_in(client, password=NEW) == 302
    with app.app_context():
        assert [one.details["subject"] for one in letters()][1:] == ["Your password was changed"]
    assert client.get(link[1]).status_code == 302  # spent: back to where a new one is asked for


def test_a_reset_for_an_unknown_address_owes_no_letter_and_says_the_same(
    app: Flask, client: FlaskClient
) -> None:
    add(app)
    answers = [
        client.post("/account/reset", data={"email": email}, follow_redirects=True)
        for email in (KEIKO, "nobody@tokyo.example", "no address")
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert len({re.sub(r'value="[^"]*"', "", answer.text) for answer in answers}) == 1
    with app.app_context():
        assert len(letters()) == 1


def test_a_letter_names_the_public_address_whatever_the_request_says(app: Flask, client: FlaskClient) -> None:
    add(app)
    client.post("/account/reset", data={"email": KEIKO}, headers={"Host": "evil.example"})
    with app.app_context():
        (letter,) = letters()
        assert app.config["PUBLIC_URL"] in letter.details["text"]
        assert "evil" not in letter.details["text"] + letter.details["html"]


def test_a_changed_password_signs_every_other_browser_out(app: Flask, client: FlaskClient) -> None:
    add(app)
    other = app.test_client()
    assert sign_in(client) == sign_in(other) == 302
    form = {"password": PASSWORD, "new_password": NEW, "new_password_confirm": NEW}
    assert client.post("/account/change", data=form).headers["Location"] == "/account/"
    assert is_signed_in(client)
    assert not is_signed_in(other)


def test_a_link_signs_in_once_and_only_by_its_button(app: Flask, client: FlaskClient) -> None:
    add(app)
    path = once(app)
    assert client.get(path).status_code == 200
    assert not is_signed_in(client)
    assert client.post(path).status_code == 303
    assert is_signed_in(client)
    client.post("/account/sign-out")
    assert client.post(path).status_code == 410
    assert not is_signed_in(client)


def test_a_link_is_no_way_around_a_second_factor(app: Flask, client: FlaskClient) -> None:
    add(app)
    sign_in(client)
    enrol(client)
    client.post("/account/sign-out")
    answer = client.post(once(app), follow_redirects=True)
    assert answer.request.path == "/account/sign-in"
    assert "This account has a second factor." in answer.text
    assert not is_signed_in(client)


def test_an_account_that_is_stopped_is_signed_out_at_once(app: Flask, client: FlaskClient) -> None:
    add(app, "root@tokyo.example", RoleName.ADMINISTRATOR)
    add(app)
    sign_in(client)
    path = once(app)
    with app.app_context():
        accounts.set_active(account().id, False, by=SYSTEM, now=clock.now())
    assert not is_signed_in(client)
    sign_in(client)
    client.post(path)
    assert not is_signed_in(client)


def test_a_letter_is_in_the_language_of_the_account_and_not_of_who_asks(
    app: Flask, client: FlaskClient
) -> None:
    add(app)
    with app.app_context():
        accounts.edit_own(account().id, name="Keiko", language="ja", zone=None, by=SYSTEM, now=clock.now())
    client.post("/account/reset", data={"email": KEIKO}, headers={"Accept-Language": "en"})
    with app.app_context():
        (letter,) = letters()
        assert letter.details["subject"] == "新しいパスワードを設定する"
