"""Migrations do not depend on today's definitions: old ones do what they always did."""

import ast
import gzip
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from rollups.pipeline import capture
from tests.peermetrics import OPEN_FUNCTIONS, Installation, empty_database

pytestmark = pytest.mark.servers

OURS = ("api", "celerybeat", "peermetrics", "proj", "rollups", "simulate", "web")
HERE = Path(__file__).parent
FORMER = HERE / "0008.sql.gz"  # a database of that version, with queued rows

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

    # The definitions are equal: nothing is rebuilt, and answers stay.
    assert alone.execute(counted) == before != []
    assert alone.execute("SELECT count(*) FROM rollups.backfill_day") == [(0,)]
    assert alone.execute(TRIGGERS_OF_TODAY) == [(len(capture.digests()),)]
    assert alone.execute(OPEN_FUNCTIONS) == [("setup_bucket_width",)]
    alone.manage("refresh", role="")  # of the rows queued before the upgrade
    assert alone.manage("audit", role="") == "0 differences found.\n"


# The added statistic: sessions by app version.
DECLARATION = """

SESSION_VERSION = Rollup(
    "session_version",
    SESSION_FACT,
    groups=("app_version",),
    measures=("sessions",),
    view="sessions_by_version",
)
ROLLUPS = (*ROLLUPS, SESSION_VERSION)
"""
STATEMENT = """
SELECT app_id, day, filter_id, segment.app_version, count(*)::int AS sessions
FROM counted JOIN segment ON segment.id = counted.segment_id
GROUP BY app_id, day, filter_id, segment.app_version
"""
VIEW = """
CREATE OR REPLACE VIEW rollups.sessions_by_version AS
SELECT app_id, day, filter_id, app_version, sessions FROM rollups.session_version
"""
MODEL = """

class SessionVersion(RollupRow):
    pk = models.CompositePrimaryKey("app_id", "day", "filter_id", "app_version")
    app_version = models.CharField(max_length=64)
    sessions = models.IntegerField()

    class Meta:
        db_table = "session_version"

    def __str__(self) -> str:
        return self.app_version
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project with one more statistic."""
    copy = tmp_path / "project"
    for name in (*OURS, "launch"):
        shutil.copytree(
            settings.BASE_DIR / name, copy / name, ignore=shutil.ignore_patterns("node_modules")
        )
    shutil.copy(settings.BASE_DIR / "manage.py", copy)
    rollups = copy / "rollups"
    room = rollups / "statistics" / "sessions"
    for file, text in ((room / "definitions.py", DECLARATION), (rollups / "models.py", MODEL)):
        with file.open("a") as opened:
            opened.write(text)
    (room / "session_version.sql").write_text(STATEMENT)
    (room / "sessions_by_version.sql").write_text(VIEW)
    return copy


@pytest.mark.parametrize("filled", [False, True], ids=["empty", "filled"])
def test_a_statistic_that_is_added_later_is_installed_and_filled(
    alone: Installation, project: Path, filled: bool
) -> None:
    if filled:
        alone.load(gzip.decompress(FORMER.read_bytes()).decode())
    alone.use(project)

    alone.manage("makemigrations", "rollups", "-v0", role="")
    alone.manage("migrate", "-v0", role="")
    alone.manage("refresh", role="")

    assert alone.manage("audit", role="") == "0 differences found.\n"
    found = alone.execute(
        "SELECT sum(sessions) FROM rollups.sessions_by_version WHERE filter_id = 0"
    )
    sessions = alone.execute("SELECT count(*) FROM public.app_session WHERE is_active")
    assert (found[0][0] or 0) == sessions[0][0]
    assert (sessions[0][0] > 0) is filled
