"""Random conditions of the list of conferences. Most of them match some conferences."""

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from tests.proofs.histories.children import CODES
from tests.proofs.histories.documents import CITIES, SETUP_BOUNDS_MS
from tests.proofs.histories.values import PLAIN_NAMES
from tests.proofs.oracle import STATUSES, UNKNOWN, RawTables
from tests.proofs.oracle.lists import OF_A_SESSION, SORTS
from tests.proofs.oracle.raw import Row

Conditions = Mapping[str, str]


def any_conditions(rng: Random, raw: RawTables, zone: str) -> Conditions:
    """Up to three kinds of conditions, together."""
    kinds: list[Callable[[Random, Any, ZoneInfo], Conditions]]
    kinds = [_time, _state, _duration, _participants, _issue, _connection, _setup_time, _ids]
    chosen = [(kind, raw.conferences) for kind in (*kinds, _search)]
    chosen.append((_session, [row for rows in raw.sessions.values() for row in rows]))
    return {
        name: value
        for kind, rows in rng.sample(chosen, rng.choices((0, 1, 2, 3), (1, 6, 3, 1))[0])
        if rows
        for name, value in kind(rng, rows, ZoneInfo(zone or "UTC")).items()
    }


def any_sort(rng: Random) -> str:
    """A sort order of the list, or none for the default."""
    return rng.choice(("", *SORTS, *(f"-{column}" for column in SORTS)))


def _time(rng: Random, rows: Sequence[Row], zone: ZoneInfo) -> Conditions:
    local = rng.choice(rows)["created_at"].astimezone(zone)
    hour = local.replace(minute=0, second=0, microsecond=0).isoformat()
    return {"day": rng.choice((local.date().isoformat(), hour))}


def _state(rng: Random, rows: Sequence[Row], zone: ZoneInfo) -> Conditions:
    return {"status": rng.choice(STATUSES)}


def _duration(rng: Random, rows: Sequence[Row], zone: ZoneInfo) -> Conditions:
    here = rng.choice(rows)["duration"]
    bounds = {"duration_gte": here - rng.choice((0, 0, 1, 600)), "duration_lt": here + 1}
    return {name: str(max(0, bounds[name])) for name in rng.sample(list(bounds), rng.randint(1, 2))}


def _participants(rng: Random, rows: Sequence[Row], zone: ZoneInfo) -> Conditions:
    return {"participants": str(rng.choice((0, 1, 1, 2, 3, 99)))}


def _issue(rng: Random, rows: Sequence[Row], zone: ZoneInfo) -> Conditions:
    code, name = rng.choice((*CODES, "nobody's")), rng.choice((*PLAIN_NAMES, UNKNOWN, "nobody's"))
    return rng.choice(
        ({"issue_code": code}, {"gum_name": name}, {"issue_code": code, "gum_name": name})
    )


def _search(rng: Random, rows: Sequence[Row], zone: ZoneInfo) -> Conditions:
    here = rng.choice(rows)
    text = rng.choice((here["conference_id"], here["conference_name"] or "x", str(here["id"])))
    start = rng.choice((0, 0, 1, rng.randrange(len(text))))
    part = text[start : start + rng.choice((1, 2, 3, 64))]
    return {"search": rng.choice((part, part.upper(), part.lower(), "%", "_", "nobody's"))}


def _session(rng: Random, rows: Sequence[Row], zone: ZoneInfo) -> Conditions:
    """Conditions with the values of one session, or of two."""
    names = rng.sample(list(OF_A_SESSION), rng.choice((1, 1, 2, 3)))
    here = rng.choice(rows)
    asked = {name: OF_A_SESSION[name](rng.choice((here, here, rng.choice(rows)))) for name in names}
    return {name: value or rng.choice(CITIES[:3]) for name, value in asked.items()}


def _connection(rng: Random, rows: Sequence[Row], zone: ZoneInfo) -> Conditions:
    return {"connection_type": rng.choice(("direct", "relayed"))}


def _setup_time(rng: Random, rows: Sequence[Row], zone: ZoneInfo) -> Conditions:
    first = rng.choice(SETUP_BOUNDS_MS)
    bounds = {"setup_time_gte": first, "setup_time_lt": rng.choice(SETUP_BOUNDS_MS)}
    return {name: str(bounds[name]) for name in rng.sample(list(bounds), rng.randint(1, 2))}


def _ids(rng: Random, rows: Sequence[Row], zone: ZoneInfo) -> Conditions:
    return {"conference_ids": ",".join(str(row["id"]) for row in rng.choices(rows, k=8))}
