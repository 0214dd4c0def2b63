"""The fixtures of the tests of the system checks."""

from tests.definitions.conftest import found, rooms

__all__ = ["found", "rooms"]
