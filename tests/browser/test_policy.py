"""The Content-Security-Policy: code injected into a page does not run, and the admin works.

The other tests here show that the dashboard works under it: they fail at the browser's complaints.
"""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.dashboard import Dashboard

ADMIN = [
    *("", "auth/user/", "auth/user/add/", "api/membership/add/", "password_change/"),
    *("django_celery_beat/periodictask/", "django_celery_beat/periodictask/add/"),
]

INJECTED = {
    "a handler of loads": "<img src='/static/favicon.svg' onload='window.injected = true'>",
    "a handler of errors": "<img src='/nothing.png' onerror='window.injected = true'>",
    "a script from elsewhere": "<iframe srcdoc='<script>parent.injected = true</script>'></iframe>",
    "a link that is a script": "<a id='link' href='javascript:window.injected = true'>x</a>",
}


@pytest.mark.parametrize("html", INJECTED.values(), ids=INJECTED)
def test_a_script_that_got_into_the_page_does_not_run(
    dashboard: Dashboard, signed_in: BrowserContext, html: str
) -> None:
    page = signed_in.new_page()  # complaints do not fail the test on this page
    page.goto(dashboard.path)
    expect(page.get_by_role("main")).to_be_visible()

    with page.expect_console_message(lambda said: "Content Security Policy" in said.text):
        page.evaluate(
            """(html) => {
                document.body.insertAdjacentHTML('beforeend', html)
                document.getElementById('link')?.click()
            }""",
            html,
        )

    assert page.evaluate("() => window.injected") is None


def test_a_script_element_that_got_into_the_page_does_not_run(
    dashboard: Dashboard, signed_in: BrowserContext
) -> None:
    page = signed_in.new_page()
    page.goto(dashboard.path)

    ran = page.evaluate(
        """() => {
            const script = document.createElement('script')
            script.textContent = 'window.injected = true'
            document.body.append(script)
            return window.injected
        }"""
    )

    assert ran is None


@pytest.mark.parametrize("address", ADMIN)
def test_the_admin_works_under_the_policy(
    signed_in: BrowserContext, page: Page, address: str
) -> None:
    response = page.goto(f"/admin/{address}")

    assert response is not None
    assert response.ok
    expect(page.locator("#content")).to_be_visible()


def test_a_form_of_the_admin_opens_its_popup_and_gets_its_answer(
    signed_in: BrowserContext, page: Page
) -> None:
    page.goto("/admin/api/membership/add/")

    with page.expect_popup() as opening:
        page.locator("#add_id_user").click()
    popup = opening.value
    popup.locator("#id_username").fill("bob")
    popup.locator("#id_password1").fill("correct horse battery staple")
    popup.locator("#id_password2").fill("correct horse battery staple")
    popup.get_by_role("button", name="Save", exact=True).click()

    expect(page.locator("#id_user option:checked")).to_have_text("bob")
