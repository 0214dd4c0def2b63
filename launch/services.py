"""The processes of the product. They run in production too."""

from collections.abc import Mapping
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException

from launch.paths import BIN, PYTHON
from launch.ports import LOOPBACK
from launch.supervisor import Service


def page_url(port: int) -> str:
    return f"http://{LOOPBACK}:{port}/"


def product(port: int, env: Mapping[str, str]) -> list[Service]:
    """Web server, worker and beat."""
    celery = [str(BIN / "celery"), "--quiet", "-A", "proj"]
    return [
        Service(
            name="web",
            argv=[
                *(str(BIN / "gunicorn"), "proj.wsgi", "--bind", f"{LOOPBACK}:{port}"),
                # Its other settings are in gunicorn.conf.py.
                *("--graceful-timeout", "5", "--log-level", "warning"),
            ],
            env=env,
            ready=lambda: _answers(port),
        ),
        Service(
            name="worker",
            argv=[
                *(*celery, "worker", "--concurrency", "2"),
                # One worker needs neither. Gossip logs errors each time Redis comes back.
                *("--without-gossip", "--without-mingle"),
            ],
            # A person who starts ./run as root has no other user for it.
            env={**env, "PYTHONWARNINGS": "ignore:You're running the worker with superuser"},
        ),
        Service(name="beat", argv=[*celery, "beat"], env=env),
    ]


def traffic(env: Mapping[str, str]) -> Service:
    return Service(name="traffic", argv=[PYTHON, "manage.py", "simulate", "live"], env=env)


def _answers(port: int) -> bool:
    # http.client uses no proxy. A proxy would look for the page on its own loopback.
    connection = HTTPConnection(LOOPBACK, port, timeout=5)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
