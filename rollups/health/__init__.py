"""How the product is: read once, and told by /readyz, /metrics and `manage.py status` alike."""
