"""What a request asks of a summary: its parameters, read from the query string."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from api.params import SummaryParams
from rollups.cache.store import key_of
from rollups.reading.query import SummaryQuery
from rollups.reading.snapshot import Summary
from rollups.statistics.segments.definitions import DIMENSIONS

Values = Mapping[str, Any]  # validated, by parameter

# Validating takes longer than all else that a hit needs. So a process remembers the last ones.
_MOST = 500
_LONGEST = 1000  # characters of a query string
_validated: dict[tuple[type[SummaryParams], str], Values] = {}


@dataclass(frozen=True)
class Asked:
    """`key`: of the answer in the cache. `now`: the moment of the request. `is_opening`: the
    dashboard asks this when it opens: a named range and no filter."""

    query: SummaryQuery
    key: str
    now: datetime
    no_cache: bool
    is_opening: bool

    @classmethod
    def of(
        cls, summary: Summary, params: type[SummaryParams], values: Values, now: datetime
    ) -> "Asked":
        """Raise ValidationError if the range is too long for its grouping."""
        query = params.query(values, now)
        return cls(
            query,
            key_of(summary, query),
            now,
            no_cache=values["no_cache"],
            is_opening="range" in values and not any(values.get(name) for name in DIMENSIONS),
        )


def validated(params: type[SummaryParams], request: HttpRequest) -> Values:
    """The parameters of the request. Raise ValidationError if they are wrong. A time zone may be
    looked up in PostgreSQL."""
    known = remembered(params, request)
    return _validate(params, request) if known is None else known


def remembered(params: type[SummaryParams], request: HttpRequest) -> Values | None:
    """The same, if this process has validated them before. Else None."""
    return _validated.get((params, request.META["QUERY_STRING"]))


def _validate(params: type[SummaryParams], request: HttpRequest) -> Values:
    given = params(data=request.GET)
    given.is_valid(raise_exception=True)
    values: Values = given.validated_data
    query_string = request.META["QUERY_STRING"]
    if len(query_string) <= _LONGEST:
        if len(_validated) >= _MOST:
            _validated.pop(next(iter(_validated)), None)  # the oldest
        _validated[params, query_string] = values
    return values
