"""The bars of an answer: their numbers, and the conditions of the list behind each."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tests.proofs.oracle import STATUSES

# The list's conditions, and the bar's number of conferences.
Bar = tuple[Mapping[str, str], int]


def bars_of(endpoint: str, body: Mapping[str, Any]) -> list[Bar]:
    """Every bar of an answer that counts conferences. `endpoint` is one of BARS."""
    return [bar for row in body["data"] for bar in BARS[endpoint](row)]


def _of_day_or_hour(row: Mapping[str, Any]) -> Iterator[Bar]:
    yield {"day": row["date"]}, row["total"]
    for status in STATUSES:
        yield {"day": row["date"], "status": status}, row[status]


def _of_duration(row: Mapping[str, Any]) -> Iterator[Bar]:
    end = {} if row["max_sec"] is None else {"duration_lt": str(row["max_sec"])}
    yield {"duration_gte": str(row["min_sec"]), **end}, row["count"]


def _of_participants(row: Mapping[str, Any]) -> Iterator[Bar]:
    yield {"participants": str(row["participants"])}, row["conferences"]


def _of_code(row: Mapping[str, Any]) -> Iterator[Bar]:
    yield {"issue_code": row["code"]}, row["conferences"]


BARS: Mapping[str, Callable[[Mapping[str, Any]], Iterator[Bar]]] = {
    "conferences/summary": _of_day_or_hour,
    "conferences/duration-summary": _of_duration,
    "conferences/participant-count-summary": _of_participants,
    "issues/summary": _of_code,
}
