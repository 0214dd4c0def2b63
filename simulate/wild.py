"""JSON as real clients send it: null, empty, of another type, blank, far too long.

Each table maps a name to a malformed value. `None` is SQL's NULL, the text `null` is JSON's.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from simulate.steps import as_json

LONG: Final = "Prototype " * 40  # 400 characters


def _browser(value: object) -> str:
    os = {"name": "Windows", "version": "10"}
    return as_json({"ua": "", "browser": value, "engine": {}, "os": os})


def _os(value: object) -> str:
    browser = {"name": "Chrome", "version": "156.0.0.0", "major": "156"}
    return as_json({"ua": "", "browser": browser, "engine": {}, "os": value})


PLATFORMS: dict[str, str | None] = {
    "missing": None,
    "JSON null": "null",
    "empty": "{}",
    "list": '["Chrome", "Windows"]',
    "text": '"Mozilla/5.0 (compatible)"',
    "number": "156",
    "browser missing": as_json({"os": {"name": "Windows", "version": "10"}}),
    "browser null": _browser(None),
    "browser empty": _browser({}),
    "browser text": _browser("Chrome"),
    "browser name blank": _browser({"name": "  ", "version": "", "major": ""}),
    "browser name a number": _browser({"name": 7, "version": 156, "major": 156}),
    "browser name a list": _browser({"name": ["Chrome"], "version": "156"}),
    "browser name long": _browser({"name": LONG, "version": LONG}),
    "browser name padded": _browser({"name": " Chrome ", "version": "156.0", "major": None}),
    "browser without version": _browser({"name": "Chrome"}),
    "os null": _os(None),
    "os empty": _os({}),
    "os list": _os(["Windows"]),
    "os name blank": _os({"name": "", "version": "10"}),
    "os version a number": _os({"name": "Windows", "version": 10}),
    "os name long": _os({"name": LONG}),
}


def _geo(**changes: object) -> str:
    berlin = {"country_code": "DE", "region_code": "BE", "city": "Berlin"}
    return as_json({**berlin, "latitude": 52.52, "longitude": 13.405, **changes})


_UNRESOLVED = dict.fromkeys(("country_code", "region_code", "city", "latitude", "longitude"))

GEO_IPS: dict[str, str | None] = {
    "missing": None,
    "JSON null": "null",
    "empty": "{}",
    "list": '["DE", "Berlin"]',
    "text": '"DE"',
    "unresolved": as_json(_UNRESOLVED),
    "country blank": _geo(country_code="  "),
    "country a list": _geo(country_code=["DE"]),
    "country long": _geo(country_code=LONG),
    "city blank": _geo(city=""),
    "city a number": _geo(city=10115),
    "coordinates blank": _geo(latitude="", longitude=""),
    "coordinates text": _geo(latitude="north", longitude="east"),
    "coordinates with commas": _geo(latitude="52,52", longitude="13,405"),
    "coordinates with exponents": _geo(latitude="5.252e1", longitude="1.3e1"),
    "coordinates zero": _geo(latitude=0, longitude=0),
    "coordinates out of range": _geo(latitude=152.52, longitude="213.405"),
    "coordinates objects": _geo(latitude={"value": 52.52}, longitude=[13.405]),
}

APP_VERSIONS: dict[str, str | None] = {
    "missing": None, "empty": "", "blank": "   ", "padded": " 26.40.0 ", "word": "development",
}  # fmt: skip

Negotiated = Callable[[datetime, datetime], str | None]  # (connecting, connected) -> JSON text


def _first(**changes: object) -> str:
    first = {"type": "initial", "status": "connected", "duration": 0, **changes}
    return as_json({"detected_tcp": False, "detected_turn": False, "negotiations": [first]})


def _whole(text: str | None) -> Negotiated:
    return lambda begin, end: text


def _times(
    begin_form: Callable[[datetime], object], end_form: Callable[[datetime], object]
) -> Negotiated:
    return lambda begin, end: _first(start_time=begin_form(begin), end_time=end_form(end))


def _naive(at: datetime) -> str:
    return str(at.replace(tzinfo=None))


NEGOTIATIONS: dict[str, Negotiated] = {
    "missing": _whole(None),
    "JSON null": _whole("null"),
    "empty": _whole("{}"),
    "list": _whole("[]"),
    "no negotiations": _whole('{"detected_tcp": false, "detected_turn": false}'),
    "negotiations null": _whole('{"negotiations": null}'),
    "negotiations an object": _whole('{"negotiations": {"status": "connected"}}'),
    "negotiations empty": _whole('{"negotiations": []}'),
    "first is text": _whole('{"negotiations": ["connected"]}'),
    "first is null": _whole('{"negotiations": [null]}'),
    "status missing": lambda begin, end: _first(
        status=None, start_time=_naive(begin), end_time=_naive(end)
    ),
    "start missing": _times(lambda at: None, _naive),
    "end missing": _times(_naive, lambda at: None),
    "aware": _times(str, str),
    "naive and aware": _times(_naive, str),
    "ISO with Z": _times(
        lambda at: f"{at.replace(tzinfo=None).isoformat()}Z",
        lambda at: f"{at.replace(tzinfo=None).isoformat()}Z",
    ),
    "another zone": _times(
        _naive, lambda at: f"{(at + timedelta(hours=5, minutes=30)).replace(tzinfo=None)}+05:30"
    ),
    "a date": _times(lambda at: str(at.date()), _naive),
    "epoch": _times(lambda at: at.timestamp(), lambda at: at.timestamp()),
    "words": _times(lambda at: "now", lambda at: "infinity"),
    "garbage": _times(lambda at: "Mon Nov 16 2026", lambda at: "?"),
    "backwards": lambda begin, end: _first(start_time=_naive(end), end_time=_naive(begin)),
}

GUM_DATA: dict[str, str | None] = {
    "missing": None,
    "JSON null": "null",
    "empty": "{}",
    "list": '["NotAllowedError"]',
    "text": '"NotAllowedError: Permission denied"',
    "name missing": '{"message": "Permission dismissed"}',
    "name null": '{"name": null, "message": null}',
    "name blank": '{"name": "  ", "message": ""}',
    "name an object": '{"name": {"code": 8}, "message": "?"}',
    "name long": as_json({"name": LONG, "message": LONG}),
    "message missing": '{"name": "NotAllowedError"}',
}
