"""How often forms that sign in or send mail may be posted."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.accounts import KEIKO, add, enrol, is_signed_in, next_code, sign_in

TOO_MANY = "Too many tries in a short time."


@pytest.fixture
def limited(make_app: Callable[..., Flask]) -> Flask:
    return make_app(RATE_LIMITS=True)


def statuses(client: FlaskClient, path: str, form: dict[str, str], count: int) -> list[int]:
    return [client.post(path, data=form).status_code for _ in range(count)]


def test_passwords_are_tried_ten_times_a_minute(limited: Flask) -> None:
    client = limited.test_client()
    form = {"email": KEIKO, "password": "wrong horse battery"}
    assert statuses(client, "/account/sign-in", form, 11) == [422] * 10 + [429]
    answer = client.post("/account/sign-in", data=form)
    assert TOO_MANY in answer.text
    assert 0 < int(answer.headers["Retry-After"]) <= 3600
    assert client.get("/account/sign-in").status_code == 200


def test_a_right_password_is_not_tried_either_when_there_were_too_many(limited: Flask) -> None:
    add(limited)
    client = limited.test_client()
    statuses(client, "/account/sign-in", {"email": KEIKO, "password": "wrong horse battery"}, 10)
    assert sign_in(client) == 429
    assert not is_signed_in(client)


def test_letters_are_asked_for_five_times_a_minute(limited: Flask) -> None:
    client = limited.test_client()
    assert statuses(client, "/account/reset", {"email": KEIKO}, 6) == [200] * 5 + [429]


@pytest.mark.parametrize(
    "path", ["/presenters/x/picture", "/presenters/x/assets/y", "/applications/x/files/y"]
)
def test_files_are_sent_by_a_link_twenty_times_a_minute(limited: Flask, path: str) -> None:
    found = statuses(limited.test_client(), path, {}, 21)
    assert [status == 429 for status in found] == [False] * 20 + [True]


def test_a_present_password_is_guessed_ten_times_a_minute(limited: Flask) -> None:
    add(limited)
    client = limited.test_client()
    sign_in(client)
    form = {"password": "wrong horse battery", "new_password": "x" * 12, "new_password_confirm": "x" * 12}
    assert statuses(client, "/account/change", form, 11) == [422] * 10 + [429]


@pytest.mark.parametrize("path", ["/account/tf-validate", "/account/mf-recovery"])
def test_codes_are_tried_ten_times_a_minute_from_whatever_address(limited: Flask, path: str) -> None:
    add(limited)
    client = limited.test_client()
    sign_in(client)
    totp = enrol(client)
    client.post("/account/sign-out")
    sign_in(client)
    tries = [
        client.post(path, data={"code": "no code"}, environ_base={"REMOTE_ADDR": f"10.0.0.{number}"})
        for number in range(11)
    ]
    assert [one.status_code for one in tries] == [422] * 10 + [429]
    assert client.post(path, data={"code": next_code(totp)}).status_code == 429
    assert not is_signed_in(client)


def test_a_link_that_signs_in_is_tried_ten_times_a_minute(limited: Flask) -> None:
    client = limited.test_client()
    assert statuses(client, "/account/once/forged", {}, 11) == [410] * 10 + [429]


def test_an_application_without_limits_has_none_beside_one_with(app: Flask, limited: Flask) -> None:
    form = {"email": KEIKO, "password": "wrong horse battery"}
    assert statuses(app.test_client(), "/account/sign-in", form, 12) == [422] * 12
