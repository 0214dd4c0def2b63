"""The environment is read strictly: a wrong value stops the start with a sentence that mends it."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

NAME = "PEERMETRICS_WEB_URL"


def read(value: str) -> subprocess.CompletedProcess[str]:
    """What a process of its own reads of the variable."""
    return subprocess.run(
        [sys.executable, "-c", f"from proj import env; print(env.{NAME})"],
        cwd=settings.BASE_DIR,
        env={**os.environ, NAME: value},
        capture_output=True,
        text=True,
        check=False,
    )


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
    assert read(value).stdout.strip() == url


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
def test_an_address_that_a_path_cannot_be_appended_to_stops_the_start(value: str) -> None:
    done = read(value)

    assert done.returncode != 0
    assert f"{NAME} must be an http:// or https:// address" in done.stderr
