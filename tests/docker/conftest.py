"""A worker in a container, and brokers of several versions: what pytest-celery is made for.

Collected only where a Docker engine answers. What has to run everywhere runs in processes:
tests/faults, tests/proofs/races and tests/celerybeat.
"""

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import docker
import pytest
from django.core.management import call_command
from docker.errors import DockerException
from pytest_celery import CeleryBrokerCluster, CeleryWorkerContainer, RedisTestBroker
from pytest_django import DjangoDbBlocker
from pytest_docker_tools import build, container, fetch, fxtr

from launch.paths import ROOT
from launch.ports import LOOPBACK
from rollups.pipeline import backfill
from tests.faults.stack import django_on

NAME = "peermetrics"  # of the database, its user and their password


@cache
def an_engine_answers() -> bool:
    try:
        return bool(docker.from_env().ping())
    except DockerException:
        return False


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave the folder out where it could only fail; None: as pytest would decide."""
    return None if an_engine_answers() else True


class Worker(CeleryWorkerContainer):  # type: ignore[misc]  # the package has no types
    @classmethod
    def command(cls, *args: str, **kwargs: object) -> list[str]:
        return [
            *("celery", "-A", "proj", "worker", "--concurrency", "2", "--loglevel", "INFO"),
            *("--without-gossip", "--without-mingle"),
        ]


postgres_image = fetch(repository="postgres:18")
postgres = container(
    image="{postgres_image.id}",
    environment={f"POSTGRES_{part}": NAME for part in ("USER", "PASSWORD", "DB")},
    ports={"5432/tcp": None},
    network="{default_pytest_celery_network.name}",
    timeout=60,
)
worker_image = build(
    path=str(ROOT / "requirements"), dockerfile=str(Path(__file__).with_name("Dockerfile"))
)
default_worker_container = container(
    image="{worker_image.id}",
    command=fxtr("default_worker_command"),
    environment=fxtr("default_worker_env"),
    network="{default_pytest_celery_network.name}",
    volumes={str(ROOT): {"bind": "/app", "mode": "ro"}},
    wrapper_class=Worker,
    timeout=60,
)


@pytest.fixture
def default_worker_container_cls() -> type[Worker]:
    return Worker


@pytest.fixture(params=["redis:6.2", "redis:7.4", "redis:8"])
def default_redis_broker_image(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def celery_broker_cluster(celery_redis_broker: RedisTestBroker) -> Iterator[CeleryBrokerCluster]:
    """Redis alone: the product speaks to no other broker."""
    cluster = CeleryBrokerCluster(celery_redis_broker)
    yield cluster
    cluster.teardown()


@pytest.fixture
def celery_backend_cluster() -> None:
    """None: the product keeps no results."""


@pytest.fixture
def default_worker_env(migrated: str, celery_broker_cluster: CeleryBrokerCluster) -> dict[str, str]:
    broker = celery_broker_cluster[0].config()["url"]
    return {
        "DATABASE_URL": migrated,
        "CELERY_BROKER_URL": broker,
        "REDIS_URL": f"{broker.rpartition('/')[0]}/1",
        "SECRET_KEY": os.environ["SECRET_KEY"],
    }


@pytest.fixture
def migrated(postgres: CeleryWorkerContainer, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The database's URL within the network; the test's own queries go there too."""
    _, port = postgres.get_addr("5432/tcp")
    there = {"HOST": LOOPBACK, "PORT": str(port), "NAME": NAME, "USER": NAME, "PASSWORD": NAME}
    with django_db_blocker.unblock(), django_on(there):
        call_command("migrate", interactive=False, verbosity=0)
        backfill.run()
        yield f"postgresql://{NAME}:{NAME}@{postgres.attrs['Config']['Hostname']}/{NAME}"
