"""Settings of logs and metrics: a wrong value stops the start and says how to mend it."""

import os
import subprocess

import pytest

from launch.paths import PYTHON, ROOT


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"LOG_FORMAT": "xml"}, "LOG_FORMAT must be one of json, text, not 'xml'."),
        (
            {"LOG_LEVEL": "loud"},
            "LOG_LEVEL must be one of DEBUG, INFO, WARNING, ERROR, not 'loud'.",
        ),
        (
            {"PROMETHEUS_MULTIPROC_DIR": "nowhere"},
            "PROMETHEUS_MULTIPROC_DIR must be a folder that exists, that is empty when the ",
        ),
        ({"HSTS_SECONDS": "a year"}, "HSTS_SECONDS must be a whole number from 0, not 'a year'."),
        ({"METRICS_PORT": "9188"}, "METRICS_PORT makes a worker tell what its processes count, "),
    ],
)
def test_a_wrong_value_is_named(given: dict[str, str], said: str) -> None:
    ended = subprocess.run(
        [PYTHON, "-c", "import proj.env"],
        cwd=ROOT,
        env={**os.environ, **given},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 1
    assert ended.stderr.splitlines()[-1].partition("ImproperlyConfigured: ")[2].startswith(said)
