"""The parameters of summaries: from a query string to a SummaryQuery."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.errors import shown
from rollups.reading import zones
from rollups.reading.query import Filters, SummaryQuery
from rollups.reading.ranges import RANGES, previous_of_bounds, previous_of_range, start_of_range
from rollups.statistics.segments.definitions import DIMENSIONS
from rollups.statistics.sessions.answers import SESSION_LISTS

_MICROSECOND = timedelta(microseconds=1)
_LONGEST_HOURLY = timedelta(days=8)
# A date, or a date and a time, in ISO 8601's extended form. datetime.fromisoformat reads more:
# weeks, ordinal days, digits without separators. A plus sign that is not escaped comes as a space.
# Before 1972 some zones have offsets with seconds, and clients send our hours back as `day`.
_MOMENT = re.compile(
    r"""\d{4}-\d\d-\d\d
        ([T\ ] ([01]\d|2[0-3]) :[0-5]\d (:[0-5]\d (\.\d{1,12})? )?
            (Z | (?P<sign>[-+\ ]) \d\d:\d\d (:\d\d)? )?
        )?""",
    re.ASCII | re.VERBOSE,
)


_MOMENT_SCHEMA = {"type": "string", "anyOf": [{"format": "date-time"}, {"format": "date"}]}


@extend_schema_field(_MOMENT_SCHEMA)
class BoundField(serializers.CharField):
    """A moment in ISO 8601. Without an offset it is UTC. A date is its first instant."""

    default_error_messages = {
        "invalid": "expected an ISO 8601 date or time such as 2026-11-20 or "
        "2026-11-20T13:00:00Z, got {given}."
    }

    def to_internal_value(self, data: Any) -> Any:
        given = super().to_internal_value(data)
        try:
            return moment_of(given)
        except (ValueError, OverflowError):
            self.fail("invalid", given=shown(given))


def moment_of(given: str) -> datetime:
    """The moment, in UTC. Raise ValueError or OverflowError if the text is not a moment of the
    years 1 to 9999."""
    match = _MOMENT.fullmatch(given)
    if match is None:
        raise ValueError
    if match["sign"] == " ":
        given = "+".join(given.rsplit(" ", 1))
    moment = datetime.fromisoformat(given)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


@extend_schema_field({"type": "string", "format": "iana-time-zone"})
class ZoneField(serializers.CharField):
    """The IANA name of a time zone."""

    default_error_messages = {
        "invalid": "expected the IANA name of a time zone such as Europe/Berlin, got {given}."
    }

    def to_internal_value(self, data: Any) -> Any:
        given = super().to_internal_value(data)
        if (name := zones.canonical(given)) is None:
            self.fail("invalid", given=shown(given))
        return name


class Choice(serializers.ChoiceField):
    def to_internal_value(self, data: Any) -> Any:
        if data not in self.choices:
            names = ", ".join(map(str, self.choices))
            raise serializers.ValidationError(f"expected one of {names}, got {shown(data)}.")
        return data


def choice(choices: tuple[str, ...], **kwargs: Any) -> serializers.ChoiceField:
    return Choice(choices, **kwargs)


def _values(help_text: str) -> serializers.ListField:
    # Any text is allowed: a value that no session has is no error, and blanks count.
    value = serializers.CharField(allow_blank=True, trim_whitespace=False)
    return serializers.ListField(child=value, required=False, help_text=help_text)


class SummaryParams(serializers.Serializer[None]):
    """The parameters of every summary. `query` makes the SummaryQuery of validated ones."""

    appId = serializers.UUIDField(  # noqa: N815  PeerMetrics' name
        help_text="The app to summarize.",
        error_messages={
            "required": "required: the id of the app.",
            "invalid": "expected a UUID such as 6d03b1c3-1e79-449c-a31b-cb2e57491bfd.",
        },
    )
    created_at_gte = BoundField(required=False, help_text="From this moment, inclusive. ISO 8601.")
    created_at_lte = BoundField(required=False, help_text="To this moment, inclusive. ISO 8601.")
    range = choice(RANGES, required=False, help_text="Instead of bounds: a range that ends now.")
    timezone = ZoneField(default="UTC", help_text="IANA name. Days and ranges are of this zone.")
    browser = _values("Any of these browsers, by name.")
    os = _values("Any of these operating systems, by name.")
    country = _values("Any of these countries, by ISO 3166 code.")
    app_version = _values("Any of these versions of the app.")
    no_cache = serializers.BooleanField(
        default=False,
        help_text="Refresh the queued changes of the app, compute, and renew the cache. For "
        "superusers. With a session, send the header X-CSRFToken.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "range" in attrs and ("created_at_gte" in attrs or "created_at_lte" in attrs):
            raise serializers.ValidationError(
                {"range": "give either range or created_at_gte and created_at_lte, not both."}
            )
        return attrs

    @classmethod
    def query(cls, given: Mapping[str, Any], now: datetime) -> SummaryQuery:
        """Raise ValidationError if the range is too long for its grouping."""
        zone = given["timezone"]
        start, end = given.get("created_at_gte"), _after(given.get("created_at_lte"))
        previous = previous_of_bounds(start, end)
        if "range" in given:
            start = start_of_range(given["range"], now, zone)
            previous = previous_of_range(given["range"], now, zone)
        return SummaryQuery(
            app_id=given["appId"],
            start=start,
            end=end,
            previous=previous,
            zone=zone,
            filters=Filters.of({name: given.get(name, []) for name in DIMENSIONS}),
        )


class ByTimeParams(SummaryParams):
    group_by = choice(
        ("day", "hour"), default="day", help_text="hour: for ranges of at most 8 days."
    )

    @classmethod
    def query(cls, given: Mapping[str, Any], now: datetime) -> SummaryQuery:
        query = replace(super().query(given, now), group_by=given["group_by"])
        if query.group_by == "hour" and _longer_than_hourly(query, now):
            raise serializers.ValidationError(
                {
                    "group_by": "hour needs a range of at most 8 days: give range=24h or range=7d, "
                    "or created_at_gte and created_at_lte."
                }
            )
        return query


class ByCodeParams(SummaryParams):
    group_by = choice(("code",), default="code")


class ByTypeParams(SummaryParams):
    group_by = choice(("type",), default="type")


class SessionsParams(SummaryParams):
    group_by = choice(tuple(SESSION_LISTS), required=False, help_text="Only this list, as `data`.")

    @classmethod
    def query(cls, given: Mapping[str, Any], now: datetime) -> SummaryQuery:
        return replace(super().query(given, now), group_by=given.get("group_by", ""))


def _after(last: datetime | None) -> datetime | None:
    """The exclusive end of a range with the last moment `last`. None after the year 9999."""
    try:
        return last and last + _MICROSECOND
    except OverflowError:
        return None


def _longer_than_hourly(query: SummaryQuery, now: datetime) -> bool:
    return query.start is None or (query.end or now) - query.start > _LONGEST_HOURLY + _MICROSECOND
