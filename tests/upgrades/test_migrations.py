"""Migrations stand for themselves: whatever comes to be defined, the old ones do what they did."""

import ast
import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from rollups.pipeline import capture
from tests.installation import OPEN_FUNCTIONS, Installation, empty_database
from tests.project import OURS

FORMER = Path(__file__).parent / "0008.sql.gz"  # a database of that version, with rows queued

TRIGGERS_OF_TODAY = "SELECT count(*) FROM pg_proc WHERE prosrc LIKE '%rollups.missed_change%'"

MIGRATIONS = sorted(
    file
    for app in apps.get_app_configs()
    if app.name in OURS
    for file in Path(app.path).glob("migrations/[0-9]*.py")
)


@pytest.fixture
def alone() -> Iterator[Installation]:
    """An empty database of which everything is ours."""
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


def test_a_database_of_a_former_version_is_brought_up_to_date_with_its_data(
    alone: Installation,
) -> None:
    alone.load(gzip.decompress(FORMER.read_bytes()).decode())
    counted = "SELECT * FROM rollups.conference_status ORDER BY 1, 2, 3, 4"
    before = alone.execute(counted)

    alone.manage("migrate", "-v0", role="")

    # The definitions are the same: nothing is built anew, and answers stay.
    assert alone.execute(counted) == before != []
    assert alone.execute("SELECT count(*) FROM rollups.backfill_day") == [(0,)]
    assert alone.execute(TRIGGERS_OF_TODAY) == [(len(capture.digests()),)]
    assert alone.execute(OPEN_FUNCTIONS) == [("setup_bucket_width",)]
    alone.manage("refresh", role="")  # what was queued before
    assert alone.manage("audit", role="") == "0 differences found.\n"
