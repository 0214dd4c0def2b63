"""Answers about issues."""

from collections import Counter

from rollups.reading.query import SummaryQuery
from rollups.reading.snapshot import Content, Snapshot, Summary
from rollups.statistics.common import by_count, totals
from rollups.statistics.issues.codes import title_of, type_of
from rollups.statistics.issues.definitions import GUM_ERROR, ISSUE_CODE, ISSUE_CODE_CONFERENCES


def issues_by_code(query: SummaryQuery, snapshot: Snapshot) -> Content:
    """`{"data": [{"code", "title", "type", "count", "conferences"}]}`, most issues first.

    A code may have conferences and no issue: a conference in range may have its issue outside the
    range. The reverse may also occur.
    """
    issues = totals(snapshot.rows(query, ISSUE_CODE), "code", "issues")
    conferences = totals(snapshot.rows(query, ISSUE_CODE_CONFERENCES), "code", "conferences")
    codes = sorted(issues.keys() | conferences.keys(), key=lambda code: (-issues[code], code))
    return {
        "data": [
            {
                "code": code,
                "title": title_of(code),
                "type": type_of(code),
                "count": issues[code],
                "conferences": conferences[code],
            }
            for code in codes
        ]
    }


def gum_errors(query: SummaryQuery, snapshot: Snapshot) -> Content:
    """`{"data": [{"name", "message", "count"}], "total"}`, most frequent first."""
    messages: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for row in snapshot.rows(query, GUM_ERROR):
        name = row["gum_name"]
        counts[name] += row["issues"]
        messages[name] = max(messages.get(name, ""), row["gum_message"])
    return {
        "data": [
            {"name": name, "message": messages[name], "count": count}
            for name, count in by_count(counts)
        ],
        "total": counts.total(),
    }


ISSUES = Summary("issues_summary", 120, issues_by_code, part="issues")
GUM_ERRORS = Summary("issues_summary:gum", 120, gum_errors, part="gum_errors")
SUMMARIES = (ISSUES, GUM_ERRORS)
