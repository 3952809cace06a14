"""Two people edit the same row: on every editing page the second one sees both versions and chooses; nothing is lost in silence."""

import datetime as dt
from decimal import Decimal

import pytest
from django import forms
from django.db import transaction
from django.urls import reverse

from masterstvo.core.versions import digests, value_of
from tests import access
from tests.editing import sent_by

# Pages that change a row although their name ends otherwise, and pages of the name «…_edit» that replace nothing of a row.
MORE = {"people:employment_end", "routes:template_step", "plans:activity_list plan_id"}
NOT_ROWS = {
    "reports:report_template_edit",
    "assessments:section_edit",  # parts of one document, each with its own digest: tests/assessments/test_actions.py
    "assessments:criterion_edit",
    "diagnostics:measure_edit",  # weights of many questions, with a digest of all of them: tests/diagnostics/test_framework.py
    "contests:report_edit",  # only whoever told of the result puts it right, while nobody has confirmed it
    "contests:mark_edit",  # only its juror writes a sheet, and each answer is kept by itself
    "privacy:retention_edit",  # begins a new term on a day; the one before stays
}  # a file takes the place of a file; which one stays is told on the page
NEEDED = {"plans:activity_list plan_id": {"actual_result": "Провели"}}  # without it nothing is taken
PAGES = {
    row: (name, wanted)
    for row, name, wanted in access.addresses()
    if (name.endswith("_edit") or row in MORE) and row not in NOT_ROWS
}


def test_what_is_walked_here_are_the_editing_pages():
    assert len(PAGES) >= 24


def opened(browser, world, row):
    """Return (address, what its form sends, the row that it shows, its fields)."""
    name, wanted = PAGES[row]
    url = reverse(name, kwargs={each: world.arguments[name][each] for each in wanted})
    if row == "plans:activity_list plan_id":
        url += f"?edit={world.arguments['plans:activity_edit']['pk']}"
    page = browser.get(url)
    sent = sent_by(page)
    assert sent.get("token"), f"{row}: give its form a token (core/conflicts.py)"
    form = page.context["form"]
    return url, sent, form.row, form.fields


def others(field, value):
    """Return two other values that a person might type into ``field``, or None where there is nothing as good."""
    if isinstance(field, forms.ChoiceField):
        keys = [key for key, _ in field.choices if key not in ("", value)]
        return keys[:2] if len(keys) > 1 and isinstance(value, str) else None
    if isinstance(field, forms.DateField):
        return [(value or dt.date(2027, 6, 1)) + dt.timedelta(days=days) for days in (1, 2)]
    if isinstance(field, forms.DecimalField):
        return [(value or Decimal(1)) + add for add in (1, 2)]
    if type(field) is forms.CharField and isinstance(value, str):
        return [f"{value} слово {number}".strip() for number in (1, 2)]
    return None


def free_column(shown, token, fields):
    """Return (column, two other values): words first, else whatever else may be changed alone."""
    found = {name: others(fields[name], value_of(shown, name)) for name in digests(token)}
    found = {name: pair for name, pair in found.items() if pair and name not in ("code", "formula")}
    words = [name for name in found if type(fields[name]) is forms.CharField]
    name = (words or list(found))[-1]
    return name, *found[name]


def typed_as(field, value):
    shown = field.prepare_value(value)
    return shown.isoformat() if isinstance(shown, dt.date) else str(shown).replace(".", ",")


@pytest.mark.parametrize("row", PAGES)
def test_the_second_to_save_sees_both_versions_and_chooses(world, browser_of, row):
    browser = browser_of("methodist")
    url, sent, shown, fields = opened(browser, world, row)
    name, theirs, mine = free_column(shown, sent["token"][0], fields)
    field = fields[name]
    save_theirs(shown, name, theirs)
    sent |= NEEDED.get(row, {}) | {name: typed_as(field, mine)}

    refused = browser.post(url, sent)

    page = refused.content.decode()
    assert refused.status_code == 422, refused.headers.get("Location")
    assert f'name="keep-{name}" value="mine" checked' in page
    assert said(theirs, field) in page
    assert said(mine, field) in page
    assert now(shown, name) == theirs
    again = sent_by(refused)
    with transaction.atomic():
        answer = browser.post(url, again | {f"keep-{name}": "mine"})
        assert answer.status_code == 302, answer.content.decode()
        assert now(shown, name) == mine
        transaction.set_rollback(True)
    answer = browser.post(url, again | {f"keep-{name}": "theirs"})
    assert answer.status_code == 302, answer.content.decode()
    assert now(shown, name) == theirs


def save_theirs(shown, name, value):
    if shown.pk is None:
        setattr(shown, name, value)
        shown.save()
    else:
        type(shown)._base_manager.filter(pk=shown.pk).update(**{name: value})


def now(shown, name):
    fresh = type(shown)._base_manager.get(pk=shown.pk)
    return value_of(fresh, name)


def said(value, field):
    if isinstance(value, dt.date):
        return f"{field.prepare_value(value):%d.%m.%Y}"
    return str(dict(getattr(field, "choices", ())).get(value, value))


@pytest.mark.parametrize("row", PAGES)
def test_a_form_without_its_token_overwrites_nothing(world, browser_of, row):
    browser = browser_of("methodist")
    url, sent, shown, fields = opened(browser, world, row)
    name, _, mine = free_column(shown, sent.pop("token")[0], fields)
    before = value_of(shown, name)

    answer = browser.post(url, sent | {name: typed_as(fields[name], mine)})

    assert answer.status_code == 422
    if shown.pk:
        assert now(shown, name) == before
