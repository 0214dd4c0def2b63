"""Counts of connections, worked out by hand."""

from datetime import timedelta
from typing import Any

import pytest

from tests.proofs.oracle import ENDPOINTS, Query, RawTables
from tests.proofs.oracle.connections import setup_ms
from tests.proofs.oracle.rows import NOON, NOW, conference, connection, session

START = "2026-11-20 12:00:00.000000"


def negotiated(end: str, **values: Any) -> dict[str, Any]:
    first = {"status": "connected", "start_time": START, "end_time": end, **values}
    return connection(connection_info={"negotiations": [first, {"status": "failed"}]})


def test_a_connection_is_relayed_direct_or_of_no_known_type() -> None:
    types = ("r", "r", "h", "s", "p", "x", "R", "", None)
    raw = RawTables(
        [conference("one", is_active=False), conference("noise", app_id="noise")],
        connections={
            "one": [
                *(connection(type=kind) for kind in types),
                connection(type="r", is_active=False),
                connection(type="r", created_at=NOON + timedelta(days=1)),
            ],
            "noise": [connection(type="r")],
        },
    )
    assert ENDPOINTS["connections/summary"](raw, Query("app", lte="2026-11-21"), NOW) == {
        "data": [{"name": "Direct", "count": 6}, {"name": "Relayed", "count": 2}]
    }


@pytest.mark.parametrize(("browser", "relayed"), [("Chrome", 1), ("Safari", 1), ("Opera", 0)])
def test_a_connection_passes_by_its_session_wherever_that_is(browser: str, relayed: int) -> None:
    raw = RawTables(
        [conference("one")],
        sessions={
            "one": [session("Chrome", id="chrome", is_active=False)],
            "elsewhere": [session("Safari", id="safari")],
        },
        connections={"one": [connection(type="r", session_id=key) for key in ("chrome", "safari")]},
    )
    query = Query("app", filters={"browser": (browser,)})
    assert ENDPOINTS["connections/summary"](raw, query, NOW) == {
        "data": [{"name": "Direct", "count": 0}, {"name": "Relayed", "count": relayed}]
    }


@pytest.mark.parametrize(
    ("row", "took"),
    [
        (negotiated("2026-11-20 12:00:00.250000"), 250.0),
        (negotiated("2026-11-20T12:00:00.249999Z"), 249.999),
        (negotiated("2026-11-20 13:00:05+01:00"), 5000.0),
        (negotiated(START), 0.0),
        (negotiated("2026-11-20 11:59:59.999999"), None),
        (negotiated("infinity"), None),
        (negotiated(START, status="Connected"), None),
        (negotiated(START, status=None), None),
        (negotiated(START, start_time=None), None),
        (connection(connection_info={"negotiations": []}), None),
        (connection(connection_info={"negotiations": {"0": {"status": "connected"}}}), None),
        (connection(connection_info={"negotiations": [[START, START], {}]}), None),
        (connection(connection_info=[{"negotiations": []}]), None),
        (connection(connection_info="negotiations"), None),
        (connection(), None),
    ],
)
def test_the_setup_time_is_that_of_a_first_negotiation_that_connected(
    row: dict[str, Any], took: float | None
) -> None:
    assert setup_ms(row) == took


def test_a_setup_time_at_a_bound_is_in_the_bucket_that_begins_there() -> None:
    ends = ("00.249999", "00.25", "00.999999", "01.499", "01.5", "04.999999", "05", "59")
    there = [negotiated(f"2026-11-20 12:00:{second}") for second in ends]
    expected = [
        ("< 250 ms", 0, 250, 1),
        ("250 - 500 ms", 250, 500, 1),
        ("500 - 750 ms", 500, 750, 0),
        ("750 - 1000 ms", 750, 1000, 1),
        ("1000 - 1500 ms", 1000, 1500, 1),
        ("1500 - 2000 ms", 1500, 2000, 1),
        ("2000 - 2500 ms", 2000, 2500, 0),
        ("2500 - 3000 ms", 2500, 3000, 0),
        ("3000 - 4000 ms", 3000, 4000, 0),
        ("4000 - 5000 ms", 4000, 5000, 1),
        ("> 5000 ms", 5000, None, 2),
    ]
    raw = RawTables([conference("one")], connections={"one": there})
    columns = ("range", "min_ms", "max_ms", "count")
    assert ENDPOINTS["connections/setup-time-summary"](raw, Query("app"), NOW) == {
        "data": [dict(zip(columns, row, strict=True)) for row in expected]
    }
