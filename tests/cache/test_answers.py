"""Answers from the cache: equal questions have one key, and an answer is fresh for its TTL."""

import gzip
import re
import threading
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch
from uuid import UUID

import pytest
import redis
from django.conf import settings
from django.db import connection
from pytest_django import DjangoAssertNumQueries
from redis.connection import Connection
from rest_framework.test import APIClient

from rollups import clock
from rollups.cache import misses, store
from rollups.cache.answer import answer
from rollups.cache.compute import compute, one_moment
from rollups.cache.store import LIFE, Entry, key_of
from rollups.changes.freshness import freshness_of
from rollups.pipeline.refresh import drain
from rollups.reading.query import Filters, SummaryQuery
from rollups.reading.snapshot import Summary
from rollups.servers import database
from rollups.servers.breaker import ServerAway
from rollups.servers.redis_client import client as redis_client
from rollups.statistics.conferences.answers import CONFERENCES, DURATIONS, FILTER_OPTIONS
from rollups.statistics.dashboard import DASHBOARD
from rollups.statistics.sessions.answers import SESSIONS
from tests import raw
from tests.cache.ageing import let_pass

pytestmark = pytest.mark.usefixtures("database")

ADDRESS = "/v1/conferences/summary"
SEND = Connection.send_packed_command


@pytest.fixture
def app_id() -> UUID:
    app_id = raw.app()
    raw.conference(app_id)
    drain()
    return app_id


def by_day(app_id: UUID, **asked: Any) -> SummaryQuery:
    return SummaryQuery(app_id, group_by="day", **asked)


def test_equal_questions_have_one_key_and_each_other_question_has_its_own(app_id: UUID) -> None:
    one = SummaryQuery(app_id, filters=Filters.of({"os": ["b", "a", "b"], "browser": ["c"]}))
    same = SummaryQuery(app_id, filters=Filters.of({"browser": ["c"], "os": ["a", "b"]}))
    others = [
        SummaryQuery(app_id),
        SummaryQuery(app_id, filters=Filters.of({"os": ["a"], "browser": ["b", "c"]})),
        SummaryQuery(app_id, zone="Asia/Tokyo"),
        SummaryQuery(app_id, group_by="hour"),
        SummaryQuery(app_id, start=datetime(2026, 11, 20, tzinfo=UTC)),
        SummaryQuery(app_id, end=datetime(2026, 11, 20, tzinfo=UTC)),
        SummaryQuery(UUID(int=1)),
    ]

    assert key_of(CONFERENCES, one) == key_of(CONFERENCES, same)
    keys = {key_of(CONFERENCES, query) for query in [one, *others]}
    keys.add(key_of(FILTER_OPTIONS, one))
    assert len(keys) == len(others) + 2
    assert re.fullmatch(
        rf"conf_summary:{app_id}:[0-9a-f]{{32}}:[0-9a-f]{{32}}", key_of(CONFERENCES, one)
    )


def test_the_previous_period_is_in_the_key_only_if_it_is_in_the_answer(app_id: UUID) -> None:
    query = SummaryQuery(app_id, start=raw.NOON)
    compared = replace(query, previous=(raw.NOON - timedelta(days=1), raw.NOON))

    assert key_of(CONFERENCES, query) == key_of(CONFERENCES, compared)
    assert key_of(DASHBOARD, query) != key_of(DASHBOARD, compared)


@pytest.mark.parametrize("summary", [CONFERENCES, DURATIONS, SESSIONS, DASHBOARD])
def test_an_answer_is_fresh_for_its_ttl_and_up_to_a_sixth_more_or_less(
    app_id: UUID, summary: Summary
) -> None:
    queries = [by_day(app_id, zone=zone) for zone in ("UTC", "Asia/Tokyo", "Asia/Kolkata")]
    for query in queries:
        answer(summary, query)
    earliest, latest = summary.ttl * 5 / 6, summary.ttl * 7 / 6

    let_pass(earliest - 1)
    assert [answer(summary, query).outcome for query in queries] == ["hit"] * 3
    let_pass(latest - earliest + 1)
    assert [answer(summary, query).outcome for query in queries] == ["miss"] * 3


def test_answers_do_not_expire_together(app_id: UUID) -> None:
    for number in range(9):
        answer(CONFERENCES, by_day(app_id, filters=Filters.of({"os": [str(number)]})))
    store = redis.Redis.from_url(settings.REDIS_URL)

    ttls = [store.hget(key, "ttl") for key in store.keys("conf_summary:*")]

    assert len(ttls) == 9
    assert len(set(ttls)) > 5


@pytest.mark.usefixtures("own_redis")  # other tests run commands on the shared one
def test_a_hit_is_one_round_trip_to_redis_and_no_query(
    app_id: UUID, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    query = by_day(app_id)
    first = answer(DASHBOARD, query)
    before = calls()

    with (
        django_assert_num_queries(0),
        patch.object(Connection, "send_packed_command", autospec=True, side_effect=SEND) as sent,
    ):
        second = answer(DASHBOARD, query)

    assert sent.call_count == 1
    # MULTI: the entry and its age are of one moment.
    assert calls() - before == Counter(["multi", "hmget", "pttl", "exec"])
    assert (first.outcome, second.outcome) == ("miss", "hit")
    assert second.entry == first.entry


def calls() -> Counter[str]:
    """How often Redis has run which command, INFO aside."""
    stats = redis_client().info("commandstats")
    stats.pop("cmdstat_info", None)
    return Counter({name.removeprefix("cmdstat_"): one["calls"] for name, one in stats.items()})


def test_an_answer_from_before_a_refresh_never_replaces_one_from_after_it(
    app_id: UUID,
) -> None:
    query = by_day(app_id)
    older = freshness_of([app_id])
    outdated = Entry.of({"data": []}, older.as_of)
    raw.conference(app_id)
    drain()
    newer = answer(CONFERENCES, query)

    store.put([((CONFERENCES, query), outdated)], older)

    assert answer(CONFERENCES, query).entry == newer.entry
    let_pass(120)
    store.put([((CONFERENCES, query), outdated)], older)
    assert answer(CONFERENCES, query).body == newer.body


def test_all_parts_of_an_answer_are_of_one_moment(app_id: UUID) -> None:
    with one_moment():
        before = compute([(CONFERENCES, by_day(app_id))])
        _conference_from_elsewhere(app_id)
        after = compute([(CONFERENCES, by_day(app_id))])

    assert before == after
    let_pass(120)
    assert b'"total":2' in answer(CONFERENCES, by_day(app_id)).body


def _conference_from_elsewhere(app_id: UUID) -> None:
    """Another connection adds a conference and refreshes."""

    def add() -> None:
        raw.conference(app_id)
        drain()
        connection.close()

    thread = threading.Thread(target=add)
    thread.start()
    thread.join()


def test_while_postgresql_is_away_the_last_answer_is_given_as_stale(
    client: APIClient, app_id: UUID
) -> None:
    asked = {"appId": str(app_id)}
    fresh = client.get(ADDRESS, asked)
    let_pass(LIFE - 60)
    database.breaker.open()
    try:
        stale = answer(CONFERENCES, by_day(app_id))
        with pytest.raises(ServerAway):
            answer(CONFERENCES, by_day(app_id, zone="Asia/Tokyo"))
    finally:
        database.breaker.close()

    assert stale.outcome == "stale"
    assert stale.body == fresh.content
    assert stale.as_of is not None
    assert stale.as_of.isoformat() == fresh["X-As-Of"]


def test_without_a_free_place_an_old_answer_is_given_and_a_new_question_is_refused(
    app_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = answer(CONFERENCES, by_day(app_id))
    let_pass(120)
    places = misses.Places(at_once=1, waiting=0, seconds=1, slow=60)
    monkeypatch.setattr(misses, "_PLACES", places)

    with misses.place_for("somebody"):
        stale = answer(CONFERENCES, by_day(app_id))
        with pytest.raises(misses.TooBusy):
            answer(CONFERENCES, by_day(app_id, zone="Asia/Tokyo"))

    assert (stale.outcome, stale.entry) == ("stale", fresh.entry)


def test_headers_tell_the_age_of_an_answer_and_who_may_keep_it(
    client: APIClient, app_id: UUID
) -> None:
    computed = client.get(ADDRESS, {"appId": str(app_id)})
    again = client.get(ADDRESS, {"appId": str(app_id)}, headers={"If-None-Match": computed["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    for response in (computed, again):
        as_of = datetime.fromisoformat(response["X-As-Of"])
        age = (clock.now() - as_of).total_seconds()
        assert age - 2 <= int(response["Age"]) <= age
        assert response["Cache-Control"] == "private, no-cache"
        assert set(response["Vary"].split(", ")) >= {"Accept-Encoding", "Authorization", "Cookie"}
    assert (computed["X-Cache"], again["X-Cache"]) == ("miss", "hit")


@pytest.mark.parametrize(
    ("accepts", "coding"),
    [
        ("gzip, deflate, br", "gzip"),
        ("br;q=1.0, gzip;q=0.8", "gzip"),
        ("gzip;q=0, br", None),
        ("gzip; q=0.0", None),
        ("br", None),
        ("", None),
    ],
)
def test_clients_get_the_same_body_with_gzip_only_if_they_accept_it(
    client: APIClient, app_id: UUID, accepts: str, coding: str | None
) -> None:
    plain = client.get(ADDRESS, {"appId": str(app_id)})
    response = client.get(ADDRESS, {"appId": str(app_id)}, headers={"Accept-Encoding": accepts})

    assert response.get("Content-Encoding") == coding
    body = gzip.decompress(response.content) if coding else response.content
    assert body == plain.content
    assert response["ETag"] == plain["ETag"]
