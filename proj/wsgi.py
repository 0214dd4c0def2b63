"""The WSGI application: `gunicorn proj.wsgi`."""

import os

import django
from django.core.management.base import BaseCommand

from proj.env import QUERY_TIMEOUT_SECONDS
from proj.request_log import LoggingHandler
from rollups.servers.database import bound_waits

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "proj.settings")

# A thread that waits for a hung PostgreSQL serves no request. PostgreSQL itself cancels slow
# queries. It gets 10 s more before we take it for hung.
bound_waits(seconds=QUERY_TIMEOUT_SECONDS + 10, query=QUERY_TIMEOUT_SECONDS)
django.setup(set_prefix=False)
BaseCommand().check()  # raises SystemCheckError
application = LoggingHandler()
