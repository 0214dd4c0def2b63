"""The view that serves the dashboard's build."""

from pathlib import Path

import pytest
from django.test import Client

from web import views


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "index.html"
    monkeypatch.setattr(views, "INDEX", path)
    return path


@pytest.mark.parametrize("address", ["/", "/login", "/apps/some-id", "/apps/some-id/more"])
def test_every_address_of_the_dashboard_gives_the_page(index: Path, address: str) -> None:
    index.write_text("<title>the build</title>")

    response = Client().get(address, {"range": "7d"})

    assert (response.status_code, response.content) == (200, b"<title>the build</title>")
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert response["Cache-Control"] == "no-cache"
    assert "csrftoken" in response.cookies


def test_a_missing_build_says_how_to_make_it(index: Path) -> None:
    response = Client().get("/")

    assert response.status_code == 503
    assert "./run --setup" in response.content.decode()


def test_nothing_can_be_posted_to_the_page(index: Path) -> None:
    index.write_text("<title>the build</title>")

    assert Client().post("/").status_code == 405


def test_an_address_that_is_not_there_gives_the_page_that_says_so(index: Path) -> None:
    index.write_text("<title>the build</title>")

    response = Client().get("/nothing/here")

    assert (response.status_code, response.content) == (404, b"<title>the build</title>")
