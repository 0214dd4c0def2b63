"""Fixtures of the races."""

import pytest

from tests.proofs.histories.history import Connect
from tests.proofs.histories.product import Product
from tests.proofs.races.scene import World


@pytest.fixture
def world(connect: Connect) -> World:
    return World(connect)


@pytest.fixture
def product(database: None) -> Product:
    return Product()
