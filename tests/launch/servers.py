"""Starts the two embedded servers as ./run does, prints their addresses, and waits.

    python -m tests.launch.servers DATA_DIRECTORY

Prints one line of JSON: {"database": url, "cache": url}.
"""

import json
import sys
from pathlib import Path
from typing import Never

from launch.errors import LaunchError
from launch.lock import locked
from launch.postgres import start_postgres
from launch.redis_server import start_redis
from launch.supervisor import Supervisor, supervised


async def _serve(supervisor: Supervisor, data: Path) -> Never:
    database = await start_postgres(supervisor, data, "secret", durable=False)
    cache, _ = await start_redis(supervisor, data)
    supervisor.printer.say(json.dumps({"database": database, "cache": cache}))
    await supervisor.serve()


def main(data: Path) -> int:
    with locked(data):
        return supervised(lambda supervisor: _serve(supervisor, data))


if __name__ == "__main__":
    try:
        sys.exit(main(Path(sys.argv[1])))
    except LaunchError as error:
        sys.exit(str(error))
