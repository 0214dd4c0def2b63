"""Names come from clients' JSON. Everywhere they are shown as text, whatever they contain."""

from datetime import UTC, datetime
from uuid import UUID

from django.db import connection
from playwright.sync_api import expect

from tests import raw
from tests.browser.dashboard import ALL_TABLES, CARDS, Dashboard, settle

IMAGE = "<img src=x onerror=hacked=1>"
SCRIPT = "</script><script>hacked=1</script>"
BREAKOUT = "\"'><svg/onload=hacked=1>{{hacked=1}}"


def write(app_id: UUID) -> UUID:
    now = datetime.now(UTC)
    conference = raw.conference(
        app_id, now, conference_name=IMAGE + BREAKOUT[:30], conference_id=SCRIPT
    )
    person = raw.participant(app_id, participant_id=BREAKOUT, participant_name=IMAGE)
    raw.member(conference, person)
    session = raw.session(
        conference,
        person,
        created_at=now,
        app_version="<b onclick=h()>",
        platform={
            "browser": {"name": IMAGE, "version": SCRIPT},
            "os": {"name": BREAKOUT, "version": IMAGE},
        },
        geo_ip={"country_code": IMAGE, "city": IMAGE, "latitude": 52.5, "longitude": 13.4},
    )
    raw.issue(conference, session, code="<i onclick=h()>", created_at=now, type="e")
    raw.issue(
        conference,
        session,
        code="getusermedia_error",
        data={"name": IMAGE, "message": SCRIPT},
        created_at=now,
        participant_id=person,
    )
    with connection.cursor() as cursor:
        cursor.execute("UPDATE public.app SET name = %s", [IMAGE])
        cursor.execute("UPDATE public.organization SET name = %s", [SCRIPT])
    settle()
    return conference


def test_a_name_is_never_more_than_text(dashboard: Dashboard) -> None:
    conference = write(dashboard.app_id)
    page = dashboard.page

    dashboard.open().expect_drawn(1)
    expect(dashboard.card("map").chart.locator("svg")).to_be_attached()
    expect(dashboard.card("browser").bars.first).to_contain_text(IMAGE)
    for name in CARDS:  # in tooltips too
        region = dashboard.card(name).region
        region.scroll_into_view_if_needed()
        box = region.bounding_box()
        assert box is not None
        for across in (0.2, 0.5, 0.53, 0.8):
            page.mouse.move(box["x"] + across * box["width"], box["y"] + 0.7 * box["height"])
    dashboard.filter_button("Browser").click()
    expect(page.get_by_role("option", name=IMAGE)).to_be_visible()
    page.keyboard.press("Escape")
    dashboard.open(f"?{ALL_TABLES}")
    expect(dashboard.card("media-errors").table).to_contain_text(SCRIPT)
    dashboard.card("map").row(1).get_by_role("button").click()
    expect(dashboard.details.dialog).to_contain_text(IMAGE)
    dashboard.open_list()
    page.locator("tbody th a").first.click()
    expect(page.get_by_role("region", name="Timeline")).to_contain_text(IMAGE)
    page.goto(f"{dashboard.path}/conferences/{conference}?zone={IMAGE}&browser={IMAGE}")
    expect(page.get_by_role("heading", level=1)).to_contain_text(IMAGE)

    assert page.evaluate("typeof hacked") == "undefined"
