from argparse import ArgumentParser
from collections.abc import Iterable
from json import dumps
from textwrap import wrap

from django.core.management.base import BaseCommand

from rollups.health.checks import Check
from rollups.health.report import everything
from rollups.servers.database import bound_waits

_SILENCE = 2  # seconds
_WIDTH = 100
_INDENT = " " * 23


class Command(BaseCommand):
    help = "Tell whether all is well, and what to do where it is not. Exits with 1 if it is not."
    requires_system_checks = []  # it has to answer where they would fail

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object")

    def handle(self, *args: object, json: bool, **options: object) -> None:
        bound_waits(_SILENCE)
        checks = list(everything())
        well = all(one.ok for one in checks)
        if json:
            found = {"ok": well, "checks": [one._asdict() for one in checks]}
            self.stdout.write(dumps(found))
        else:
            self.stdout.write("\n".join(_screen(checks)))
        if not well:
            raise SystemExit(1)


def _screen(checks: list[Check]) -> Iterable[str]:
    for one in checks:
        yield f"{'ok' if one.ok else 'NOT OK':<8} {one.name:<13} {one.value}"
        yield from wrap(
            one.mend, _WIDTH, initial_indent=f"{_INDENT}-> ", subsequent_indent=f"{_INDENT}   "
        )
    wrong = sum(not one.ok for one in checks)
    yield f"\n{wrong} of {len(checks)} checks are not ok." if wrong else "\nAll is well."
