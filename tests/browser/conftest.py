"""A real Chromium with the real processes: gunicorn, a Celery worker and Celery beat."""

import os
from collections.abc import Generator, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from launch.ports import free_port
from launch.programs import CHROMIUM
from launch.services import product
from launch.supervisor import Service
from tests import raw
from tests.browser.dashboard import PATIENCE_MS, Dashboard
from tests.process import environment, running

_FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


@pytest.fixture(scope="package")
def product_services(migrated_database: None) -> list[Service]:
    """Web server, worker and beat, on the test database."""
    return product(free_port(), environment())


@pytest.fixture(scope="package")
def website(
    product_services: list[Service], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The URL of a running web server. Worker and beat do not run: nothing changes by itself."""
    web = product_services[0]
    with running([web], tmp_path_factory.mktemp("website")):
        yield f"http://{web.argv[web.argv.index('--bind') + 1]}"


# For few tests only: the worker empties the queue during the test.
@pytest.fixture
def live_stack(website: str, product_services: list[Service], tmp_path: Path) -> Iterator[None]:
    """The web server with worker and beat, as in production."""
    with running(product_services[1:], tmp_path):
        yield


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    path = CHROMIUM.find()
    if path is None:
        message = "Chromium is missing. Install it, or set CHROMIUM to its path."
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    # Playwright runs an event loop in this thread. Django would refuse queries beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_FLAGS, timeout=PATIENCE_MS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def new_visitor(chromium: Browser, website: str) -> BrowserContext:
    """A separate browser that is not signed in. Its timeouts suit a busy machine."""
    context = chromium.new_context(
        base_url=website,
        viewport={"width": 1280, "height": 900},
        reduced_motion="reduce",
        timezone_id="Pacific/Auckland",  # days without a zone in the URL are UTC nevertheless
    )
    context.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    return context


_FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed:
        item.stash[_FAILED] = True
    return report


@pytest.fixture
def visitor(
    chromium: Browser, website: str, database: None, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[BrowserContext]:
    """A browser that is not signed in. After a failure, tmp_path has screenshots of its pages."""
    context = new_visitor(chromium, website)
    yield context
    if request.node.stash.get(_FAILED, False):
        for number, page in enumerate(context.pages):
            page.screenshot(path=tmp_path / f"page-{number}.png", full_page=True)
    context.close()


@pytest.fixture
def signed_in(visitor: BrowserContext, website: str, superuser: User) -> BrowserContext:
    client = Client()
    client.force_login(superuser)
    session = client.cookies["rollups_session"].value
    visitor.add_cookies([{"name": "rollups_session", "value": session, "url": website}])
    return visitor


@pytest.fixture
def app_id(database: None) -> UUID:
    return raw.app()


@pytest.fixture
def page(visitor: BrowserContext) -> Iterator[Page]:
    """A page that fails the test at an exception or a console error."""
    complaints: list[str] = []
    page = visitor.new_page()
    page.on("pageerror", lambda error: complaints.append(error.stack or str(error)))
    page.on(
        "console",
        lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None,
    )
    yield page
    # The browser logs refused requests itself. The tests cause them on purpose.
    unexpected = [text for text in complaints if not text.startswith("Failed to load resource")]
    assert not unexpected, "\n".join(unexpected)


@pytest.fixture
def dashboard(signed_in: BrowserContext, page: Page, app_id: UUID) -> Dashboard:
    """The app's dashboard, not opened yet."""
    return Dashboard(page, app_id)
