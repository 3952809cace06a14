import pytest
from django.test import Client
from django.urls import reverse

from tests.markup import problems

pytestmark = pytest.mark.django_db


def test_kit_is_a_sound_page(client):
    response = client.get(reverse("core:kit"))

    assert response.status_code == 200
    assert problems(response.content.decode(), whole_page=True) == []


def test_kit_has_no_inline_code_and_comes_with_the_policy_that_forbids_it(client):
    response = client.get(reverse("core:kit"))

    assert b" style=" not in response.content
    assert "unsafe" not in response["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("chosen", "shown"),
    [
        ({"theme": "dark"}, 'data-theme="dark"'),
        ({"size": "3"}, 'data-size="3"'),
        ({"contrast": "high"}, 'data-contrast="high"'),
    ],
)
def test_view_change_is_kept_without_scripts(client, chosen, shown):
    response = client.post(reverse("core:view_change"), {**chosen, "next": "/kit/"})

    assert response["Location"] == "/kit/"
    html = client.get("/kit/").content.decode()
    assert f'<html lang="ru" {shown}>' in html
    name, value = next(iter(chosen.items()))
    assert f'name="{name}" value="{value}" data-view="{name}={value}" aria-pressed="true"' in html


def test_view_change_keeps_the_other_choices_and_can_take_one_back(client):
    client.post("/view/", {"theme": "dark"})
    client.post("/view/", {"size": "2"})
    client.post("/view/", {"theme": ""})

    assert '<html lang="ru" data-size="2">' in client.get("/kit/").content.decode()


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_view_change_leads_nowhere_else(client, back):
    assert client.post("/view/", {"theme": "dark", "next": back})["Location"] == "/"


def test_view_change_never_by_a_link(client):
    assert client.get("/view/").status_code == 405


def test_view_change_refuses_a_strange_value(client):
    client.post("/view/", {"theme": '"><script>'})

    assert '<html lang="ru">' in client.get("/kit/").content.decode()


def test_lost_page_says_what_to_do(client):
    response = client.get("/no-such-page/")

    assert response.status_code == 404
    assert "Страница не нашлась" in response.content.decode()
    assert problems(response.content.decode(), whole_page=True) == []


def test_stale_form_says_what_to_do():
    response = Client(enforce_csrf_checks=True).post("/view/", {"theme": "dark"})

    assert response.status_code == 403
    assert "Страница устарела" in response.content.decode()
    assert problems(response.content.decode(), whole_page=True) == []


@pytest.mark.parametrize("template", ["400.html", "500.html"])
def test_page_of_a_failure_needs_nothing_that_may_have_failed(template):
    from django.template.loader import render_to_string

    assert problems(render_to_string(template), whole_page=True) == []


def test_refused_page_says_what_to_do(rf):
    from django.core.exceptions import PermissionDenied
    from django.views.defaults import permission_denied

    response = permission_denied(rf.get("/"), PermissionDenied())

    assert "Эта страница вам не открыта" in response.content.decode()
