"""Reading single values, worked out by hand."""

from datetime import timedelta

import pytest

from tests.proofs.oracle.values import coordinate_of, name_of, time_between

MICROSECOND = timedelta(microseconds=1)
NOON = "2026-11-20 12:00:00"


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("Chrome", "Chrome"),
        ("chrome", "chrome"),
        ("\u2003 Chrome\u00a0\x1f\n", "Chrome"),
        ("", "Unknown"),
        (" \u3000\t", "Unknown"),
        ("\u200b", "\u200b"),
        (" " + "x" * 65, "x" * 64),
        ("x" * 63 + " tail", "x" * 63 + " "),
        (None, "Unknown"),
        (7, "Unknown"),
        (True, "Unknown"),
        (["Chrome"], "Unknown"),
        ({"name": "Chrome"}, "Unknown"),
    ],
)
def test_a_name_is_a_string_trimmed_and_cut_and_anything_else_is_unknown(
    value: object, name: str
) -> None:
    assert name_of(value) == name


@pytest.mark.parametrize(
    ("end", "took"),
    [
        ("2026-11-20 12:00:00.000001", MICROSECOND),
        ("2026-11-20T12:00:00.0000019", MICROSECOND),
        ("2026-11-20T12:00:00.2", timedelta(milliseconds=200)),
        ("2026-11-20 12:00", timedelta()),
        ("2026-11-20 12:00Z", timedelta()),
        ("2026-11-20 13:00+01", timedelta()),
        ("2026-11-20 17:30:00+0530", timedelta()),
        ("2026-11-21T11:59:00.5+23:59", timedelta(milliseconds=500)),
        ("2026-11-20 12:00:00-00:00", timedelta()),
        ("2026-11-20 11:59:59", timedelta(seconds=-1)),
        ("2026-11-20 00:00:00-12:00", timedelta()),
        ("2028-02-29 12:00:00", timedelta(days=365 + 101)),
    ],
)
def test_a_time_is_cut_after_the_microsecond_and_is_utc_without_an_offset(
    end: str, took: timedelta
) -> None:
    assert time_between(NOON, end) == took


def test_the_first_and_the_last_instant_that_can_be_written_are_as_far_apart_as_they_say() -> None:
    took = time_between("0001-01-01 00:00:00+23:59", "9999-12-31 23:59:59.999999-23:59")
    assert took == timedelta(days=3652059 + 2, minutes=-2) - MICROSECOND


@pytest.mark.parametrize(
    "text",
    [
        *("now", "today", "infinity", "-infinity", "epoch", "", "0", "20261120", "2026-11-20"),
        *(" 2026-11-20 12:00", "2026-11-20 12:00 ", "2026-11-20 12:00\n", "2026-11-20  12:00"),
        *("2026-11-20t12:00", "2026-11-20 12:00z", "2026-11-20 12:00 Z", "2026-11-20 12:00 +01"),
        *("2026-11-20 12", "2026-11-20 12:0", "2026-11-20 120000", "2026-11-20 12:00:00."),
        *("2026-11-20 12:00:00,5", "2026-11-20 12:00:60", "2026-11-20 24:00", "2026-11-20 12:60"),
        *("2026-02-30 12:00", "2027-02-29 12:00", "2026-13-01 12:00", "0000-01-01 12:00"),
        *("2026-11-20 12:00+24:00", "2026-11-20 12:00+01:60", "2026-11-20 12:00+1"),
        *("2026-11-20 12:00+01:00:00", "2026-11-20 12:00 UTC", "2026-11-20 12:00 Europe/Berlin"),
        *("26-11-20 12:00", "12026-11-20 12:00", "2026-11-20 12:00 BC", "-2026-11-20 12:00"),
        *("\u0662\u0660\u0662\u0666-11-20 12:00", "2026-11-20 12:00:00.\u0661"),
    ],
)
def test_anything_else_is_no_timestamp(text: str) -> None:
    assert time_between(NOON, text) is None
    assert time_between(text, NOON) is None


@pytest.mark.parametrize("value", [None, 1763640000, 1.5, True, [], {}, [NOON], {"now": NOON}])
def test_a_timestamp_is_a_string(value: object) -> None:
    assert time_between(NOON, value) is None


@pytest.mark.parametrize(
    ("value", "degrees"),
    [
        (52, 52.0),
        (-90, -90.0),
        (90.0, 90.0),
        (0, 0.0),
        (1e1, 10.0),
        ("52.52", 52.52),
        ("+1", 1.0),
        ("-0.50", -0.5),
        ("007", 7.0),
        (90.00000000000001, None),
        ("91", None),
        ("-100", None),
        (1e400, None),
        (float("nan"), None),
        *((text, None) for text in ("NaN", "nan", "inf", "Infinity", "1_0", "0x10", "1e1", "")),
        *(
            (text, None)
            for text in (" 1", "1 ", "1\n", "1.", ".5", "--1", "0052", "52,5", "\u0661")
        ),
        *((value, None) for value in (None, True, False, [], {}, [1], {"degrees": 1})),
    ],
)
def test_a_coordinate_is_a_number_or_a_plain_decimal_in_range(
    value: object, degrees: float | None
) -> None:
    assert coordinate_of(value, 90) == degrees
