"""What `gunicorn proj.wsgi` reads by itself from the folder that it is started in.

The command line overrules it. Leave `worker_class` as it is: slow clients stop any other.
"""

from proj import env, logs
from proj.refusals import REQUEST_LINE_BYTES

worker_class = "proj.web_worker.WebWorker"
workers = 2
threads = 12  # of each: two of them are left to hits, see rollups/cache/misses.py

# Seconds for the head of a request, and until an idle connection is closed. 0 would be no limit.
keepalive = 20
worker_connections = 900  # of each: a process often may have no more than 1,024 open files

limit_request_line = REQUEST_LINE_BYTES
limit_request_fields = 64  # of 8 KB each at most: so much memory a half-sent request can take

control_socket_disable = True  # it would lie in the home directory

logconfig_dict = logs.config(env.LOG_FORMAT, env.LOG_LEVEL)
