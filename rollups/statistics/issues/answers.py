"""Answers about issues."""

from collections import Counter

from rollups.reading.query import SummaryQuery
from rollups.reading.snapshot import Content, Snapshot, Summary
from rollups.statistics import limits
from rollups.statistics.common import top, totals
from rollups.statistics.issues.codes import title_of, type_of
from rollups.statistics.issues.definitions import GUM_ERROR, ISSUE_CODE, ISSUE_CODE_CONFERENCES


def issues_by_code(query: SummaryQuery, snapshot: Snapshot) -> Content:
    """`{"data": [{"code", "title", "type", "count", "conferences"}], "others"}`, most issues first.

    A code may have conferences and no issue: a conference in range may have its issue outside the
    range. The reverse may also occur. `others` count issues. They do not count conferences: a
    conference with two of their codes would be counted twice.
    """
    issues = totals(snapshot.rows(query, ISSUE_CODE), "code", "issues")
    conferences = totals(snapshot.rows(query, ISSUE_CODE_CONFERENCES), "code", "conferences")
    issues.update(dict.fromkeys(conferences, 0))

    def entry(code: str, count: int) -> Content:
        return {
            "code": code,
            "title": title_of(code),
            "type": type_of(code),
            "count": count,
            "conferences": conferences[code],
        }

    listed = top(issues, limits.ISSUE_CODES, entry)
    return {"data": listed.entries, "others": listed.others}


def gum_errors(query: SummaryQuery, snapshot: Snapshot) -> Content:
    """`{"data": [{"name", "message", "count"}], "total", "others"}`, most frequent first."""
    messages: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for row in snapshot.rows(query, GUM_ERROR):
        name = row["gum_name"]
        counts[name] += row["issues"]
        messages[name] = max(messages.get(name, ""), row["gum_message"])

    def entry(name: str, count: int) -> Content:
        return {"name": name, "message": messages[name], "count": count}

    listed = top(counts, limits.GUM_ERRORS, entry)
    return {"data": listed.entries, "total": counts.total(), "others": listed.others}


ISSUES = Summary("issues_summary", 120, issues_by_code, part="issues")
GUM_ERRORS = Summary("issues_summary:gum", 120, gum_errors, part="gum_errors")
SUMMARIES = (ISSUES, GUM_ERRORS)
