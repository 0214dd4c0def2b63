"""Where hostile values are put: each level of each JSON document that a number depends on, and
text columns."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from tests.proofs.hostile.values import (
    COORDINATES,
    NAMES,
    NUMBERS,
    OF_EVERY_TYPE,
    TIMES,
    VERSIONS,
    WORDS,
)

ODD_TEXTS = ["", *map(json.loads, (*WORDS, *NAMES))]
LETTERS = ["e", "w", "r", "R", "x", " ", "\u00e9", "0"]
ANYTHING = [*OF_EVERY_TYPE, *NUMBERS, *WORDS, *NAMES]


@dataclass(frozen=True)
class Place:
    """The content of one column of one table. `@` marks where a value goes."""

    table: str
    column: str
    document: str
    values: Sequence[str]

    def documents(self) -> list[str]:
        """The document with each value in turn."""
        return [self.document.replace("@", value) for value in self.values]


def _software(name: str, values: Sequence[str]) -> dict[str, Place]:
    """The places in `platform` that describe a browser or an operating system."""
    parts = {
        "": "@",
        ".name": '{"name": @, "version": "1.2", "major": "1"}',
        ".version": '{"name": "Chrome", "version": @}',
        ".major": '{"name": "Chrome", "version": "1.2", "major": @}',
    }
    return {
        f"platform.{name}{part}": Place(
            "app_session", "platform", f'{{"{name}": {document}}}', values
        )
        for part, document in parts.items()
    }


def _geo_ip(document: str, values: Sequence[str]) -> Place:
    return Place("app_session", "geo_ip", document, values)


def _negotiations(negotiations: str, values: Sequence[str]) -> Place:
    document = f'{{"negotiations": {negotiations}}}'
    return Place("app_connection", "connection_info", document, values)


_START, _END = '"2026-11-20 12:00:00"', '"2026-11-20 12:00:00.25"'
_CONNECTED = '"status": "connected"'

PLACES = {
    "platform": Place("app_session", "platform", "@", ANYTHING),
    **_software("browser", [*ANYTHING, *VERSIONS]),
    **_software("os", [*ANYTHING, *VERSIONS]),
    "geo_ip": _geo_ip("@", ANYTHING),
    "geo_ip.country_code": _geo_ip(
        '{"country_code": @, "city": "Bonn", "latitude": 50.7, "longitude": 7.1}', ANYTHING
    ),
    "geo_ip.city": _geo_ip('{"city": @, "latitude": 50.7, "longitude": "7.1"}', ANYTHING),
    "geo_ip.latitude": _geo_ip(
        '{"city": "Bonn", "latitude": @, "longitude": 7.1}', [*ANYTHING, *COORDINATES]
    ),
    "geo_ip.longitude": _geo_ip(
        '{"city": "Bonn", "latitude": 50.7, "longitude": @}', [*ANYTHING, *COORDINATES]
    ),
    "geo_ip.both": _geo_ip(
        '{"city": "Bonn", "latitude": @, "longitude": @}', [*ANYTHING, *COORDINATES]
    ),
    "connection_info": Place("app_connection", "connection_info", "@", ANYTHING),
    "negotiations": _negotiations("@", ANYTHING),
    "negotiations.first": _negotiations(f"[@, {{{_CONNECTED}}}]", ANYTHING),
    "negotiations.status": _negotiations(
        f'[{{"status": @, "start_time": {_START}, "end_time": {_END}}}]',
        [*ANYTHING, '"connected"', '" connected"', '"Connected"', '["connected"]'],
    ),
    "negotiations.start_time": _negotiations(
        f'[{{{_CONNECTED}, "start_time": @, "end_time": {_END}}}]', [*ANYTHING, *TIMES]
    ),
    "negotiations.end_time": _negotiations(
        f'[{{{_CONNECTED}, "start_time": {_START}, "end_time": @}}]', [*ANYTHING, *TIMES]
    ),
    "negotiations.times": _negotiations(
        f'[{{{_CONNECTED}, "start_time": @, "end_time": @}}]', [*ANYTHING, *TIMES]
    ),
    "negotiations.longest": _negotiations(
        f'[{{{_CONNECTED}, "start_time": "0001-01-01 00:00+23:59", "end_time": @}}]', TIMES
    ),
    "data": Place("app_issue", "data", "@", ANYTHING),
    "data.name": Place("app_issue", "data", '{"name": @, "message": "no"}', ANYTHING),
    "data.message": Place(
        "app_issue", "data", '{"name": "NotAllowedError", "message": @}', ANYTHING
    ),
    "app_version": Place("app_session", "app_version", "@", [text[:16] for text in ODD_TEXTS]),
    "connection.type": Place("app_connection", "type", "@", ["", *LETTERS]),
    "issue.type": Place("app_issue", "type", "@", LETTERS),
    "issue.code": Place("app_issue", "code", "@", [text[:32] for text in ODD_TEXTS]),
}
