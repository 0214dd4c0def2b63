"""The product as in production, with servers that tests may stop."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.faults.stack import Stack, stack_in
from tests.health.scene import Scene, scene


@pytest.fixture(scope="module")
def stack(
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Stack]:
    folder = tmp_path_factory.mktemp("stack")
    (folder / "metrics").mkdir()
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PROMETHEUS_MULTIPROC_DIR", str(folder / "metrics"))
        with django_db_blocker.unblock(), stack_in(folder) as running, running.looked_at():
            running.start()
            running.traffic.stop()
            yield running


@pytest.fixture
def there(database: None) -> Scene:
    """A conference with two sessions and an issue, counted."""
    return scene()
