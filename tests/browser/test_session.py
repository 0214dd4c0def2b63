"""Signing in and out, and a session that expires during work."""

from datetime import UTC, datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, Page, expect

from tests import raw
from tests.browser.conftest import new_visitor
from tests.browser.dashboard import Dashboard, settle

PASSWORD = "correct horse battery staple"


def sign_in(page: Page, password: str = PASSWORD) -> None:
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_a_visitor_signs_in_and_sees_the_first_app(
    page: Page, app_id: UUID, superuser: User
) -> None:
    page.goto("/")
    expect(page).to_have_url("/login")

    sign_in(page)

    # The URL names the person's own zone, so a link shows everyone the same.
    expect(page).to_have_url(f"/apps/{app_id}?zone=Pacific/Auckland")
    expect(page.get_by_role("heading", level=1)).to_have_text("prod")


def test_a_wrong_password_is_told_and_the_right_one_still_works(
    page: Page, app_id: UUID, superuser: User
) -> None:
    page.goto("/login")

    sign_in(page, "wrong")
    expect(page.get_by_role("alert")).to_have_text("The username or the password is wrong.")
    sign_in(page)

    expect(page).to_have_url(f"/apps/{app_id}?zone=Pacific/Auckland")


def test_a_link_leads_through_the_login_to_where_it_points(
    page: Page, app_id: UUID, superuser: User
) -> None:
    page.goto(f"/apps/{app_id}?range=7d&browser=Chrome")
    sign_in(page)
    expect(page).to_have_url(f"/apps/{app_id}?range=7d&browser=Chrome")


def test_a_session_that_ends_leads_to_the_login_and_back(dashboard: Dashboard) -> None:
    raw.conference(dashboard.app_id, datetime.now(UTC))
    settle()
    page = dashboard.open("?range=90d").page
    dashboard.expect_total(1)

    Session.objects.all().delete()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    sign_in(page)

    expect(page).to_have_url(f"/apps/{dashboard.app_id}?range=90d")
    dashboard.expect_total(1)


def test_signing_out_ends_the_session(dashboard: Dashboard) -> None:
    page = dashboard.open().page
    page.get_by_role("button", name="User menu").click()
    page.get_by_role("menuitem", name="Sign out").click()

    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    assert page.request.get("/v1/session").status == 204
    dashboard.open()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_a_member_of_no_organization_is_told_whom_to_ask(page: Page, database: None) -> None:
    User.objects.create_user("ada", password=PASSWORD)
    page.goto("/")
    sign_in(page)
    expect(page.get_by_text("No apps to show")).to_be_visible()


def change_password(page: Page, current: str, new: str, again: str = "") -> None:
    page.get_by_label("Current password").fill(current)
    page.get_by_label("New password", exact=True).fill(new)
    page.get_by_label("New password again").fill(again or new)
    page.get_by_role("button", name="Change password", exact=True).click()


def test_a_changed_password_keeps_one_signed_in_here_and_nowhere_else(
    dashboard: Dashboard, chromium: Browser, website: str
) -> None:
    elsewhere = new_visitor(chromium, website).new_page()
    elsewhere.goto(f"/apps/{dashboard.app_id}")
    sign_in(elsewhere)
    expect(elsewhere.get_by_role("heading", level=1)).to_have_text("prod")
    page = dashboard.open().page
    page.get_by_role("button", name="User menu").click()
    page.get_by_role("menuitem", name="Change password").click()

    change_password(page, "wrong", "12345678")
    expect(page.get_by_role("alert")).to_contain_text("The current password is wrong.")
    change_password(page, PASSWORD, "12345678")
    expect(page.get_by_role("alert")).to_contain_text("too common")
    change_password(page, PASSWORD, "a quite different one")
    expect(page.get_by_role("status").filter(has_text="changed")).to_be_visible()
    page.get_by_role("button", name="Close").click()

    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("prod")
    elsewhere.reload()
    expect(elsewhere.get_by_role("button", name="Sign in")).to_be_visible()
    sign_in(elsewhere, "a quite different one")
    expect(elsewhere.get_by_role("heading", level=1)).to_have_text("prod")
    elsewhere.context.close()
