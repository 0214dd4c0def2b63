"""The parameters of lists: which rows, and which page."""

import re
from datetime import datetime
from typing import Any

from rest_framework import serializers

from api.params import BoundField, SummaryParams, choice
from rollups.reading.lists import ConferencesQuery, conditions, sorts
from rollups.reading.search import search_terms
from rollups.statistics.conferences.definitions import STATUSES

LONGEST_PAGE = 1000
_USUAL_PAGE = 50  # rows, if only an offset is given, as in PeerMetrics
_GREATEST = 2**63 - 1  # PostgreSQL's bigint
_LONGEST_NAME = 64  # characters of PeerMetrics' columns

_DIGITS = re.compile("[+-]?[0-9]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DECIMAL = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")
_GREATEST_DECIMAL = 1e15 - 1

_UUID = "expected a UUID such as 6d03b1c3-1e79-449c-a31b-cb2e57491bfd."


class WholeField(serializers.IntegerField):
    """Digits. Other forms that Python reads as a number, like 1_0, are refused."""

    def to_internal_value(self, data: Any) -> int:
        if not _DIGITS.fullmatch(data.strip()):
            self.fail("invalid")
        return super().to_internal_value(data)


class DecimalField(serializers.FloatField):
    """A number as in JSON. NaN, Infinity and 1_0 are refused."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=-_GREATEST_DECIMAL, max_value=_GREATEST_DECIMAL, **kwargs)

    def to_internal_value(self, data: Any) -> float:
        if not _DECIMAL.fullmatch(data.strip()):
            self.fail("invalid")
        return super().to_internal_value(data)


class IdsField(serializers.ListField):
    """Ids: a repeated parameter, or separated by commas."""

    child = serializers.UUIDField(error_messages={"invalid": _UUID})

    def to_internal_value(self, data: list[str]) -> list[Any]:
        return super().to_internal_value([id_ for given in data for id_ in given.split(",") if id_])


class DayField(BoundField):
    """A date means the day. A moment means the hour that begins then."""

    default_error_messages = {
        "invalid": "expected a day such as 2026-11-20, or the start of an hour such as "
        "2026-11-20T13:00:00+01:00, got {given}."
    }

    def to_internal_value(self, data: Any) -> Any:
        moment = super().to_internal_value(data)
        return moment.date() if _DATE.fullmatch(data.strip()) else moment


def _id(help_text: str) -> serializers.UUIDField:
    return serializers.UUIDField(
        required=False, help_text=help_text, error_messages={"invalid": _UUID}
    )


def _whole(help_text: str, least: int = 0, most: int = _GREATEST) -> serializers.IntegerField:
    return WholeField(required=False, min_value=least, max_value=most, help_text=help_text)


def _name(help_text: str, **kwargs: Any) -> serializers.CharField:
    return serializers.CharField(
        required=False, trim_whitespace=False, help_text=help_text, **kwargs
    )


class PageParams(serializers.Serializer[None]):
    """Which page. With `limit` or `offset` the answer has `results` and `count`, else `data`."""

    limit = _whole(f"Rows of a page. More than {LONGEST_PAGE} are cut to {LONGEST_PAGE}.", least=1)
    offset = _whole("Rows to skip before the page.")
    page = _whole(
        f"Without limit and offset: which page of {LONGEST_PAGE} rows.",
        least=1,
        most=_GREATEST // LONGEST_PAGE,
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "page" in attrs and ("limit" in attrs or "offset" in attrs):
            raise serializers.ValidationError(
                {"page": "give either page, or limit and offset, not both."}
            )
        return attrs

    @property
    def is_counted(self) -> bool:
        return "limit" in self.validated_data or "offset" in self.validated_data

    @property
    def window(self) -> tuple[int, int]:
        """Limit and offset of the rows asked for."""
        given = self.validated_data
        if self.is_counted:
            return min(given.get("limit", _USUAL_PAGE), LONGEST_PAGE), given.get("offset", 0)
        return LONGEST_PAGE, (given.get("page", 1) - 1) * LONGEST_PAGE


class RowParams(PageParams):
    """For lists of sessions, connections, issues and participants. At least one id is needed."""

    appId = _id("Of this app.")  # noqa: N815  PeerMetrics' names
    conferenceId = _id("Of this conference.")  # noqa: N815
    participantId = _id("Of this participant.")  # noqa: N815
    sessionId = _id("Of this session.")  # noqa: N815
    created_at_gte = BoundField(required=False, help_text="From this moment, inclusive. ISO 8601.")
    created_at_gt = BoundField(required=False, help_text="From this moment, exclusive.")
    created_at_lte = BoundField(required=False, help_text="To this moment, inclusive.")
    created_at_lt = BoundField(required=False, help_text="To this moment, exclusive.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not any(name.endswith("Id") for name in attrs):
            message = "required: the id of an app; or conferenceId, participantId or sessionId."
            raise serializers.ValidationError({"appId": message}, code="required")
        return super().validate(attrs)


class ConferenceListParams(PageParams, SummaryParams):
    """The parameters of a summary, and every condition. `list_query(now)` makes the query."""

    appId = _id("The app. Required unless participantId is given.")  # noqa: N815
    no_cache = None  # type: ignore[assignment]  # lists are never cached
    participantId = _id("Conferences that this participant is a member of.")  # noqa: N815
    created_at_gt = BoundField(required=False, help_text="From this moment, exclusive.")
    created_at_lt = BoundField(required=False, help_text="To this moment, exclusive.")
    day = DayField(
        required=False,
        help_text="Of this day of the time zone, 2026-11-20. Or of the hour that begins then, "
        "2026-11-20T13:00:00+01:00.",
    )
    status = choice(STATUSES, required=False)
    duration_gte = _whole("Of at least so many seconds.")
    duration_lt = _whole("Of less than so many seconds.")
    participants = _whole("Of exactly so many participants.")
    # A blank value of this parameter is a condition: an issue's code may be blank.
    issue_code = _name("With an issue of this code.", allow_blank=True)
    gum_name = _name("With a getUserMedia error of this name.")
    connection_type = choice(("direct", "relayed"), required=False)
    setup_time_gte = DecimalField(
        required=False,
        help_text="With a connection set up in at least so many milliseconds. With "
        "setup_time_lt, one connection must meet both.",
    )
    setup_time_lt = DecimalField(
        required=False, help_text="With a connection set up in less than so many milliseconds."
    )
    conference_ids = IdsField(
        required=False, help_text="Only these: repeated, or separated by commas."
    )
    browser_version = _name("With a session of this browser version that passes the filters.")
    os_version = _name("With a session of this system version that passes the filters.")
    city = _name("With a session in this city that passes the filters.")
    search = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=_LONGEST_NAME,
        help_text="With this text in conference_id or conference_name (case is ignored), or with "
        "this id.",
    )
    sort = choice(
        sorts(),
        default="created_at",
        help_text="-: the greatest first. Equal conferences by created_at, then by id.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "appId" not in attrs and "participantId" not in attrs:
            message = "required: the id of the app; or participantId."
            raise serializers.ValidationError({"appId": message}, code="required")
        return super().validate(attrs)

    def list_query(self, now: datetime) -> ConferencesQuery:
        given: dict[str, Any] = self.validated_data
        asked = {name: given[name] for name in conditions() if name in given}
        if isinstance(given.get("day"), datetime):
            asked["hour"] = asked.pop("day")
        if "participantId" in given:
            asked["participant_id"] = given["participantId"]
        for name in ("conference_ids", "search"):
            if not asked.get(name, True):
                del asked[name]  # blank: no condition, as in PeerMetrics
        if "search" in asked:
            asked["search"] = search_terms(asked["search"])
        return ConferencesQuery(self.query(given, now), asked, given["sort"])
