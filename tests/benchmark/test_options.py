"""The command line of ./bench."""

from pathlib import Path

import pytest

from benchmark.__main__ import options
from benchmark.measures import MEASURES


def test_by_default_all_is_measured_but_the_hour() -> None:
    given = options([])

    assert given.scale == 42_177
    assert set(given.names) == {one.name for one in MEASURES} - {"hour"}


def test_the_hour_may_be_all_that_is_measured_or_come_last() -> None:
    assert options(["--only", "hit", "--hour"]).names == ("hit", "hour")


def test_postgres_is_a_url_or_a_folder() -> None:
    assert options(["--postgres", "postgresql://me@host/bench"]).postgres == (
        "postgresql://me@host/bench"
    )
    assert options(["--postgres", "/usr/lib/postgresql/15/bin"]).postgres == Path(
        "/usr/lib/postgresql/15/bin"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--scale", "many"], "a number from 100 to 10,000,000, not 'many'"),
        (["--only", "speed"], "invalid choice: 'speed'"),
        (["--keep", "--postgres", "postgresql://me@host/bench"], "yours keeps its database"),
    ],
)
def test_a_wrong_option_is_refused(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        options(arguments)

    assert message in capsys.readouterr().err
