"""gunicorn.conf.py of a server that bears no client for longer than two seconds."""

import runpy

from launch.paths import ROOT
from proj import refusals, web_worker

refusals.BODY_WITHIN, web_worker.ANSWERED_WITHIN = 1, 2

globals().update(runpy.run_path(str(ROOT / "gunicorn.conf.py")))
keepalive = 1
