"""Conditions of GET /v1/conferences about one session: its versions and its city."""

from typing import Any
from uuid import UUID

import pytest
from rest_framework.test import APIClient

from tests import raw
from tests.api.lists.scene import Scene, names

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def app_id() -> UUID:
    return raw.app()


@pytest.fixture
def scene(app_id: UUID) -> Scene:
    return Scene(app_id)


def platform(browser: str, browser_version: Any, os: str, os_version: Any) -> dict[str, Any]:
    return {
        "browser": {"name": browser, "version": browser_version},
        "os": {"name": os, "version": os_version},
    }


def place(city: Any, country: str, **values: Any) -> dict[str, Any]:
    return {"city": city, "country_code": country, "latitude": 52.5, "longitude": 13.4, **values}


def test_a_version_is_the_one_counted(client: APIClient, app_id: UUID, scene: Scene) -> None:
    for name, seen in [
        ("major", platform("Chrome", "120.0.6099.71", "Linux", " 6.1 ")),
        ("none", platform("Chrome", None, "Linux", ["6.1"])),
        ("other", platform("Chrome", "12", "Linux", "6")),
    ]:
        scene.session(scene.conference(name), platform=seen)

    assert names(client, app_id, browser_version="120") == "major"
    assert names(client, app_id, browser_version="120.0.6099.71") == ""
    assert names(client, app_id, browser_version="Unknown") == "none"
    assert names(client, app_id, os_version="6.1") == "major"
    assert names(client, app_id, os_version="Unknown") == "none"
    assert names(client, app_id, os_version="") == "major none other"


def test_one_session_must_meet_versions_city_and_filters_together(
    client: APIClient, app_id: UUID, scene: Scene
) -> None:
    """`one` has all values in one session, `two` has them in two sessions."""
    one, two = scene.conference("one"), scene.conference("two")
    berlin, paris = place("Berlin", "DE"), place("Paris", "FR")
    scene.session(one, platform=platform("Chrome", "1", "Linux", "5"), geo_ip=berlin)
    scene.session(one, platform=platform("Firefox", "2", "Windows", "11"), geo_ip=paris)
    scene.session(two, platform=platform("Chrome", "2", "Windows", "5"), geo_ip=paris)
    scene.session(two, platform=platform("Firefox", "1", "Linux", "11"), geo_ip=berlin)

    assert names(client, app_id, browser_version="1") == "one two"
    assert names(client, app_id, browser="Chrome", browser_version="1") == "one"
    assert names(client, app_id, browser_version="1", os_version="5") == "one"
    assert names(client, app_id, browser_version="1", city="Berlin") == "one two"
    assert names(client, app_id, os_version="5", city="Berlin") == "one"
    assert names(client, app_id, os="Windows", os_version="11") == "one"
    assert names(client, app_id, browser=["Chrome", "Firefox"], os_version="11") == "one two"


def test_a_city_is_one_that_is_on_the_map(client: APIClient, app_id: UUID, scene: Scene) -> None:
    for name, geo_ip in [
        ("DE", place(" Frankfurt ", "DE")),
        ("PL", place("Frankfurt", "PL")),
        ("nowhere", place("Frankfurt", "DE", latitude=None)),
        ("no city", place(None, "DE")),
    ]:
        scene.session(scene.conference(name), geo_ip=geo_ip)

    assert names(client, app_id, city="Frankfurt") == "DE PL"
    assert names(client, app_id, city="Frankfurt", country="DE") == "DE"
    assert names(client, app_id, city="frankfurt") == ""
    assert names(client, app_id, city="Unknown") == ""


def test_an_inactive_session_meets_nothing(client: APIClient, app_id: UUID, scene: Scene) -> None:
    seen, there = platform("Chrome", "1", "Linux", "5"), place("Berlin", "DE")
    for name, is_active in (("active", True), ("inactive", False)):
        scene.session(scene.conference(name), is_active=is_active, platform=seen, geo_ip=there)

    conditions: list[dict[str, Any]] = [
        {"browser_version": "1"},
        {"os_version": "5"},
        {"city": "Berlin"},
    ]
    for condition in conditions:
        assert names(client, app_id, **condition) == "active"


def test_conditions_about_other_rows_may_be_met_by_other_sessions(
    client: APIClient, app_id: UUID, scene: Scene
) -> None:
    conference = scene.conference("both")
    scene.session(conference, platform=platform("Chrome", "1", "Linux", "5"))
    other = scene.session(conference, platform=platform("Chrome", "2", "Linux", "5"))
    raw.issue(conference, other, code="ice_failed")

    asked = {"browser": "Chrome", "issue_code": "ice_failed"}
    assert names(client, app_id, browser_version="1", **asked) == "both"
    assert names(client, app_id, browser_version="3", **asked) == ""
