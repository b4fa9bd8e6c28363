"""What Flask-Security refuses and confirms is said in our words, and with the status of a refusal."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_security.core import _default_messages
from flask_security.forms import _default_field_labels

from tests.support.accounts import KEIKO, PASSWORD, add, begin_enrolling, enrol, sign_in
from tests.support.reading import read
from webinars.web.accounts.words import MESSAGES

NEW = "another horse battery staple"


def constant(text: str) -> str:
    """Return the longest piece of a text between the places that are filled in."""
    return max(re.split(r"%\(\w+\)[sd]?", text), key=len).strip()


THEIRS = {
    piece
    for text in (*(text for text, _ in _default_messages.values()), *_default_field_labels.values())
    if len(piece := constant(text)) > 8  # shorter ones, like "Password", are ours as well
}


def words(text: str) -> str:
    """Return what is read on a page, once it is sure that none of it is the library's."""
    read_words = read(text).words
    assert sorted(one for one in THEIRS if one in read_words) == []
    return read_words


def says(name: str) -> str:
    return constant(MESSAGES[name][0])


def test_every_message_of_ours_replaces_one_of_the_library() -> None:
    assert sorted(MESSAGES.keys() - _default_messages.keys()) == []


def test_a_wrong_password_is_said_once(app: Flask, client: FlaskClient) -> None:
    answer = client.post("/account/sign-in", data={"email": "", "password": ""})
    assert answer.status_code == 422
    assert words(answer.text).count(says("GENERIC_AUTHN_FAILED")) == 1


def test_a_stranger_is_asked_to_sign_in(client: FlaskClient) -> None:
    answer = client.get("/organise/", follow_redirects=True)
    assert says("UNAUTHENTICATED") in words(answer.text)


@pytest.mark.parametrize(
    ("posted", "message"),
    [
        ({"password": "wrong"}, "INVALID_PASSWORD"),
        ({"password": ""}, "PASSWORD_NOT_PROVIDED"),
        ({"new_password": "short", "new_password_confirm": "short"}, "PASSWORD_INVALID_LENGTH"),
        ({"new_password_confirm": "something else"}, "RETYPE_PASSWORD_MISMATCH"),
        ({"new_password": PASSWORD, "new_password_confirm": PASSWORD}, "PASSWORD_IS_THE_SAME"),
        ({"new_password": "", "new_password_confirm": ""}, "PASSWORD_NOT_PROVIDED"),
    ],
)
def test_a_password_that_cannot_be_kept_is_refused_at_its_field(
    app: Flask, client: FlaskClient, posted: dict[str, str], message: str
) -> None:
    add(app)
    sign_in(client)
    form = {"password": PASSWORD, "new_password": NEW, "new_password_confirm": NEW}
    answer = client.post("/account/change", data=form | posted)
    assert answer.status_code == 422
    assert says(message) in words(answer.text)


def test_a_password_that_is_kept_is_confirmed(app: Flask, client: FlaskClient) -> None:
    add(app)
    sign_in(client)
    form = {"password": PASSWORD, "new_password": NEW, "new_password_confirm": NEW}
    answer = client.post("/account/change", data=form, follow_redirects=True)
    assert answer.request.path == "/account/"
    assert says("PASSWORD_CHANGE") in words(answer.text)


def test_the_way_through_a_forgotten_password_is_in_our_words(app: Flask, client: FlaskClient) -> None:
    add(app)
    words(client.get("/account/reset").text)
    answer = client.post("/account/reset", data={"email": KEIKO})
    assert says("PASSWORD_RESET_REQUEST") in words(answer.text)
    answer = client.get("/account/reset/forged", follow_redirects=True)
    assert says("INVALID_RESET_PASSWORD_TOKEN") in words(answer.text)


def test_a_password_asked_for_again_is_refused_and_confirmed(app: Flask, client: FlaskClient) -> None:
    add(app)
    sign_in(client)
    with client.session_transaction() as session:
        session["fs_paa"] = session["fs_gexp"] = 0  # signed in long ago
    asked = client.get("/account/tf-setup", follow_redirects=True)
    assert asked.request.path == "/account/verify"
    assert says("REAUTHENTICATION_REQUIRED") in words(asked.text)
    answer = client.post("/account/verify", data={"password": "wrong"})
    assert answer.status_code == 422
    assert says("INVALID_PASSWORD") in words(answer.text)
    answer = client.post(
        "/account/verify?next=/account/tf-setup", data={"password": PASSWORD}, follow_redirects=True
    )
    assert answer.request.path == "/account/tf-setup"
    assert says("REAUTHENTICATION_SUCCESSFUL") in words(answer.text)


def test_the_second_factor_is_set_up_in_our_words(app: Flask, client: FlaskClient) -> None:
    add(app)
    sign_in(client)
    words(client.get("/account/tf-setup").text)
    answer = client.post("/account/tf-setup", data={"setup": "sms"})
    assert answer.status_code == 422
    words(client.post("/account/tf-setup", data={"setup": "authenticator"}).text)
    totp = begin_enrolling(client)
    answer = client.post("/account/tf-validate", data={"code": "no code"})
    assert says("TWO_FACTOR_INVALID_TOKEN") in words(answer.text)
    answer = client.post("/account/tf-validate", data={"code": totp.now()}, follow_redirects=True)
    assert says("TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL") in words(answer.text)
    words(client.get("/account/mf-recovery-codes").text)
    answer = client.post("/account/tf-setup", data={"setup": "disable"}, follow_redirects=True)
    assert says("TWO_FACTOR_DISABLED") in words(answer.text)


def test_the_second_factor_is_asked_for_in_our_words(app: Flask, client: FlaskClient) -> None:
    add(app)
    sign_in(client)
    enrol(client)
    client.post("/account/sign-out")
    answer = client.get("/account/tf-validate", follow_redirects=True)
    assert says("TWO_FACTOR_PERMISSION_DENIED") in words(answer.text)
    sign_in(client)
    words(client.get("/account/tf-validate").text)
    answer = client.post("/account/tf-validate", data={"code": ""})
    assert answer.status_code == 422
    words(answer.text)
    answer = client.post("/account/mf-recovery", data={"code": "wrong"})
    assert answer.status_code == 422
    assert says("INVALID_RECOVERY_CODE") in words(answer.text)
