"""Questionnaires in a real browser: a teacher answers on a phone, and every page of assessments keeps to width and accessibility."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from masterstvo.diagnostics.actions import add_diagnostic, load_shipped_framework
from tests.browser import axe_violations, session_of, sideways_overflow
from tests.factories.accounts import UserFactory
from tests.factories.assessments import (
    CONTENT,
    AnonymousSheetFactory,
    CampaignFactory,
    SheetFactory,
    VersionFactory,
)
from tests.factories.facts import RouteFactory
from tests.factories.organizations import GrantFactory, OrganizationFactory
from tests.factories.people import EmploymentFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (1440, 390)
FINISHED = {"q1": "2", "q2": "1", "q3": "0", "q4": "Вести кружок"}


@pytest.fixture
def school():
    return OrganizationFactory(title="Берёзовская СОШ")


def teacher_of(school):
    return EmploymentFactory(organization=school, person__user=UserFactory()).person


# --- On a phone -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_teacher_answers_a_whole_questionnaire_on_a_phone(open_page, sign_in, school, has_scripts):
    person = teacher_of(school)
    sheet = SheetFactory(person=person, campaign__municipality=school.municipality)
    path = reverse("assessments:sheet_list")
    cookies = session_of(sign_in(person.user))
    page = open_page(path, width=390, scripts=has_scripts, cookies=cookies)
    page.set_default_timeout(15_000)

    page.get_by_role("link", name="Начать", exact=True).click()
    for answer in ("Получается", "С трудом", "Получается"):
        assert sideways_overflow(page) == 0, page.url
        page.get_by_text(answer, exact=True).click()
        page.get_by_role("button", name="Дальше").click()
    page.get_by_role("button", name="Назад").click()
    assert page.get_by_label("Получается", exact=True).is_checked()
    page.get_by_role("button", name="Сохранить и выйти").click()
    page.get_by_role("link", name="Продолжить", exact=True).click()
    page.get_by_label("Ответ", exact=True).fill("Вести кружок")
    page.get_by_role("button", name="Дальше").click()
    page.get_by_role("button", name="Закончить").click()

    page.get_by_role("heading", name="Итог").wait_for()
    assert sideways_overflow(page) == 0
    sheet.refresh_from_db()
    assert sheet.answers == {"q1": "2", "q2": "1", "q3": "2", "q4": "Вести кружок"}
    assert page.complaints == []


# --- Every page -------------------------------------------------------------------------------------------------------
@pytest.fixture
def asked(school):
    """A district with everything that the pages show; returns {page: path} by who opens them."""
    load_shipped_framework()
    municipality = school.municipality
    methodist = GrantFactory(municipality=municipality).user
    person = teacher_of(school)
    RouteFactory(person=person, accompanied_by=methodist)
    add_diagnostic(
        person=person,
        measured_on=timezone.localdate(),
        procedure="Тест",
        competency="Формирующее оценивание",
        kind="test",
        score=40,
        maximum=100,
        by=methodist,
    )
    draft = VersionFactory(published_on=None, instrument__municipality=municipality, content=CONTENT)
    campaign = CampaignFactory(municipality=municipality, version__instrument__kind="test")
    done = {"campaign": campaign, "answers": FINISHED, "finished_at": timezone.now(), "percent": 50}
    for _ in range(5):
        SheetFactory(person=teacher_of(school), organization=school, **done)
    result = SheetFactory(person=person, organization=school, level="низкий", **done)
    waiting = SheetFactory(person=person, campaign__municipality=municipality)
    survey = CampaignFactory(
        municipality=municipality, assessor="anyone", link="link", version__instrument__subject="anonymous"
    )
    AnonymousSheetFactory.create_batch(5, campaign=survey, answers=FINISHED, is_finished=True)

    def at(name, *arguments):
        return reverse(name, args=arguments)

    return {
        methodist: [
            at("assessments:instrument_list"),
            at("assessments:instrument_import"),
            draft.instrument.get_absolute_url(),
            at("assessments:version_settings", draft.pk),
            at("assessments:version_preview", draft.pk),
            at("assessments:section_edit", draft.pk, "s1"),
            at("assessments:criterion_edit", draft.pk, "q1"),
            at("assessments:campaign_list"),
            at("assessments:campaign_create"),
            campaign.get_absolute_url(),
            survey.get_absolute_url(),
            at("assessments:campaign_sheets", campaign.pk),
            at("assessments:campaign_paper", campaign.pk),
            at("diagnostics:profile_detail", person.pk),
            at("diagnostics:deficit_list"),
            at("diagnostics:deficit_map"),
            at("diagnostics:framework_detail"),
        ],
        person.user: [
            at("assessments:sheet_list"),
            at("assessments:sheet_answer", waiting.pk),
            at("assessments:sheet_answer", waiting.pk) + "?q=end",
            at("assessments:sheet_result", result.pk),
        ],
        None: [at("assessments:survey_begin", "link"), at("assessments:survey_end", "link")],
    }


def look(page, wrong):
    """Note what breaks the rules of accessibility or the width of the window, wide and narrow."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("scrollTo(0, 0)")
        wrong += [f"{width} {page.url} {each}" for each in axe_violations(page)]
        if sideways_overflow(page):
            wrong.append(f"{width} {page.url}: {sideways_overflow(page)} px too wide")


def test_every_page_of_asking_keeps_to_width_and_accessibility(open_page, client, asked):
    wrong, complaints = [], []
    for user, paths in asked.items():
        client.cookies.clear()
        if user:
            client.force_login(user)
        page = open_page(paths[0], cookies=session_of(client), axe=True)
        base = re.match(r"https?://[^/]+", page.url).group()
        for path in paths:
            response = page.goto(base + path)
            assert response.ok, path
            look(page, wrong)
        # Going on at once breaks requests off; that everything is there, the phone's test says.
        complaints += [told for told in page.complaints if not told.startswith("failed:")]
    page.goto(base + reverse("assessments:survey_begin", args=["link"]))
    page.get_by_role("button", name="Начать").click()
    look(page, wrong)

    assert wrong == []
    assert complaints == []
