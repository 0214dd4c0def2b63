"""The facts of the machine and of the servers, for the JSON."""

import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil
import psycopg2

from launch.paths import ROOT


def facts(database: str, wrk: str | None) -> dict[str, Any]:
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": _said("git", "rev-parse", "HEAD"),
        "changed_files": len(_said("git", "status", "--porcelain").splitlines()),
        "cpu": _cpu(),
        "cores": psutil.cpu_count(),
        "memory_gib": round(psutil.virtual_memory().total / 2**30, 1),
        "system": platform.platform(),
        "python": platform.python_version(),
        "wrk": _said(wrk, "-v").partition("\n")[0] if wrk else None,
        **_of_postgres(database),
    }


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


def _said(*argv: str) -> str:
    """What the program prints. Empty if it is not there."""
    try:
        done = subprocess.run(argv, cwd=ROOT, check=False, capture_output=True, text=True)
    except OSError:
        return ""
    return done.stdout.strip()


def _of_postgres(database: str) -> dict[str, Any]:
    """Its version, and the settings that are not its defaults. Addresses and files are left out."""
    connection = psycopg2.connect(database)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute("SELECT version()")
            (version,) = cursor.fetchone() or ("",)
            cursor.execute(
                "SELECT name, current_setting(name) FROM pg_settings "
                "WHERE source IN ('command line', 'configuration file', 'database', 'user') "
                "AND category !~ 'File Locations|Connections|Preset|Reporting|Locale' "
                "ORDER BY name"
            )
            return {"postgresql": version, "postgresql_settings": dict(cursor.fetchall())}
    finally:
        connection.close()
