"""PROBLEMS: the error codes that a client may get, and where they are described."""

import re

import yaml
from django.conf import settings

from api.errors import PROBLEMS

_BY_STATUS = {(problem.status, code) for code, problem in PROBLEMS.items()}


def test_the_docs_list_every_error_code_with_its_status() -> None:
    errors = (settings.BASE_DIR / "docs" / "api.md").read_text().partition("## Errors")[2]
    rows = re.findall(r"^\| ([\d, ]+) \| (.+) \|$", errors, re.MULTILINE)
    listed = {
        (int(status), code)
        for statuses, codes in rows
        for status in statuses.split(", ")
        for code in re.findall(r"`(\w+)`", codes)
    }

    assert listed >= _BY_STATUS


def test_the_schema_describes_the_error_codes_of_each_status() -> None:
    schema = yaml.safe_load((settings.BASE_DIR / "api" / "openapi.yaml").read_text())
    described = {
        (int(status), code)
        for methods in schema["paths"].values()
        for operation in methods.values()
        for status, response in operation["responses"].items()
        for code in re.findall(r"^\* `(\w+)` - ", response["description"], re.MULTILINE)
    }

    # A 405 and a 500 belong to no operation.
    assert described == {(status, code) for status, code in _BY_STATUS if status not in (405, 500)}
