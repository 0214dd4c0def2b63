from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection

from rollups.installation import uninstall
from rollups.servers import role

_WARNING = """\
This drops schema rollups of database {database}: every rollup and fact, and the users, tokens and
memberships of the dashboard. PeerMetrics' own tables stay as they are.
Type 'yes' to go on, or 'no' to stop: """

_ROLE = """\
Role {role} remains. To remove it, an administrator types in this database:
    DROP OWNED BY {role};
    DROP ROLE {role};"""


class Command(BaseCommand):
    help = (
        "Take everything of ours out of the database: turn capture off, then drop schema rollups. "
        "PeerMetrics may go on writing."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--no-input", "--noinput", action="store_false", dest="interactive", help="do not ask"
        )

    def handle(self, *args: object, interactive: bool, **options: object) -> None:
        if uninstall.is_installed():
            if others := uninstall.connections():
                raise CommandError(
                    f"The product still runs: it has {others} connections. Stop web server, "
                    "worker and beat, then try again."
                )
            database = connection.settings_dict["NAME"]
            if interactive and input(_WARNING.format(database=database)) != "yes":
                raise CommandError("Nothing was removed.")
            self._uninstall()
        self.stdout.write("There is no schema rollups in this database, and no trigger of ours.")
        self.stdout.write(
            _ROLE.format(role=connection.ops.quote_name(role.name()))
            if role.is_ours_alone()
            else f"Role {role.name()} is PeerMetrics' own, and stays."
        )
        self.stdout.write("What the cache holds expires within a day.")

    def _uninstall(self) -> None:
        try:
            uninstall.uninstall()
        except OperationalError as error:
            raise CommandError(
                f"Somebody holds a lock for too long: {str(error).strip()}. PeerMetrics goes on as "
                "before. See pg_stat_activity for the oldest transaction, then try again."
            ) from error
