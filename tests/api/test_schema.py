"""The OpenAPI schema is complete. The dashboard's types are generated from its file."""

from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command
from drf_spectacular.generators import SchemaGenerator
from rest_framework.test import APIClient

COMMITTED = settings.BASE_DIR / "api" / "openapi.yaml"


def test_the_schema_has_no_warning_and_its_file_is_up_to_date(tmp_path: Path) -> None:
    generated = tmp_path / "openapi.yaml"

    call_command("spectacular", file=str(generated), validate=True, fail_on_warn=True)

    assert generated.read_text() == COMMITTED.read_text(), (
        "run manage.py spectacular --file api/openapi.yaml, then npm run types in web/"
    )


@pytest.mark.usefixtures("database")
def test_the_schema_is_given_to_everybody_as_it_was_generated() -> None:
    response = APIClient().get("/v1/schema")

    assert response.status_code == 200
    assert response["Content-Type"] == "application/vnd.oai.openapi; charset=utf-8"
    assert response.content == COMMITTED.read_bytes()
    again = APIClient().get("/v1/schema", headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert APIClient().post("/v1/schema").status_code == 405


@pytest.mark.usefixtures("database")
def test_no_request_makes_the_server_generate_the_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SchemaGenerator, "get_schema", None)

    assert APIClient().get("/v1/schema").status_code == 200


def test_every_refusal_is_declared_as_a_problem() -> None:
    operations = [
        operation
        for methods in yaml.safe_load(COMMITTED.read_text())["paths"].values()
        for operation in methods.values()
    ]
    refusals = [
        (operation["operationId"], status, list(response["content"]))
        for operation in operations
        for status, response in operation["responses"].items()
        if int(status) >= 400
    ]

    assert {types for *_, (types,) in refusals} == {"application/problem+json"}
    assert {name for name, *_ in refusals} == {one["operationId"] for one in operations}
