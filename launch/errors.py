"""The error that stops ./run and ./test."""


class LaunchError(Exception):
    """Its text is shown at the terminal: what was wrong, where, and how to fix it."""
