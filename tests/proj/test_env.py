"""The environment is read strictly. A wrong value stops the process and says how to fix it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from launch.environment import as_lines
from proj import env


def read(name: str, value: str, attribute: str = "") -> subprocess.CompletedProcess[str]:
    """What a process of its own reads of the variable `name`."""
    return subprocess.run(
        [sys.executable, "-c", f"from proj import env; print(env.{attribute or name})"],
        cwd=settings.BASE_DIR,
        env={**os.environ, name: value},
        capture_output=True,
        text=True,
        check=False,
    )


def database(url: str) -> subprocess.CompletedProcess[str]:
    return read("DATABASE_URL", url, "DATABASE")


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        (
            "postgresql://user:p%40ss@host:5432/name",
            {"NAME": "name", "USER": "user", "PASSWORD": "p@ss", "HOST": "host", "PORT": "5432"},
        ),
        ("postgres://host/name", {"NAME": "name", "HOST": "host"}),
        ("postgresql://[::1]:5433/name", {"NAME": "name", "HOST": "::1", "PORT": "5433"}),
        ("postgresql://%2Frun%2Fpg/name", {"NAME": "name", "HOST": "/run/pg"}),
        ("postgresql://a:1,b:2/name", {"NAME": "name", "HOST": "a,b", "PORT": "1,2"}),
        (
            "postgresql://host/name?sslmode=require",
            {"NAME": "name", "HOST": "host", "OPTIONS": {"sslmode": "require"}},
        ),
    ],
)
def test_the_address_of_the_database_is_read_as_postgresql_does(
    url: str, parts: dict[str, object]
) -> None:
    empty = {"NAME": "", "USER": "", "PASSWORD": "", "HOST": "", "PORT": "", "OPTIONS": {}}

    assert database(url).stdout.strip() == str({**empty, **parts})


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://user:secret@host:port/name",
        "postgresql://user:secret%zz@host/name",
        "postgresql://user:secret@word@host/name",
        "postgresql://user:secret/word@host/name",
        "postgresql://user:secret@host/name?no=parameter",
    ],
)
def test_a_malformed_address_of_the_database_stops_the_process_and_hides_the_password(
    url: str,
) -> None:
    done = database(url)

    assert done.returncode != 0
    assert done.stderr.splitlines()[-1].endswith(
        "DATABASE_URL is not an address that PostgreSQL can read. Write it like "
        "postgresql://user:password@host:5432/peermetrics, and special characters of the user "
        "name and the password as %xx, for example @ as %40."
    )
    assert "secret" not in done.stderr


@pytest.mark.parametrize("url", ["", "mysql://host/name"])
def test_an_address_of_no_postgresql_stops_the_process(url: str) -> None:
    done = database(url)

    assert done.returncode != 0
    assert "for example" in done.stderr.splitlines()[-1]
    assert "postgresql://user:password@host:5432/peermetrics" in done.stderr


def test_variables_that_are_not_set_are_taken_from_the_file_of_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "environ", {"GIVEN": "by the person"})
    file = tmp_path / "env"
    file.write_text(as_lines({"GIVEN": "by the file", "SECRET_KEY": "'a=b' #\"c\\n"}))

    env.read_file(file)

    assert os.environ == {"GIVEN": "by the person", "SECRET_KEY": "'a=b' #\"c\\n"}


def test_the_file_of_run_may_be_absent(tmp_path: Path) -> None:
    env.read_file(tmp_path / "env")


WEB_URL = "PEERMETRICS_WEB_URL"


@pytest.mark.parametrize(
    ("value", "url"),
    [
        ("", "None"),
        ("  ", "None"),
        ("https://peermetrics.example.com/", "https://peermetrics.example.com"),
        ("http://metrics:8080", "http://metrics:8080"),
        ("http://[::1]:8080/some/path//", "http://[::1]:8080/some/path"),
    ],
)
def test_the_address_of_peermetrics_pages_may_be_given(value: str, url: str) -> None:
    assert read(WEB_URL, value).stdout.strip() == url


@pytest.mark.parametrize(
    "value",
    [
        "peermetrics.example.com",
        "ftp://peermetrics.example.com",
        "javascript:alert(1)//",
        "https://",
        "https:///conference",
        "https://user:secret@peermetrics.example.com",
        "https://peermetrics.example.com/?next=/",
        "https://peermetrics.example.com/#top",
        "https://peermetrics .example.com",
        "https://peermetrics.example.com:port",
    ],
)
def test_an_address_that_a_path_cannot_be_appended_to_stops_the_process(value: str) -> None:
    done = read(WEB_URL, value)

    assert done.returncode != 0
    assert f"{WEB_URL} must be an http:// or https:// address" in done.stderr
