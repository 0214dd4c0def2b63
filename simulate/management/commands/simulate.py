"""`manage.py simulate history|live` writes rows in PeerMetrics' form."""

import signal
import time
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError, connection
from django.utils import timezone
from tqdm import tqdm

from simulate import history, live, store, traffic


def _moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(
            f"{text!r} is no time; expected ISO 8601, for example 2026-11-20T12:00:00Z"
        ) from error
    return at if at.tzinfo else timezone.make_aware(at)


def _number(kind: Callable[[str], Any], most: int) -> Callable[[str], Any]:
    def parse(text: str) -> Any:
        try:
            number = kind(text)
        except ValueError:
            number = 0
        if not 0 < number <= most:
            raise ArgumentTypeError(f"{text!r} is not a number above 0 and up to {most:,}")
        return number

    return parse


class Command(BaseCommand):
    help = "Write simulated conferences into PeerMetrics' tables, in PeerMetrics' way."

    def add_arguments(self, parser: CommandParser) -> None:
        kinds = parser.add_subparsers(dest="kind", required=True)
        past = kinds.add_parser("history", help="fill the days until now, in bulk")
        past.add_argument("--days", type=_number(float, 3_650), default=30)
        past.add_argument("--conferences", type=_number(int, 10_000_000), default=42_177)
        past.add_argument("--seed", type=int, default=1)
        past.add_argument("--now", type=_moment, help="end of the history (default: now)")
        filled = past.add_mutually_exclusive_group()
        filled.add_argument(
            "--add", action="store_true", help="write even if there are some already"
        )
        filled.add_argument(
            "--if-empty", action="store_true", help="do nothing if there are some already"
        )
        now = kinds.add_parser("live", help="write conferences continuously, at a rate")
        now.add_argument(
            "--rate",
            type=_number(float, 60_000),
            default=20,
            help="conferences a minute (default: 20)",
        )
        now.add_argument("--seed", type=int, default=1)
        now.add_argument("--duration", type=_number(float, 10**8), help="seconds (default: no end)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["kind"] == "history":
            self._history(**options)
        else:
            self._live(**options)

    def _history(
        self,
        days: float,
        conferences: int,
        seed: int,
        now: datetime | None,
        *,
        add: bool,
        if_empty: bool,
        **_: Any,
    ) -> None:
        with connection.cursor() as cursor:
            held = store.held(cursor)
        if held and if_empty:
            self.stdout.write(f"The simulated apps hold {held:,} conferences: nothing to do.")
            return
        if held and not add:
            raise CommandError(
                f"The simulated apps hold {held:,} conferences already. Use --add to write "
                "more of them, or --if-empty to accept them."
            )
        began = time.monotonic()
        # disable=None: no bar if the output is not a terminal
        with tqdm(total=conferences, unit=" conferences", desc="history", disable=None) as bar:
            try:
                rows = history.fill(seed, now or timezone.now(), days, conferences, bar.update)
            except IntegrityError as error:
                raise CommandError(
                    f"Nothing was written: {store.reason(error)}. Was a history with the same "
                    "--seed and --now added before? Another --seed gives other rows."
                ) from error
        counts = ", ".join(f"{number:,} {table}" for table, number in rows.items())
        self.stdout.write(f"Wrote {counts} in {time.monotonic() - began:.1f} s.")

    def _live(self, rate: float, seed: int, duration: float | None, **_: Any) -> None:
        now, stop = timezone.now(), Event()
        until = now + timedelta(seconds=duration) if duration else None
        player = live.Player(stop, self._say, until)
        with _stopped_by_signals(stop):
            with connection.cursor() as cursor:
                store.ensure_apps(cursor, now)
            self._say(f"{rate:g} conferences a minute, until stopped.")
            player.play(traffic.in_order(traffic.from_now_on(seed, now, rate)))
            player.hang_up()
        self._say(player.summary())

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


@contextmanager
def _stopped_by_signals(stop: Event) -> Iterator[None]:
    numbers = (signal.SIGTERM, signal.SIGINT)
    before = [signal.signal(number, lambda *_: stop.set()) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)
