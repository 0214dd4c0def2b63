"""The OpenAPI schema: complete, and the file that the dashboard's types are made from."""

from pathlib import Path

from django.conf import settings
from django.core.management import call_command


def test_the_schema_has_no_warning_and_its_file_is_up_to_date(tmp_path: Path) -> None:
    generated = tmp_path / "openapi.yaml"

    call_command("spectacular", file=str(generated), validate=True, fail_on_warn=True)

    committed = settings.BASE_DIR / "api" / "openapi.yaml"
    assert generated.read_text() == committed.read_text(), (
        "run manage.py spectacular --file api/openapi.yaml, then npm run types in web/"
    )
