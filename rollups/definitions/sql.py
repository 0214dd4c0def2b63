"""Texts in SQL: the files of the statistics, and the parts of statements that are put together."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from textwrap import indent

STATISTICS = Path(__file__).parent.parent / "statistics"
UNION = "\nUNION\n"
FUNCTIONS = Path(__file__).parent / "functions.sql"


@cache
def files() -> dict[str, Path]:
    """The SQL files of the statistics, by name: that of a fact, bridge, rollup or view."""
    found = [path for path in sorted(STATISTICS.rglob("*.sql")) if path.name != "functions.sql"]
    return {path.stem: path for path in found}


@cache
def sql_of(name: str) -> str:
    """The text of `<name>.sql`."""
    return files()[name].read_text().strip()


def room_of(name: str) -> str:
    """The room of the statistics that `<name>.sql` lies in."""
    return files()[name].parent.name


@cache
def functions() -> dict[str, str]:
    """The files of functions, by the room that they lie in, in the order to create them."""
    paths = [FUNCTIONS, *sorted(STATISTICS.rglob("functions.sql"))]
    return {path.parent.name: path.read_text().strip() for path in paths}


def commas(items: Iterable[str]) -> str:
    return ", ".join(items)


def ands(items: Iterable[str]) -> str:
    return " AND ".join(items)


def with_list(parts: Mapping[str, str], how: str = "NOT MATERIALIZED") -> str:
    """`WITH name AS (sql), ...` for the parts, in order.

    As a rule they are not materialized, so that the planner sees through the names to the tables
    and constants behind. It guesses badly at the size of what is materialized.
    """
    return "WITH " + ",\n".join(part(name, sql, how) for name, sql in parts.items())


def part(name: str, sql: str, how: str) -> str:
    """`name AS (sql)`, laid out for people: the parts of a part are indented."""
    return f"{name} AS {how} (\n{indent(sql.strip(), '    ')}\n)"
