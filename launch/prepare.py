"""Brings a database up to date before other processes use it. One process: Django starts once.

Run as `python -m launch.prepare`, with ADMIN_PASSWORD in the environment. Prints one line of
JSON: {"empty": there is no conference, "captured": capture is on, "login": ADMIN can sign in with
that password}. The values are true or false.
"""

import json
import os
import sys

import django
from django.core.management import call_command

ADMIN = "admin"


def prepare(password: str) -> dict[str, bool]:
    from django.contrib.auth import authenticate, get_user_model

    from peermetrics.models import Conference
    from rollups.pipeline import capture

    call_command("migrate", interactive=False, verbosity=0)
    users = get_user_model().objects
    if not users.filter(is_superuser=True).exists():
        os.environ["DJANGO_SUPERUSER_PASSWORD"] = password
        call_command("createsuperuser", interactive=False, username=ADMIN, email="", verbosity=0)
    return {
        "empty": not Conference.objects.exists(),
        "captured": capture.status().on,
        "login": authenticate(username=ADMIN, password=password) is not None,
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "proj.settings")
    django.setup()
    sys.stdout.write(json.dumps(prepare(os.environ["ADMIN_PASSWORD"])))
