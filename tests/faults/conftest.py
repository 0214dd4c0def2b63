"""One stack for the tests of a module: whatever one of them stopped runs again for the next."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.faults.judge import Judge
from tests.faults.stack import Stack, stack_in


@pytest.fixture(scope="module")
def running(
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Judge]:
    with django_db_blocker.unblock(), stack_in(tmp_path_factory.mktemp("stack")) as stack:
        yield Judge.of(stack)


@pytest.fixture
def judge(running: Judge) -> Iterator[Judge]:
    """Of a stack that is well, under live traffic."""
    running.stack.start()
    running.wait_until_normal(after="start")
    yield running
    running.stack.traffic.stop()


@pytest.fixture
def stack(judge: Judge) -> Stack:
    return judge.stack
