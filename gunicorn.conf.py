"""What `gunicorn proj.wsgi` reads by itself from the folder that it is started in.

The command line overrules it, but for `worker_class` leave that alone: see proj/web_worker.py.
"""

from proj import env, logs

worker_class = "proj.web_worker.WebWorker"
workers = 2
threads = 12  # of each: two of them are left to hits, see rollups/computing.py

keepalive = 20  # seconds for the head of a request, and until an idle connection is closed
worker_connections = 900  # of each: a process often may have no more than 1,024 open files

# For 16 KB of filter values. Other headers are far shorter.
limit_request_line = 16 * 1024
limit_request_fields = 64

control_socket_disable = True  # it would lie in the home directory

logconfig_dict = logs.config(env.LOG_FORMAT, env.LOG_LEVEL)
