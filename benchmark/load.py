"""HTTP load by wrk."""

import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass

_MILLISECONDS = {"us": 0.001, "ms": 1.0, "s": 1_000.0, "m": 60_000.0}


@dataclass(frozen=True)
class Load:
    """Latencies in milliseconds, and requests a second."""

    p50: float
    p99: float
    per_second: float


def load(
    wrk: str, url: str, headers: Mapping[str, str], *, connections: int, seconds: float
) -> Load:
    """Send requests for so many seconds. Raise RuntimeError if any is refused or fails."""
    given = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    argv = [
        *(wrk, "--latency", f"-t{min(2, connections)}", f"-c{connections}"),
        *(f"-d{max(1, round(seconds))}s", "--timeout", "30s", *given, url),
    ]
    said = subprocess.run(
        argv, check=True, capture_output=True, text=True, timeout=seconds + 60
    ).stdout
    return parsed(said)


def parsed(said: str) -> Load:
    """Read what wrk prints."""
    if "Non-2xx" in said or "Socket errors" in said:
        raise RuntimeError(f"The server refused requests, or did not answer:\n{said}")
    latencies = {
        percent: float(number) * _MILLISECONDS[unit]
        for percent, number, unit in re.findall(r"(50|99)%\s+([\d.]+)(us|ms|s|m)\b", said)
    }
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    if rate is None or len(latencies) != 2:
        raise RuntimeError(f"What wrk prints cannot be read:\n{said}")
    return Load(latencies["50"], latencies["99"], float(rate[1]))
