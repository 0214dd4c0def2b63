"""What wrk prints is read, and a run with refused requests is no result."""

from pathlib import Path

import pytest

from benchmark.load import Load, parsed
from benchmark.measures import LeftOut, hit
from benchmark.plan import plan_for
from benchmark.scene import Scene

SAID = """Running 10s test @ http://127.0.0.1:8000/v1/dashboard
  2 threads and 16 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     1.20ms   10.00ms 100.00ms   99.00%
    Req/Sec     1.00k     10.00     1.10k    70.00%
  Latency Distribution
     50%  500.00us
     75%    1.10ms
     90%    1.30ms
     99%    1.02s
  20000 requests in 10.00s, 60.00MB read
Requests/sec:   1999.50
Transfer/sec:      6.00MB
"""


def test_latencies_are_read_in_milliseconds() -> None:
    assert parsed(SAID) == Load(p50=0.5, p99=1020, per_second=1999.5)


@pytest.mark.parametrize(
    "complaint",
    [
        "  Non-2xx or 3xx responses: 3\n",
        "  Socket errors: connect 0, read 0, write 0, timeout 7\n",
    ],
)
def test_a_run_with_refused_requests_is_an_error(complaint: str) -> None:
    with pytest.raises(RuntimeError, match="refused requests, or did not answer"):
        parsed(SAID.replace("Requests/sec", f"{complaint}Requests/sec"))


def test_without_wrk_a_line_says_what_to_install(tmp_path: Path) -> None:
    scene = Scene(plan_for(200), tmp_path, port=0, bare_port=0, programs={})

    with pytest.raises(LeftOut, match=r"there is no wrk on this machine\. .*apt-get install wrk"):
        next(hit.measure(scene))
