"""SQL as text: the files of the statistics, and building blocks of statements."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from textwrap import indent

STATISTICS = Path(__file__).parent.parent / "statistics"
UNION = "\nUNION\n"
FUNCTIONS = Path(__file__).parent / "functions.sql"


_COMMENT_OR_TEXT = re.compile(r"--.*|'[^']*'")
_TOKEN = re.compile(r"[(\[]|[)\]]|,|[^\s()\[\],]+|\s+")


@cache
def paths() -> tuple[Path, ...]:
    """The SQL files of the statistics that define something: a fact, bridge or rollup."""
    found = sorted(STATISTICS.rglob("*.sql"))
    return tuple(path for path in found if path.name != "functions.sql")


def files() -> dict[str, Path]:
    """The same, by the name of what each defines."""
    return {path.stem: path for path in paths()}


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


def columns_of(select: str) -> list[str]:
    """The names of the columns that a SELECT gives; `$segment_values` stands for itself.

    The list of columns ends at the first FROM that is not in parentheses.
    """
    code = _COMMENT_OR_TEXT.sub(lambda found: "''" if found[0][0] == "'" else "", select)
    _, _, after = code.partition("SELECT")
    columns, depth = [""], 0
    for token in _TOKEN.findall(after):
        depth += (token in "([") - (token in ")]")
        if depth == 0 and token == "FROM":
            break
        if depth == 0 and token == ",":
            columns.append("")
        else:
            columns[-1] += token
    return [_name_of(column.strip()) for column in columns]


def _name_of(column: str) -> str:
    """Of `c.id AS conference_id`: conference_id; of `c.app_id`: app_id."""
    return re.split(r"[\s.]", column)[-1]


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
