import re

import pytest
import rules
from django.urls import reverse

from masterstvo.accounts import panels
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def places(monkeypatch, settings, tmp_path):
    """An empty «Мой доступ», as if no app above had filled it, and two pieces to fill it with."""
    monkeypatch.setattr(panels, "_access", {})
    for name in ("one", "two"):
        (tmp_path / f"_{name}.html").write_text(f"<p>панель {name} для {{{{ who }}}}</p>", encoding="utf-8")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]


def shown(client):
    client.force_login(UserFactory(full_name="Анна"))
    answer = client.get(reverse("accounts:my_access")).content.decode()
    return re.findall(r"панель (\w+) для (\w+)", answer)


def who(user):
    return {"who": user.full_name}


def test_panels_of_higher_apps_stand_in_their_order(client, places):
    panels.add_access_panel("_two.html", context=who, permission="accounts.view_access", order=20)
    panels.add_access_panel("_one.html", context=who, permission="accounts.view_access", order=10)

    assert shown(client) == [("one", "Анна"), ("two", "Анна")]


def test_a_panel_that_has_nothing_to_show_or_is_forbidden_is_left_out(client, places, monkeypatch):
    monkeypatch.setitem(rules.permissions.permissions, "tests.nobody", rules.always_false)
    panels.add_access_panel(
        "_one.html", context=lambda user: None, permission="accounts.view_access", order=1
    )
    panels.add_access_panel("_two.html", context=who, permission="tests.nobody", order=2)

    assert shown(client) == []
