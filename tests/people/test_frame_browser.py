"""A page with a form as people see it: the measure of a line, and the side menu of somebody who may do everything."""

import pytest

from tests.browser import session_of
from tests.factories.accounts import UserFactory
from tests.factories.organizations import MunicipalityFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

IN_SIDE = """[...document.querySelectorAll('.me a, .me button, .me summary')]
    .filter(each => each.checkVisibility({contentVisibilityAuto: true}))
    .every(each => each.getBoundingClientRect().right <= document.querySelector('.side').getBoundingClientRect().right)"""
APART = "document.querySelector('.nav').getBoundingClientRect().bottom <= document.querySelector('.me').getBoundingClientRect().top"


@pytest.fixture
def page(client, open_page):
    MunicipalityFactory()
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    return open_page("/people/new/", cookies=session_of(client))


def test_a_form_is_no_wider_than_the_measure(page):
    assert page.evaluate("document.querySelector('form.form').getBoundingClientRect().width") <= 46 * 16


def test_the_menu_scrolls_above_the_users_own_links(page):
    assert page.evaluate(IN_SIDE)
    assert page.evaluate(APART)
    page.locator(".nav li a").last.scroll_into_view_if_needed()
    last, nav = page.locator(".nav li a").last.bounding_box(), page.locator(".nav").bounding_box()
    assert last["y"] + last["height"] <= nav["y"] + nav["height"] + 1
