"""Migrations do not depend on today's definitions: old ones do what they always did."""

import ast
import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from rollups.pipeline import capture
from tests.peermetrics import OPEN_FUNCTIONS, Installation, empty_database
from tests.project import OURS

pytestmark = pytest.mark.servers

HERE = Path(__file__).parent

TRIGGERS_OF_TODAY = "SELECT count(*) FROM pg_proc WHERE prosrc LIKE '%rollups.missed_change%'"

MIGRATIONS = sorted(
    file
    for app in apps.get_app_configs()
    if app.name in OURS
    for file in Path(app.path).glob("migrations/[0-9]*.py")
)


@pytest.fixture
def alone() -> Iterator[Installation]:
    """An empty database that belongs to us alone."""
    with empty_database() as made:
        yield made


@pytest.mark.parametrize("file", MIGRATIONS, ids=lambda file: f"{file.parts[-3]}.{file.stem}")
def test_a_migration_imports_nothing_of_the_code(file: Path) -> None:
    imported = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(node.module or "")

    assert [name for name in imported if name.partition(".")[0] in OURS] == []


@pytest.mark.parametrize("version", ["0008", "0009"])
def test_a_database_of_a_former_version_is_brought_up_to_date_with_its_data(
    alone: Installation, version: str
) -> None:
    alone.load(gzip.decompress((HERE / f"{version}.sql.gz").read_bytes()).decode())
    counted = "SELECT * FROM rollups.conference_status ORDER BY 1, 2, 3, 4"
    before = alone.execute(counted)

    alone.manage("migrate", "-v0", role="")

    # Facts and these rows are what they were: nothing is rebuilt from raw rows, and answers stay.
    assert alone.execute(counted) == before != []
    assert alone.execute("SELECT count(*) FROM rollups.backfill_day") == [(0,)]
    assert alone.manage("audit", role="") == "0 differences found.\n"
    assert alone.execute(TRIGGERS_OF_TODAY) == [(len(capture.digests()),)]
    assert alone.execute(OPEN_FUNCTIONS) == [("setup_bucket_width",)]
    alone.manage("refresh", role="")  # of the rows queued before the upgrade
    assert alone.manage("audit", role="") == "0 differences found.\n"
