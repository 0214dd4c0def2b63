"""Schemathesis asks the API, and compares its answers with the schema.

It asks a real web server with a login. The app has a row of everything that is counted.
"""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from rest_framework.authtoken.models import Token

from launch.paths import BIN, ROOT
from launch.ports import free_port
from launch.services import product
from peermetrics.models import Session
from tests import raw
from tests.browser.scenes import busy_app
from tests.process import environment, running

CSRF = "a" * 32


@pytest.fixture
def website(database: None, tmp_path: Path) -> Iterator[str]:
    """The URL of a web server without a limit of requests."""
    port = free_port()
    environ = {**environment(), "RATE_LIMIT_PER_MINUTE": "1000000"}
    with running(product(port, environ)[:1], tmp_path):
        yield f"http://127.0.0.1:{port}"


def test_the_answers_are_as_the_schema_says(website: str, superuser: User) -> None:
    app_id = raw.app()
    busy_app(app_id)
    session = Session.objects.earliest("created_at")
    ids = {
        "APP": app_id,
        "CONFERENCE": session.conference_id,
        "PARTICIPANT": session.participant_id,
        "SESSION": session.pk,
    }
    token = Token.objects.create(user=superuser)

    asked = subprocess.run(
        [
            *(str(BIN / "schemathesis"), "--no-color"),
            *("--config-file", "tests/api/schemathesis.toml"),
            *("run", "api/openapi.yaml", "--url", website),
            *("--phases", "coverage,fuzzing"),
            *("--header", f"Authorization:Token {token}"),
            # So that no request is refused for its CSRF token.
            *("--header", f"Cookie:csrftoken={CSRF}", "--header", f"X-CSRFToken:{CSRF}"),
        ],
        cwd=ROOT,
        env={
            **environment(),
            "SCHEMATHESIS_HOOKS": "tests.api.schemathesis_hooks",
            **{name: str(value) for name, value in ids.items()},
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )

    assert asked.returncode == 0, asked.stdout + asked.stderr
