"""DATABASE_URL, REDIS_URL and CELERY_BROKER_URL decide which servers are started."""

import pytest

from launch.environment import Given
from launch.errors import LaunchError

pytestmark = pytest.mark.servers


def test_without_variables_every_server_is_started() -> None:
    assert Given.by({}) == Given(database=None, cache=None, broker=None)


def test_an_empty_variable_counts_as_not_set() -> None:
    empty = {"DATABASE_URL": "", "REDIS_URL": "", "CELERY_BROKER_URL": ""}
    assert Given.by(empty) == Given(database=None, cache=None, broker=None)


def test_all_three_are_taken_as_they_are() -> None:
    variables = {
        "DATABASE_URL": "postgresql://u:p@db/peermetrics",
        "REDIS_URL": "redis://cache:6379/3",
        "CELERY_BROKER_URL": "redis://broker:6379/5",
    }
    assert Given.by(variables) == Given(
        "postgresql://u:p@db/peermetrics", "redis://cache:6379/3", "redis://broker:6379/5"
    )


@pytest.mark.parametrize(
    ("cache", "broker"),
    [
        ("redis://host:6379/0", "redis://host:6379/1"),
        ("redis://host", "redis://host/1"),
        (
            "rediss://:secret@host/7?ssl_cert_reqs=none",
            "rediss://:secret@host/8?ssl_cert_reqs=none",
        ),
    ],
)
def test_one_redis_serves_as_cache_and_as_broker(cache: str, broker: str) -> None:
    assert Given.by({"REDIS_URL": cache}) == Given(None, cache, broker)
    assert Given.by({"CELERY_BROKER_URL": cache}) == Given(None, cache=broker, broker=cache)


@pytest.mark.parametrize("url", ["unix:///run/redis.sock", "redis://host/name"])
def test_a_url_without_a_database_number_needs_the_other_variable_too(url: str) -> None:
    with pytest.raises(LaunchError) as caught:
        Given.by({"REDIS_URL": url})
    assert str(caught.value) == (
        "CELERY_BROKER_URL cannot be derived from REDIS_URL, which is not of the form "
        "redis://host:port/number. Set CELERY_BROKER_URL too."
    )
