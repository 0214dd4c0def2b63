"""Waits until all is normal, and checks that every number is right then."""

import logging
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.db import DatabaseError, InterfaceError, connection
from rest_framework.authtoken.models import Token

from api.models import Membership
from rollups.pipeline.audit import audit_all
from tests import raw
from tests.faults.client import Client, Seen, watched
from tests.faults.stack import Stack
from tests.proofs.oracle import Query, dashboard, read_raw_tables
from tests.waiting import until

RANGE = "7d"

logger = logging.getLogger(__name__)


@dataclass
class Judge:
    """Has an app that only it writes to, so it knows the right answer.

    `written`: the number of the app's conferences.
    """

    stack: Stack
    app_id: UUID
    member: Client  # of that app's organization
    superuser: Client
    written: int = 0

    @classmethod
    def of(cls, stack: Stack) -> "Judge":
        organization = raw.organization()
        member = User.objects.create(username="member")
        Membership.objects.create(user=member, organization_id=organization)
        superuser = User.objects.create(username="judge", is_superuser=True)
        app_id = raw.app(organization)
        return cls(stack, app_id, _client(stack, member), _client(stack, superuser))

    def watched(self) -> AbstractContextManager[Seen]:
        """Until the block ends, a member asks for the app's numbers. Collects the answers."""
        return watched(self.member, self.app_id)

    def write(self) -> None:
        """Commit a conference as soon as the database accepts it."""
        until(self._could_write)
        self.written += 1

    def _could_write(self) -> bool:
        try:
            raw.conference(self.app_id, datetime.now(UTC))
        except (DatabaseError, InterfaceError):
            connection.close()
            return False
        return True

    def seen(self) -> int:
        """The number of conferences in the warm answer; -1 if the answer is no hit."""
        answer = self.member.get("conferences/summary", self._question())
        if (answer.status, answer.cache) != (200, "hit"):
            return -1
        return sum(day["total"] for day in answer.json()["data"])

    def listed(self) -> int:
        """The number of conferences in the list; -1 if there is no list."""
        answer = self.member.get("conferences", {**self._question(), "limit": "1"})
        return int(answer.json()["count"]) if answer.status == 200 else -1

    def wait_until_normal(self, *, after: str) -> None:
        """Wait until a conference written now is in the warm answer and in the list.

        Logs the seconds since the fault `after`.
        """
        began = time.monotonic()
        self.write()
        # A caller may send 2,000 requests a minute.
        until(lambda: self.seen() == self.listed() == self.written, every=0.15)
        logger.info("%s: normal after %.1f s", after, time.monotonic() - began)

    def assert_exact(self) -> None:
        """Nothing is lost or counted twice. After the traffic stops, the product's answers become
        equal to the oracle's, and its tables to the raw rows, without help."""
        self.stack.traffic.stop()
        until(lambda: not queued())
        until(lambda: not [*self._wrong()], lambda: "\n".join(self._wrong()))
        assert list(audit_all()) == []

    def _question(self) -> dict[str, str]:
        return {"appId": str(self.app_id), "range": RANGE}

    def _wrong(self) -> Iterator[str]:
        with self.stack.connect() as other:
            raw_tables = read_raw_tables(other)
        other.close()
        apps = {str(row["app_id"]) for row in raw_tables.conferences}
        for query in (Query(app, named=RANGE) for app in sorted(apps)):
            expected = dashboard(raw_tables, query, datetime.now(UTC))
            answer = self.superuser.get("dashboard", {"appId": query.app_id, "range": RANGE})
            if answer.status != 200 or answer.json() != expected:
                yield f"{answer}\ninstead of {expected}"


def _client(stack: Stack, user: User) -> Client:
    return Client(stack.port, Token.objects.create(user=user).key)


def queued() -> int:
    """The number of rows in the queue."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM rollups.change_queue")
        return int(cursor.fetchone()[0])
