from argparse import ArgumentParser, ArgumentTypeError
from dataclasses import asdict
from json import dumps
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from rollups import clock
from rollups.health.tracing.findings import findings
from rollups.health.tracing.screen import screen
from rollups.health.tracing.trace import SECONDS, trace
from rollups.servers.breaker import ServerAway
from rollups.servers.database import timed_out


def conference_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise ArgumentTypeError(
            f"'{text}' is no UUID. Give the id of the row: SELECT id FROM public.conference "
            "WHERE conference_id = '…'"
        ) from None


class Command(BaseCommand):
    help = (
        "Follow one conference from its raw rows to the answers that count it, and say whether it "
        "is counted as it should be. It only reads. Exits with 1 if something is wrong or behind."
    )
    requires_system_checks = []  # it has to answer where they would fail

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("conference_id", type=conference_id, help="public.conference.id")
        parser.add_argument("--json", action="store_true", help="one JSON object")

    def handle(self, *args: object, conference_id: UUID, json: bool, **options: object) -> None:
        try:
            traced = trace(conference_id, clock.now())
        except ServerAway as error:
            raise CommandError(_away(error)) from error
        if not traced.is_known:
            raise CommandError(
                f"There is no conference {conference_id}: no raw row, no fact, and nothing queued. "
                "Nothing counts it."
            )
        found = findings(traced)
        if json:
            told = asdict(traced)
            told["to_build"] = [day._asdict() for day in traced.to_build]
            told["findings"] = [one._asdict() for one in found]
            self.stdout.write(dumps(told, default=_as_json))
        else:
            self.stdout.write("\n".join(screen(traced, found)))
        if found:
            raise SystemExit(1)


def _away(error: ServerAway) -> str:
    if timed_out(error):
        return (
            f"PostgreSQL did not finish within {SECONDS:.0f} s. See manage.py status: a lock, or a "
            "long queue, is in the way."
        )
    why = str(error.__cause__ or "").partition("\n")[0]
    return f"PostgreSQL does not answer: {why}. See that DATABASE_URL is right and leads to it."


def _as_json(value: object) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
