"""The table, as text for a terminal and as Markdown.

The column `ratio` is the figure divided by that beside it. With an x: how many times faster.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from benchmark.rows import Measured, Row

_HEAD = ("what", "figure", "unit", "beside it", "its figure", "ratio", "target", "reached")
_RIGHT = {1, 4, 5}  # columns of numbers


def head(about: Mapping[str, Any]) -> str:
    """One line about the run and the machine."""
    return (
        f"{about['conferences']:,} conferences. {about['cores']} cores ({about['cpu']}), "
        f"{about['memory_gib']} GiB, {about['postgresql'].partition(' on ')[0]}, "
        f"Python {about['python']}, commit {about['commit'][:12]}, {about['at']}."
    )


def text(measured: Sequence[Measured]) -> str:
    return "\n".join(line for one in measured for line in _lines(one))


def _lines(one: Measured) -> Iterator[str]:
    yield f"\n{one.title} ({one.seconds:.0f} s)"
    if one.rows:
        cells = [_HEAD, *(_cells(row) for row in one.rows)]
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        yield from (_line(line, widths) for line in cells)
    if one.left_out:
        yield f"Not measured: {one.left_out}"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [
        cell.rjust(width) if column in _RIGHT else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return "  ".join(padded).rstrip()


def markdown(measured: Sequence[Measured]) -> str:
    """One table for each measure, under its title."""
    return "\n\n".join("\n".join(_table(one)) for one in measured)


def _table(one: Measured) -> Iterator[str]:
    yield f"### {one.title}\n"
    if one.rows:
        yield f"| {' | '.join(_HEAD)} |"
        yield (
            "|"
            + "|".join("---:" if column in _RIGHT else "---" for column in range(len(_HEAD)))
            + "|"
        )
        yield from (f"| {' | '.join(_cells(row))} |" for row in one.rows)
    if one.left_out:
        yield f"\nNot measured: {one.left_out}"


def _cells(row: Row) -> tuple[str, ...]:
    return (
        row.what,
        number(row.figure),
        row.unit,
        row.peer,
        number(row.peer_figure),
        f"{number(row.ratio)} x" if row.faster and row.ratio else number(row.ratio),
        str(row.target or ""),
        {True: "yes", False: "NO", None: ""}[row.is_reached],
    )


def number(value: float | None) -> str:
    """Three digits, without an exponent."""
    if value is None:
        return ""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}" if abs(value) >= 0.001 or value == 0 else f"{value:.4f}"
