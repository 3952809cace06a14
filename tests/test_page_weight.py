"""Pages of a whole district over a slow line: docs/design-system.md, budget. The plan has 64 activities, the registry 250 people."""

import datetime as dt
import re
from functools import cache

import pytest
from django.conf import settings
from django.urls import reverse

from masterstvo.accounts.models import User
from masterstvo.core.icons import sprite, used_icons
from masterstvo.plans.models import Plan
from tests.weight import KB, static, weight

WORK_PAGE, FIRST_VISIT, FONTS = 15 * KB, 90 * KB, 40 * KB
FONT_FOLDER = settings.ASSETS_ROOT / "core" / "fonts"  # counted whole even where it is absent
TODAY = dt.date(2026, 11, 20)


@pytest.fixture
def methodist(district, client, db):
    client.user = User.objects.get(email="metodist@demo.example")
    client.force_login(client.user)
    return client


def addresses(user):
    """Return the pages of daily work: {name: address}, the fullest of each sort."""
    plan = Plan.objects.get(year_from=TODAY.year)
    assert (plan.activities.count(), plan.targets.filter(parent=None).count()) >= (64, 24)
    report = plan.reports.get()
    activity = plan.activities.first()
    counted = plan.targets.exclude(indicator_code="")
    person = plan.municipality.people.first()
    school = plan.municipality.organizations.filter(kind="school").first()
    section = plan.directions.first()
    lists = [
        "plans:today",
        "plans:plan_list",
        "plans:plan_create",
        "plans:target_list",
        "people:person_list",
        "people:vacancy_list",
        "organizations:organization_list",
        "training:training_list",
        "events:event_list",
        "mentoring:mentorship_list",
        "routes:route_list",
        "diagnostics:diagnostic_list",
        "contests:entry_list",
        "experts:expertappointment_list",
        "documents:document_list",
        "imports:batch_list",
        "imports:batch_create",
        "reports:report_list",
    ]
    return {
        **{name: reverse(name) for name in lists},
        "activities": plan.get_absolute_url(),
        "entry": f"{plan.get_absolute_url()}?edit={activity.pk}",
        "year": reverse("plans:activity_year", args=[plan.pk]),
        "activity": activity.get_absolute_url(),
        "plan": reverse("plans:plan_detail", args=[plan.pk]),
        **{
            f"indicator {target.indicator_code}": reverse("plans:target_detail", args=[target.pk])
            for target in counted
        },
        "person": person.get_absolute_url(),
        "organization": school.get_absolute_url(),
        "report": report.get_absolute_url(),
        "section": reverse("reports:report_narrative_edit", args=[report.pk, section.pk]),
        "checks": reverse("reports:report_check_list", args=[report.pk]),
        "order": reverse("reports:report_edit", args=[report.pk]),
    }


def files_of(html):
    """Return the static files that a page asks for by name."""
    return {name.split("#")[0] for name in re.findall(r'"/static/([^"]+)"', html)}


@cache
def weight_of(name):
    """Return the bytes of one static file; every page asks for the same few, and to compress one takes longer than a page."""
    return weight(sprite(used_icons()) if name == "core/icons.svg" else static(name))


@pytest.mark.django_db
def test_every_page_of_daily_work_is_within_its_budget(methodist):
    heavy = {}
    for name, address in addresses(methodist.user).items():
        answer = methodist.get(address)
        assert answer.status_code == 200, address
        page = weight(answer.content)
        files = sum(map(weight_of, files_of(answer.content.decode())))
        if page > WORK_PAGE or page + files + FONTS > FIRST_VISIT:
            heavy[name] = (page, files)

    assert heavy == {}


def test_typeface_is_within_its_budget():
    fonts = list(FONT_FOLDER.glob("*.woff2"))
    if not fonts:
        pytest.skip("the set-up left no typeface (it needs npm): its weight was not looked at")

    assert sum(path.stat().st_size for path in fonts) <= FONTS
