"""Schemathesis loads these hooks before it asks the API."""

import os
from typing import Any

import redis
import schemathesis
from hypothesis import strategies as st
from schemathesis import Case, HookContext

ZONES = ("UTC", "Europe/Berlin", "Asia/Kathmandu", "Pacific/Apia", "Etc/GMT+12")
schemathesis.openapi.format("iana-time-zone", st.sampled_from(ZONES))

ASKED: set[str] = set()  # operations that were asked once
SERVER = redis.Redis.from_url(os.environ["REDIS_URL"])


@schemathesis.hook
def before_call(context: HookContext, case: Case, kwargs: dict[str, Any]) -> None:
    """Make a request that the schema allows one that the API accepts.

    Some parameters exclude each other, and OpenAPI cannot say so: one of them is removed. no_cache
    is slow, so each operation gets it once only. The limits of attempts to log in and to change a
    password are reset, because the eleventh attempt must be read too.
    """
    query = case.query
    if case.meta and case.meta.generation.mode.is_positive and query:
        if "range" in query:
            leave_out(query, "created_at_gte", "created_at_lte")
        if "page" in query:
            leave_out(query, "limit", "offset")
        if query.get("group_by") == "hour":
            query["range"] = "24h"
            leave_out(query, "created_at_gte", "created_at_lte")
        if query.get("no_cache") and case.operation.label in ASKED:
            leave_out(query, "no_cache")
        ASKED.add(case.operation.label)
    if case.method in {"POST", "PUT"}:
        SERVER.delete(*SERVER.keys("limit:*") or ["none"])


def leave_out(query: dict[str, Any], *names: str) -> None:
    for name in names:
        query.pop(name, None)
