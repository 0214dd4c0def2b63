"""What the races share."""

import pytest

from tests.histories.history import Connect
from tests.histories.product import Product
from tests.races.scene import World


@pytest.fixture
def world(connect: Connect) -> World:
    return World(connect)


@pytest.fixture
def product(database: None) -> Product:
    return Product()
