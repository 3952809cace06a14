"""The frame with htmx: the token, refusals that are shown, focus, a line for those who listen."""

import pytest
from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import include, path

from tests.browser import axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.urls(__name__)]

PIECE = """
<form id="result_form" method="post" action="/result/" class="stack" novalidate hx-post="/result/" hx-target="this" hx-swap="outerHTML">
{% csrf_token %}{% form_errors form %}{% field form.people %}<button class="btn pri">Сохранить результат</button></form>
{% if request.htmx %}{% messages oob=True %}{% endif %}"""
PAGE = (
    '{% extends "base.html" %}{% block title %}Результат{% endblock title %}'
    '{% block main %}{% page_head "Результат" %}{% endpage_head %}<div id="opened"></div>'
    + PIECE
    + "{% endblock main %}"
)


class ResultForm(forms.Form):
    people = forms.IntegerField(
        label="Участников", error_messages={"invalid": "Напишите число, например 19."}
    )


def result(request):
    form = ResultForm(request.POST or None)
    done = form.is_valid()
    if done:
        messages.success(request, "Результат сохранён.")
        if not request.htmx:
            return redirect("/result/")
    template = engines["django"].from_string(PIECE if request.htmx else PAGE)
    status = 422 if form.is_bound and not done else 200
    return HttpResponse(template.render({"form": form}, request), status=status)


urlpatterns = [path("result/", result), path("", include("masterstvo.core.urls"))]


def test_refused_form_is_shown_in_place_with_what_was_typed(open_page):
    page = open_page("/result/")
    page.evaluate("document.getElementById('opened').textContent = 'the same page'")
    page.get_by_label("Участников").fill("много")
    page.get_by_role("button", name="Сохранить результат").click()
    page.locator(".err").wait_for()

    assert page.get_by_label("Участников").input_value() == "много"
    assert page.locator(".err").inner_text() == "Напишите число, например 19."
    assert page.locator("#opened").inner_text() == "the same page"
    assert page.evaluate("document.activeElement.name") == "people"


def test_accepted_form_says_so_to_those_who_listen(open_page):
    page = open_page("/result/")
    page.get_by_label("Участников").fill("19")
    page.get_by_role("button", name="Сохранить результат").click()
    page.locator("#messages .note").wait_for()

    assert page.locator("#messages").get_attribute("role") == "status"
    assert page.locator("#messages").inner_text().strip() == "Результат сохранён."
    assert page.complaints == []


@pytest.mark.parametrize(("typed", "shown"), [("много", ".err"), ("19", "#messages .note")])
def test_form_does_the_same_without_scripts(open_page, typed, shown):
    page = open_page("/result/", scripts=False)
    page.get_by_label("Участников").fill(typed)
    page.get_by_role("button", name="Сохранить результат").click()

    assert page.locator(shown).count() == 1


def test_refused_form_breaks_no_rule_of_accessibility(open_page):
    page = open_page("/result/", axe=True)
    page.get_by_label("Участников").fill("много")
    page.get_by_role("button", name="Сохранить результат").click()
    page.locator(".err").wait_for()

    assert axe_violations(page) == []
