"""Answers about issues."""

from collections import Counter

from rollups import definitions
from rollups.answers.common import Content, by_count, totals
from rollups.batch import Batch
from rollups.issue_codes import title_of, type_of
from rollups.query import SummaryQuery


def issues_by_code(query: SummaryQuery, batch: Batch) -> Content:
    """`{"data": [{"code", "title", "type", "count", "conferences"}]}`, most issues first.

    A code may have conferences and no issue, where its issues are outside the range that the
    conferences are in; and the reverse.
    """
    issues = totals(batch.rows(query, definitions.ISSUE_CODE), "code", "issues")
    conferences = totals(
        batch.rows(query, definitions.ISSUE_CODE_CONFERENCES), "code", "conferences"
    )
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


def gum_errors(query: SummaryQuery, batch: Batch) -> Content:
    """`{"data": [{"name", "message", "count"}], "total"}`, most frequent first."""
    messages: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for row in batch.rows(query, definitions.GUM_ERROR):
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
