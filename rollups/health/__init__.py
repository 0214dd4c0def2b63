"""Is all well? Read once, and shown by /readyz, /metrics and `manage.py status`."""
