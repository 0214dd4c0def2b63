"""A password can be guessed ten times a minute, in the API and in the admin together."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings
from rest_framework.test import APIClient

PASSWORD = "correct horse battery staple"
ADDRESS = "192.0.2.1"

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def quick_hashes(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def in_the_admin(
    username: str, password: str = "wrong", address: str = ADDRESS, query: str = ""
) -> Any:
    body = {"username": username, "password": password}
    return Client(REMOTE_ADDR=address).post(f"/admin/login/{query}", body)


def in_the_api(username: str, address: str = ADDRESS) -> int:
    body = {"username": username, "password": "wrong"}
    return APIClient(REMOTE_ADDR=address).post("/v1/session", body).status_code


def test_the_admin_takes_ten_guesses_of_one_username_from_one_address() -> None:
    answers = [in_the_admin("ada").status_code for _ in range(11)]

    assert answers == [200] * 10 + [429]
    assert in_the_admin("bob").status_code == 200
    assert in_the_admin("ada", address="192.0.2.2").status_code == 200


def test_a_refused_login_of_the_admin_says_when_to_try_again(superuser: User) -> None:
    for _ in range(10):
        in_the_admin("ada")

    refused = in_the_admin("ada", PASSWORD)

    assert (refused.status_code, refused.json()["error_code"]) == (429, "rate_limited")
    assert refused.json()["message"].endswith(f"Try again in {refused['Retry-After']} s.")
    assert refused["Content-Type"] == "application/problem+json"


def test_guesses_in_the_admin_and_in_the_api_are_counted_together() -> None:
    assert [in_the_api("ada") for _ in range(5)] == [400] * 5
    assert [in_the_admin("ada").status_code for _ in range(5)] == [200] * 5

    assert (in_the_api("ada"), in_the_admin("ada").status_code) == (429, 429)


def test_the_spellings_of_a_username_are_counted_together() -> None:
    spellings = ["ada", "ADA", "Ada", " ada", "ada\t", "\u3000ada", "\uff41da", "AD\uff21", "ada"]
    answers = [in_the_admin(name).status_code for name in [*spellings, "ada"]]

    assert answers == [200] * 10
    assert [in_the_admin("aDa").status_code, in_the_api("\uff41da")] == [429, 429]


def test_no_query_and_no_form_of_the_address_allows_more_guesses() -> None:
    for n in range(10):
        in_the_admin("ada", query=f"?next=/admin/{n}")
    client = Client(REMOTE_ADDR=ADDRESS)
    guess = {"username": "ada", "password": "wrong"}

    assert in_the_admin("ada", query="?next=/admin/auth/").status_code == 429
    # Other addresses of the admin redirect to its login.
    for address in ("/admin/", "/admin/login", "/admin/auth/user/", "/admin/password_change/"):
        assert client.post(address, guess).status_code in {301, 302}, address
    assert client.put("/admin/login/", guess).status_code == 200  # the body is not read
    assert client.post("//admin/login/", guess).status_code == 404
    assert client.post("/admin/login/", guess, SCRIPT_NAME="/app").status_code == 429


def test_attempts_with_ever_new_usernames_are_limited_in_the_admin_too() -> None:
    answers = [in_the_admin(f"user {n}").status_code for n in range(61)]

    assert answers == [200] * 60 + [429]


def test_changes_of_a_password_take_ten_guesses_in_the_admin_and_the_api_together(
    superuser: User,
) -> None:
    page, api = Client(), APIClient()
    page.force_login(superuser)
    api.force_login(superuser)
    form = {"old_password": "wrong", "new_password1": "x", "new_password2": "x"}
    body = {"current_password": "wrong", "new_password": "x"}

    in_api = [api.put("/v1/session/password", body).status_code for _ in range(5)]
    in_admin = [page.post("/admin/password_change/", form).status_code for _ in range(6)]

    assert in_api == [400] * 5
    assert in_admin == [200] * 5 + [429]
    assert api.put("/v1/session/password", body).status_code == 429
    assert page.get("/admin/password_change/").status_code == 200


def test_the_right_password_is_accepted(superuser: User) -> None:
    assert in_the_admin("ada", PASSWORD).status_code == 302
