"""SQL as text: the files of the statistics, and building blocks of statements."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from textwrap import indent

STATISTICS = Path(__file__).parent.parent / "statistics"
UNION = "\nUNION\n"
FUNCTIONS = Path(__file__).parent / "functions.sql"


@cache
def files() -> dict[str, Path]:
    """The SQL files of the statistics, by the name of the fact, bridge, rollup or view."""
    found = [path for path in sorted(STATISTICS.rglob("*.sql")) if path.name != "functions.sql"]
    return {path.stem: path for path in found}


@cache
def sql_of(name: str) -> str:
    """The text of `<name>.sql`."""
    return files()[name].read_text().strip()


def room_of(name: str) -> str:
    """The folder in the statistics that holds `<name>.sql`."""
    return files()[name].parent.name


@cache
def functions() -> dict[str, str]:
    """The files of functions, by their folder, in the order to create them."""
    paths = [FUNCTIONS, *sorted(STATISTICS.rglob("functions.sql"))]
    return {path.parent.name: path.read_text().strip() for path in paths}


def commas(items: Iterable[str]) -> str:
    return ", ".join(items)


def ands(items: Iterable[str]) -> str:
    return " AND ".join(items)


def with_list(parts: Mapping[str, str], how: str = "NOT MATERIALIZED") -> str:
    """`WITH name AS (sql), ...` for the parts, in order.

    They are not materialized by default: the planner then sees the tables and constants behind the
    names. It guesses the size of materialized rows badly.
    """
    return "WITH " + ",\n".join(part(name, sql, how) for name, sql in parts.items())


def part(name: str, sql: str, how: str) -> str:
    """`name AS (sql)`, laid out for people: the parts of a part are indented."""
    return f"{name} AS {how} (\n{indent(sql.strip(), '    ')}\n)"
