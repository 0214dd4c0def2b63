"""/v1/session and /v1/session/password: who is logged in, and a new password."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from pytest_django import Settings
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

PASSWORD = "correct horse battery staple"
NEW = "a quite different one"
LIKE_MAIL = "The password is too similar to the email address."
BAD = "This password is too common. This password is entirely numeric."

pytestmark = pytest.mark.usefixtures("database")


def logged_in(password: str = PASSWORD) -> APIClient:
    client = APIClient()
    answer = client.post("/v1/session", {"username": "ada", "password": password})
    assert answer.status_code == 200, answer.content
    return client


def change(client: APIClient, current: Any = PASSWORD, new: Any = NEW) -> Any:
    passwords = {"current_password": current, "new_password": new}
    return client.put("/v1/session/password", passwords)


def test_without_a_login_the_answer_is_204() -> None:
    response = APIClient().get("/v1/session")

    assert (response.status_code, response.content) == (204, b"")


def test_the_user_who_is_logged_in_is_shown(superuser: User) -> None:
    client = logged_in()
    user = {"username": "ada", "is_superuser": True}
    assert client.get("/v1/session").json() == user

    assert client.delete("/v1/session").status_code == 204

    assert client.get("/v1/session").status_code == 204


def test_a_token_shows_its_user_and_a_wrong_one_is_refused(superuser: User) -> None:
    token = Token.objects.create(user=superuser)

    known = APIClient().get("/v1/session", HTTP_AUTHORIZATION=f"Token {token.key}")
    unknown = APIClient().get("/v1/session", HTTP_AUTHORIZATION="Token x")

    assert known.json()["username"] == "ada"
    assert (unknown.status_code, unknown.json()["error_code"]) == (401, "invalid_token")


def test_a_changed_password_keeps_this_session_and_ends_the_others(superuser: User) -> None:
    here, elsewhere = logged_in(), logged_in()

    assert change(here).status_code == 204

    assert here.get("/v1/session").json()["username"] == "ada"
    assert elsewhere.get("/v1/session").status_code == 204
    assert elsewhere.get("/v1/apps").status_code == 401
    old = {"username": "ada", "password": PASSWORD}
    assert APIClient().post("/v1/session", old).status_code == 400
    logged_in(NEW)


@pytest.mark.parametrize(
    ("current", "new", "parameter", "message"),
    [
        ("wrong", NEW, "current_password", "is not your password."),
        (PASSWORD + " ", NEW, "current_password", "is not your password."),
        ("", NEW, "current_password", "This field may not be blank."),
        (PASSWORD, "", "new_password", "This field may not be blank."),
        (PASSWORD, "12345678", "new_password", BAD),
        (PASSWORD, "ada@example", "new_password", LIKE_MAIL),
        (PASSWORD, ["a"], "new_password", "Not a valid string."),
    ],
)  # fmt: skip
def test_a_password_that_is_refused_is_named_with_the_reason(
    superuser: User, current: Any, new: Any, parameter: str, message: str
) -> None:
    User.objects.update(email="ada@example.com")
    client = logged_in()

    response = change(client, current, new)

    body = response.json()
    assert (response.status_code, body["error_code"]) == (400, "invalid_parameters")
    assert (body["parameter"], body["message"]) == (parameter, f"{parameter}: {message}")
    logged_in()


def test_both_passwords_are_needed(superuser: User) -> None:
    body = logged_in().put("/v1/session/password", {}).json()

    assert body["error_code"] == "missing_parameters"
    assert [error["parameter"] for error in body["errors"]] == ["current_password", "new_password"]


def test_without_a_login_no_password_is_changed(superuser: User) -> None:
    response = change(APIClient())

    assert (response.status_code, response.json()["error_code"]) == (401, "missing_token")


def test_changes_of_a_password_are_limited(superuser: User, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    client = APIClient()
    client.force_login(superuser)

    answers = [change(client, f"guess {n}").status_code for n in range(11)]

    assert answers == [400] * 10 + [429]


def test_another_site_cannot_change_the_password(superuser: User) -> None:
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(superuser)

    response = change(client)

    assert (response.status_code, response.json()["error_code"]) == (403, "csrf_failed")
    logged_in()


def test_the_address_of_the_password_takes_no_get(superuser: User) -> None:
    assert logged_in().get("/v1/session/password").status_code == 405
