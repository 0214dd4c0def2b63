"""What `gunicorn proj.wsgi` reads by itself from the folder that it is started in."""

from proj import env, logs

logconfig_dict = logs.config(env.LOG_FORMAT, env.LOG_LEVEL)
