from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from rollups.definitions.declarations import Rollup
from rollups.definitions.registry import declared
from rollups.pipeline import scripts

_SCRIPTS = {"refresh": scripts.refresh, "backfill": scripts.backfill, "audit": scripts.audit}


class Command(BaseCommand):
    help = (
        "Print the SQL that refresh, backfill or audit run, as a script for psql. The script keeps "
        "nothing. No database is needed to print it."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("of", choices=[*_SCRIPTS], help="whose SQL")
        parser.add_argument("--rollup", help="only what leads to this rollup, by its table's name")

    def handle(self, *args: object, of: str, rollup: str | None, **options: object) -> None:
        self.stdout.write(_SCRIPTS[of](_rollup(rollup) if rollup else None))


def _rollup(name: str) -> Rollup:
    rollups = {one.name: one for one in declared().rollups}
    if name not in rollups:
        raise CommandError(f"There is no rollup {name}. There are: {', '.join(sorted(rollups))}.")
    return rollups[name]
