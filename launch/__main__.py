"""The command line behind ./run and ./test."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from launch import run, suite
from launch.errors import LaunchError
from launch.paths import ROOT

_ENVIRONMENT = """
servers of your own:
  DATABASE_URL       postgresql://user:password@host:5432/name: use that database and start
                     none. Nothing simulated is written to it without --traffic.
  REDIS_URL          redis://host:6379/0: the cache
  CELERY_BROKER_URL  redis://host:6379/1: the broker
                     If only one of the two is given, the other is the next database of the
                     same server.
  SECRET_KEY         if not set: generated, and kept in the data directory
  ALLOWED_HOSTS      if not set: localhost,127.0.0.1
"""


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"a port is a number from 1 to 65535, not {text!r}")
    return int(text)


def _options(arguments: Sequence[str]) -> run.Options:
    parser = argparse.ArgumentParser(
        prog="./run",
        description="Start everything on this machine, and stop it with Ctrl-C.",
        epilog=_ENVIRONMENT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--setup", action="store_true", help="only install and build, then exit")
    parser.add_argument("--port", type=_port, default=8000, help="of the page (default: 8000)")
    parser.add_argument(
        "--traffic",
        action=argparse.BooleanOptionalAction,
        help="simulate live conferences (default: only in a database of our own)",
    )
    parser.add_argument(
        "--data",
        type=Path,
        default=ROOT / ".local",
        metavar="DIR",
        help="where PostgreSQL's data and the secrets are kept (default: .local)",
    )
    given = parser.parse_args(arguments)
    return run.Options(given.port, given.data.resolve(), given.traffic, given.setup)


def main(command: str, arguments: Sequence[str]) -> int:
    if command == "test":
        return suite.test(arguments)
    return run.run(_options(arguments))


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1], sys.argv[2:]))
    except LaunchError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:  # before anything was started
        sys.exit(130)
