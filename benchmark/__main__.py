"""The command line of ./bench."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmark import run
from benchmark.measures import MEASURES
from benchmark.plan import SCALES
from launch.errors import LaunchError

_NAMES = [one.name for one in MEASURES]
_ABOUT = "Measure the product beside what people would use instead, in one run."
_MEASURES = "measures:\n" + "\n".join(
    f"  {one.name:<12} {one.title}{'' if one.by_default else f' (only with --{one.name})'}"
    for one in MEASURES
)


def _scale(text: str) -> int:
    if not text.isdecimal() or not 100 <= int(text) <= 10_000_000:
        raise argparse.ArgumentTypeError(f"a number from 100 to 10,000,000, not {text!r}")
    return int(text)


def _postgres(text: str) -> str | Path:
    return text if text.startswith(("postgresql://", "postgres://")) else Path(text).absolute()


def options(arguments: Sequence[str]) -> run.Options:
    parser = argparse.ArgumentParser(
        prog="./bench",
        description=_ABOUT,
        epilog=_MEASURES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--scale",
        type=_scale,
        default=SCALES[0],
        metavar="N",
        help=f"conferences in 30 days (default: {SCALES[0]}; the larger one is {SCALES[1]}; "
        "with fewer than 5,000 times are cut short, and only show that everything works)",
    )
    parser.add_argument(
        "--postgres",
        type=_postgres,
        metavar="URL|DIR",
        help="an EMPTY database on a server of yours: it is filled, and left so. Or the folder "
        "with initdb and postgres of another PostgreSQL, which is started with its default "
        "settings. Default: the bundled PostgreSQL, as ./run starts it",
    )
    parser.add_argument(
        "--only", nargs="+", choices=_NAMES, metavar="NAME", help="only these measures"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    parser.add_argument("--markdown", action="store_true", help="print the tables as Markdown")
    parser.add_argument(
        "--hour", action="store_true", help="also measure memory over an hour under traffic"
    )
    parser.add_argument(
        "--keep", action="store_true", help="keep the filled database for the next run"
    )
    given = parser.parse_args(arguments)
    if given.keep and isinstance(given.postgres, str):
        parser.error("--keep is for the PostgreSQL that ./bench starts: yours keeps its database.")
    names = given.only or [one.name for one in MEASURES if one.by_default]
    if given.hour and "hour" not in names:
        names = [*names, "hour"]
    return run.Options(
        given.scale, given.postgres, tuple(names), given.json, given.markdown, given.keep
    )


if __name__ == "__main__":
    try:
        sys.exit(run.run(options(sys.argv[1:])))
    except LaunchError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:  # before anything was started
        sys.exit(130)
