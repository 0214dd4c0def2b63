"""The page shows what PeerMetrics writes, while it writes."""

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from playwright.sync_api import expect

from tests import raw
from tests.browser.dashboard import Dashboard, settle


@pytest.mark.usefixtures("live_stack")
def test_a_conference_written_after_the_page_was_opened_appears_without_a_reload(
    dashboard: Dashboard,
) -> None:
    now = datetime.now(UTC)
    raw.conference(dashboard.app_id, now)
    settle()
    dashboard.open()
    dashboard.expect_total(1)
    dashboard.expect_drawn(1)
    dashboard.page.evaluate("window.sameDocument = true")

    conference = raw.conference(dashboard.app_id, now, ongoing=True)

    dashboard.expect_total(2)
    dashboard.expect_drawn(2)
    expect(dashboard.chart).to_have_attribute("aria-label", re.compile("ongoing 1"))

    session = raw.session(conference, raw.participant(dashboard.app_id))
    raw.issue(conference, session, type="e")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE public.conference SET ongoing = false WHERE id = %s", [str(conference)]
        )

    expect(dashboard.tile("With errors").locator(".count")).to_have_text("50%")
    expect(dashboard.chart).to_have_attribute("aria-label", re.compile("errors 1, ongoing 0"))
    expect(dashboard.card("issues").bars).to_have_text(re.compile("could not be established"))
    assert dashboard.page.evaluate("window.sameDocument") is True


def test_the_age_of_the_data_ticks(dashboard: Dashboard) -> None:
    raw.conference(dashboard.app_id, datetime.now(UTC))
    settle()
    dashboard.open()
    label = dashboard.page.get_by_text("ata as of")

    for _ in range(3):
        before = label.inner_text()
        expect(label).not_to_have_text(before)
