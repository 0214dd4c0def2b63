"""Ports on the loopback interface."""

import socket

from launch.errors import LaunchError

LOOPBACK = "127.0.0.1"


def free_port() -> int:
    """A port on which no process listens at the moment."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def require_free(port: int) -> None:
    with socket.socket() as probe:
        # As the web server does. A port whose last connections are still closing counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError as error:
            raise LaunchError(
                f"Port {port} cannot be used: {error.strerror}. Choose another: ./run --port "
                f"{port + 1}"
            ) from error
