"""The live peer of a computed answer is bounded in time."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection

from benchmark.live.queries import LIVE, Asked
from benchmark.measures import computed
from benchmark.plan import plan_for
from benchmark.scene import Scene


def test_a_live_query_that_takes_too_long_is_cancelled(
    database: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sleep(asked: Asked) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(5)")
        return 0

    monkeypatch.setitem(LIVE, "issues/summary", sleep)
    monkeypatch.setattr(computed, "_LONGEST_LIVE", 1)
    scene = Scene(plan_for(200), tmp_path, port=0, bare_port=0, programs={})
    scene.__dict__["app"] = type("App", (), {"id": uuid4()})

    live = computed.live_ms(scene, computed.Form("no filter"), "issues/summary")

    assert live == 1000
    assert computed.peer(live) == "live, as PeerMetrics counts, cancelled after 1 s"
    assert computed.peer(999) == "live, as PeerMetrics counts"
