"""What stops a start."""


class LaunchError(Exception):
    """Shown to the person at the terminal: what was wrong, where, and how to mend it."""
