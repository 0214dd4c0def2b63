"""Settings that `gunicorn proj.wsgi` reads from this file in its working directory.

Command line options override them. Keep `worker_class`: slow clients block every other class.
"""

from proj import env, logs
from proj.refusals import REQUEST_LINE_BYTES

worker_class = "proj.web_worker.WebWorker"
logger_class = "proj.web_worker.ServerLog"
workers = 2
threads = 12  # per process; two of them are reserved for hits, see rollups/cache/misses.py

# Seconds for the head of a request, and for an idle connection. 0 means no limit.
keepalive = 20
worker_connections = 900  # per process; a process may often open 1,024 files at most

limit_request_line = REQUEST_LINE_BYTES
limit_request_fields = 64  # at most 8 KB each; bounds the memory of a half-sent request

control_socket_disable = True  # its file would be in the home directory

logconfig_dict = logs.config(env.LOG_FORMAT, env.LOG_LEVEL)
