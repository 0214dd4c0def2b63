"""Issues by code, and getUserMedia errors by name."""

from collections import Counter, defaultdict
from datetime import datetime
from typing import Any

from tests.proofs.oracle.counted import (
    counted_conferences,
    counted_issues,
    gum_name,
    is_gum_error,
    passing_rows,
)
from tests.proofs.oracle.limited import GUM_NAMES, ISSUE_CODES, limited
from tests.proofs.oracle.query import Query
from tests.proofs.oracle.raw import RawTables
from tests.proofs.oracle.values import inside

LONGEST_MESSAGE = 256

CODES = {
    "no_media_access": ("error", "Could not access any media device"),
    "ice_failed": ("error", "Connection could not be established"),
    "no_connection": ("error", "The participant could not establish a connection"),
    "very_low_emos": (
        "error",
        "The participant had a very bad experience during the conference",
    ),
    "getusermedia_error": ("warning", "Problem accessing media"),
    "icecandidateerror": ("warning", "ICE candidate error"),
    "connection_disconnected": ("warning", "Connection disconnected"),
    "connection_failed": ("warning", "Connection failed"),
    "multiple_rejoins": ("warning", "Multiple rejoins"),
    "tcp_used": ("warning", "Media sent over TCP"),
    "turn_used": ("warning", "Connection relayed through a TURN server"),
    "low_emos": ("warning", "Participant had a less than ideal experience"),
}


class OneOf(frozenset[str]):
    """Equal to each of its members: any of them is a right answer."""

    def __eq__(self, other: object) -> bool:
        return other in self

    __hash__ = frozenset.__hash__


def issues_summary(raw: RawTables, query: Query, now: datetime) -> dict[str, Any]:
    """The whole body of issues/summary."""
    issues = Counter(issue["code"] for issue in counted_issues(raw, query, now))
    conferences: Counter[str] = Counter()
    for conference in counted_conferences(raw, query, now):
        there = passing_rows(raw, conference, raw.issues, query)
        conferences.update({issue["code"] for issue in there})
    codes = sorted(issues.keys() | conferences.keys(), key=lambda code: (-issues[code], code))
    entries = [
        {
            "code": code,
            "title": CODES[code][1] if code in CODES else code,
            "type": CODES[code][0] if code in CODES else None,
            "count": issues[code],
            "conferences": conferences[code],
        }
        for code in codes
    ]
    kept, others = limited(entries, ISSUE_CODES)
    return {"data": kept, "others": others}


def gum_summary(raw: RawTables, query: Query, now: datetime) -> dict[str, Any]:
    """The whole body of issues/gum-summary. A `message` is OneOf those that occur."""
    messages: dict[str, list[str]] = defaultdict(list)
    for issue in counted_issues(raw, query, now):
        if is_gum_error(issue):
            message = inside(issue["data"], "message")
            messages[gum_name(issue)].append(message if isinstance(message, str) else "")
    entries = [
        {"name": name, "message": _any_of(found), "count": len(found)}
        for name, found in sorted(messages.items(), key=lambda item: (-len(item[1]), item[0]))
    ]
    kept, others = limited(entries, GUM_NAMES)
    return {"data": kept, "total": sum(map(len, messages.values())), "others": others}


def _any_of(messages: list[str]) -> OneOf:
    return OneOf({message[:LONGEST_MESSAGE] for message in messages if message} or {""})
