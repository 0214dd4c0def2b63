from argparse import ArgumentParser
from datetime import date
from json import dumps
from uuid import UUID

from django.core.management.base import BaseCommand

from rollups.pipeline.audit import EVERYTHING_FROM, EVERYTHING_TO, audit_all


class Command(BaseCommand):
    help = (
        "Compare raw rows with facts, and facts with rollups; name every difference. "
        "Exits with 1 if there is any, repaired or not."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--app", type=UUID, help="only this app, by its id")
        parser.add_argument(
            "--from", type=date.fromisoformat, dest="first", help="from this day (UTC): 2026-11-20"
        )
        parser.add_argument(
            "--to", type=date.fromisoformat, dest="last", help="to this day (UTC), included"
        )
        parser.add_argument("--repair", action="store_true", help="mend what differs")
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    def handle(
        self,
        *args: object,
        app: UUID | None,
        first: date | None,
        last: date | None,
        repair: bool,
        json: bool,
        **options: object,
    ) -> None:
        found = 0
        for difference in audit_all(
            app, first or EVERYTHING_FROM, last or EVERYTHING_TO, repair=repair
        ):
            found += 1
            self.stdout.write(dumps(difference.as_json()) if json else str(difference))
        if not json:
            repaired = ", and repaired" if repair and found else ""
            self.stdout.write(f"{found} differences found{repaired}.")
        if found:
            raise SystemExit(1)
