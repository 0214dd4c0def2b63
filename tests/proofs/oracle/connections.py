"""Connections by type, and by setup time."""

from datetime import datetime, timedelta
from typing import Any

from tests.proofs.oracle.conferences import in_buckets
from tests.proofs.oracle.counted import counted_connections
from tests.proofs.oracle.query import Query
from tests.proofs.oracle.raw import RawTables, Row
from tests.proofs.oracle.values import inside, time_between

# Lower bounds of the buckets, in milliseconds.
SETUP_TIMES = {
    0: "< 250 ms",
    250: "250 - 500 ms",
    500: "500 - 750 ms",
    750: "750 - 1000 ms",
    1000: "1000 - 1500 ms",
    1500: "1500 - 2000 ms",
    2000: "2000 - 2500 ms",
    2500: "2500 - 3000 ms",
    3000: "3000 - 4000 ms",
    4000: "4000 - 5000 ms",
    5000: "> 5000 ms",
}


def connections_summary(raw: RawTables, query: Query, now: datetime) -> dict[str, Any]:
    """The whole body of connections/summary."""
    types = [type_of(row) for row in counted_connections(raw, query, now)]
    return {
        "data": [
            {"name": "Direct", "count": types.count("direct")},
            {"name": "Relayed", "count": types.count("relayed")},
        ]
    }


def setup_time_summary(raw: RawTables, query: Query, now: datetime) -> dict[str, Any]:
    """The whole body of connections/setup-time-summary."""
    times = [setup_ms(row) for row in counted_connections(raw, query, now)]
    found = [time for time in times if time is not None]
    return {
        "data": [
            {"range": title, "min_ms": first, "max_ms": end, "count": count}
            for title, first, end, count in in_buckets(SETUP_TIMES, found)
        ]
    }


def type_of(connection: Row) -> str | None:
    """The type's name as a list's condition; None if unknown."""
    if connection["type"] is None:
        return None
    return "relayed" if connection["type"] == "r" else "direct"


def setup_ms(connection: Row) -> float | None:
    """The first negotiation's duration, exact to the microsecond; None if unknown."""
    negotiations = inside(connection["connection_info"], "negotiations")
    first = negotiations[0] if isinstance(negotiations, list) and negotiations else None
    if inside(first, "status") != "connected":
        return None
    took = time_between(inside(first, "start_time"), inside(first, "end_time"))
    return None if took is None or took < timedelta() else took / timedelta(milliseconds=1)
