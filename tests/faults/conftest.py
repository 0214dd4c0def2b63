"""One stack for all tests here that one pytest-xdist worker runs.

A server that a test stopped runs again for the next test.
"""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from pytest_django import DjangoDbBlocker

from tests.faults.judge import Judge
from tests.faults.stack import Stack, stack_in


@pytest.fixture(scope="session")
def running(
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Judge]:
    with ExitStack() as until_the_end:
        with django_db_blocker.unblock():
            stack = until_the_end.enter_context(stack_in(tmp_path_factory.mktemp("stack")))
            with stack.looked_at():
                judge = Judge.of(stack)
        yield judge


@pytest.fixture
def judge(running: Judge, django_db_blocker: DjangoDbBlocker) -> Iterator[Judge]:
    """The judge of a healthy stack under live traffic."""
    with django_db_blocker.unblock(), running.stack.looked_at():
        running.stack.start()
        running.wait_until_normal(after="start")
        yield running
        running.stack.traffic.stop()


@pytest.fixture
def stack(judge: Judge) -> Stack:
    return judge.stack
