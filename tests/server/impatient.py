"""gunicorn.conf.py of a server that gives each client two seconds at most."""

import runpy

from launch.paths import ROOT
from proj import refusals, web_worker

refusals.BODY_WITHIN, web_worker.ANSWERED_WITHIN = 1, 2

globals().update(runpy.run_path(str(ROOT / "gunicorn.conf.py")))
keepalive = 1
