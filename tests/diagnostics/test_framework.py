"""Editing a framework: whose edition it is, what a new target judges, and what a file changes."""

import datetime as dt
import json
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from masterstvo.diagnostics.actions import add_diagnostic, settle_deficits
from masterstvo.diagnostics.actions import framework as actions
from masterstvo.diagnostics.content.reading import written
from masterstvo.diagnostics.models import Competence, Deficit, Framework, Measure, Target
from masterstvo.diagnostics.queries.framework import document_of, framework_on, targets_of
from masterstvo.organizations.choices import Role
from tests.factories.facts import CompetenceFactory, FrameworkFactory, OfferFactory, TargetFactory
from tests.factories.organizations import GrantFactory, MunicipalityFactory
from tests.factories.people import EmploymentFactory

pytestmark = pytest.mark.django_db
NAME = "Формирующее оценивание"  # of the shipped framework
DETAIL_QUERIES = 19


@pytest.fixture
def today():
    return timezone.localdate()


def shipped():
    return Framework.objects.get(municipality=None, region=None)


def own_edition(municipality):
    return actions.begin_framework(shipped(), owner=municipality, by=None)


def measure(person, percent, on):
    return add_diagnostic(
        person=person,
        measured_on=on,
        procedure=f"Тест {on}",
        competency=NAME,
        kind="test",
        score=percent,
        maximum=100,
        by=None,
    )


# --- An edition of one's own --------------------------------------------------------------------------------------------
def test_an_edition_begins_as_the_same_tree_and_what_was_measured_goes_on_in_it(today):
    person, stranger = EmploymentFactory().person, EmploymentFactory().person
    measure(person, 40, today - dt.timedelta(days=5))
    measure(stranger, 40, today - dt.timedelta(days=5))
    offer = OfferFactory(municipality=person.municipality)
    offer.competences.set([Deficit.objects.get(person=person).competence])

    made = own_edition(person.municipality)

    assert written(document_of(made)) == written(document_of(shipped()))
    mine, foreign = (Deficit.objects.get(person=each) for each in (person, stranger))
    assert (mine.competence.framework, foreign.competence.framework) == (made, shipped())
    assert [each.framework for each in offer.competences.all()] == [made]
    measure(person, 80, today)
    assert not Deficit.objects.filter(person=person, closed_on=None).exists()


def test_a_region_s_edition_holds_where_no_municipality_has_its_own(today):
    alone, with_own = MunicipalityFactory(), MunicipalityFactory()
    with_own.region = alone.region
    with_own.save()
    own = own_edition(with_own)

    regional = actions.begin_framework(shipped(), owner=alone.region, by=None)

    assert framework_on(alone.pk, today) == regional
    assert framework_on(with_own.pk, today) == own
    assert framework_on(MunicipalityFactory().pk, today) == shipped()
    with pytest.raises(actions.AlreadyOwn):
        actions.begin_framework(shipped(), owner=alone.region, by=None)


# --- Targets ------------------------------------------------------------------------------------------------------------
def test_a_new_target_holds_from_its_day_and_the_past_is_not_judged_anew(today):
    person = EmploymentFactory().person
    made = own_edition(person.municipality)
    measure(person, 65, today - dt.timedelta(days=5))
    competence = Competence.objects.get(framework=made, title=NAME)

    actions.set_target(competence, percent=Decimal(90), starts_on=today, by=None)
    settle_deficits([person.pk], by=None)

    assert not Deficit.objects.exists()
    measure(person, 65, today)
    assert Deficit.objects.get().severity == "medium"
    with pytest.raises(actions.PastTarget):
        actions.set_target(competence, percent=Decimal(10), starts_on=today - dt.timedelta(days=1), by=None)


def test_the_next_target_ends_the_one_before_and_the_closest_one_counts(today):
    job = EmploymentFactory(position="Учитель математики")
    competence = CompetenceFactory(block=CompetenceFactory())
    for percent, scope in ((70, {}), (75, {"category": job.category}), (80, {"job": "учитель"})):
        actions.set_target(competence, percent=Decimal(percent), starts_on=today, by=None, **scope)
    later = today + dt.timedelta(days=30)
    actions.set_target(competence, percent=Decimal(85), starts_on=later, job="учитель", by=None)

    targets = targets_of([job.person_id], today)

    asked = (
        targets.on(job.person_id, competence.pk, day) for day in (today - dt.timedelta(days=1), today, later)
    )
    assert list(asked) == [60, 80, 85]
    assert Target.objects.get(percent=80).ends_on == later


# --- In the browser -----------------------------------------------------------------------------------------------------
def test_the_framework_is_edited_in_the_browser(as_actor, today):
    municipality = MunicipalityFactory()
    client = as_actor("methodist", municipality)

    begun = client.post(reverse("diagnostics:framework_begin"))
    framework = Framework.objects.get(municipality=municipality)
    block = framework.competences.get(key="method")
    fields = {"block": block.pk, "title": "Работа с текстом", "target": "55,5", "synonyms": "чтение\nтекст"}
    client.post(reverse("diagnostics:competence_create", args=[framework.pk]), fields)
    added = framework.competences.get(title="Работа с текстом")
    edit = reverse("diagnostics:competence_edit", args=[added.pk])
    other = framework.competences.get(key="digital")
    taken = client.post(edit, {"block": block.pk, "title": NAME, "token": "title:0"})
    token = client.get(edit).context["form"]["token"].value()
    levels = "0 начальный\n60 достаточный | работает по плану"
    moved = {"block": other.pk, "title": "Смысловое чтение", "levels": levels, "token": token}
    client.post(edit, moved)
    measured = reverse("diagnostics:measure_edit", args=[added.pk, "lesson-dialogue"])
    seen = client.get(measured).context["form"]["seen"].value()
    client.post(measured, {"w0": "2", "w1": "", "seen": seen})
    late = client.post(measured, {"w0": "3", "seen": seen})
    client.post(reverse("diagnostics:competence_change", args=[added.pk]), {"do": "archive"})

    added.refresh_from_db()
    assert begun.status_code == 302
    assert "уже есть у компетенции" in taken.content.decode()
    assert (added.title, added.block, added.target, added.archived_on) == (
        "Смысловое чтение",
        other,
        Decimal("55.5"),
        today,
    )
    assert added.levels[1] == {"title": "достаточный", "from": 60, "descriptor": "работает по плану"}
    assert "веса изменили" in late.content.decode()
    assert Measure.objects.get(competence=added).weight == 2
    assert "в архиве с" in client.get(reverse("diagnostics:framework_detail")).content.decode()


def test_moving_a_competence_swaps_it_with_its_neighbour(as_actor):
    framework = FrameworkFactory()
    block = CompetenceFactory(framework=framework)
    first, second = (
        CompetenceFactory(framework=framework, block=block, position=n, title=str(n)) for n in (1, 2)
    )
    client = as_actor("head", framework.municipality)

    client.post(reverse("diagnostics:competence_change", args=[second.pk]), {"do": "up"})

    assert list(block.competences.all()) == [second, first]


def test_a_region_edits_its_edition_and_not_a_municipality_s(client):
    grant = GrantFactory(role=Role.REGION, municipality=None, region=MunicipalityFactory().region)
    foreign = FrameworkFactory(municipality=grant.region.municipalities.get())
    client.force_login(grant.user)
    own = actions.begin_framework(shipped(), owner=grant.region, by=None)

    statuses = [
        client.get(reverse("diagnostics:framework_import", args=[each.pk])).status_code
        for each in (own, foreign, shipped())
    ]

    assert statuses == [200, 403, 403]


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_the_framework_do_not_grow(as_actor, django_assert_num_queries, count):
    framework = FrameworkFactory()
    block = CompetenceFactory(framework=framework)
    for _ in range(count):
        TargetFactory(competence=CompetenceFactory(framework=framework, block=block), subject="math")
    client = as_actor("methodist", framework.municipality)
    client.get(reverse("diagnostics:framework_detail"))

    with django_assert_num_queries(DETAIL_QUERIES):
        response = client.get(reverse("diagnostics:framework_detail"))

    assert response.content.count(b"math: 70") == count


# --- Files --------------------------------------------------------------------------------------------------------------
def upload(client, framework, name, raw):
    url = reverse("diagnostics:framework_import", args=[framework.pk])
    return client.post(url, {"file": SimpleUploadedFile(name, raw)})


def exported(client, framework, form):
    return client.get(reverse("diagnostics:framework_export", args=[framework.pk, form])).content


def edited(raw, edit):
    """Return the workbook after ``edit(sheet)``."""
    book, buffer = load_workbook(BytesIO(raw)), BytesIO()
    edit(book.active)
    book.save(buffer)
    return buffer.getvalue()


def row_of(sheet, what, text):
    return next(
        row
        for row in sheet.iter_rows(min_row=2)
        if row[0].value == what and text in (row[1].value, row[2].value)
    )


@pytest.mark.parametrize("form", ["xlsx", "json"])
def test_an_exported_framework_comes_back_the_same(as_actor, form):
    municipality = MunicipalityFactory()
    framework = own_edition(municipality)
    TargetFactory(competence=framework.competences.get(title=NAME), category="teaching", job="учитель")
    client = as_actor("methodist", municipality)

    answer = upload(client, framework, f"рамка.{form}", exported(client, framework, form))

    assert answer.context["changes"] == []


def test_a_file_is_previewed_then_written_and_the_preview_changes_nothing(as_actor, today):
    municipality = MunicipalityFactory()
    framework = own_edition(municipality)
    client = as_actor("methodist", municipality)

    def edit(sheet):
        row_of(sheet, "компетенция", NAME)[2].value = "Оценивание для развития"
        sheet.append(["компетенция", "preschool.music", "Музыка и движение", None, None, 50])
        sheet.append(["цель", None, None, None, None, 75, today, None, "педагог"])
        sheet.delete_rows(row_of(sheet, "компетенция", "preschool.space")[0].row, 1)

    raw = edited(exported(client, framework, "xlsx"), edit)
    before = written(document_of(framework))
    preview = upload(client, framework, "рамка.xlsx", raw)

    assert [(each.kind, each.title) for each in preview.context["changes"]][:1] == [("changed", NAME)]
    assert written(document_of(framework)) == before

    carried = {"told": preview.context["told"], "seen": preview.context["seen"]}
    url = reverse("diagnostics:framework_import", args=[framework.pk])
    client.post(url, carried)
    again = client.post(url, carried)

    assert framework.competences.get(key="method.assessment").title == "Оценивание для развития"
    assert Target.objects.get(competence__key="preschool.music").category == "teaching"
    assert framework.competences.get(key="preschool.space").archived_on == today
    assert again.status_code == 422  # what was seen is no longer what stands there


def test_a_refused_file_names_row_and_column_and_changes_nothing(as_actor, today):
    municipality = MunicipalityFactory()
    framework = own_edition(municipality)
    client = as_actor("methodist", municipality)
    before = written(document_of(framework))

    def edit(sheet):
        row_of(sheet, "компетенция", NAME)[5].value = "много"
        sheet.append(["цель", None, None, None, None, 75, today - dt.timedelta(days=9)])
        sheet.append(["измеряется", *[None] * 11, "нет такого"])

    wrong = upload(client, framework, "рамка.xlsx", edited(exported(client, framework, "xlsx"), edit))
    told = written(document_of(framework))
    told["blocks"][0]["competences"][0]["targets"] = [{"percent": 70, "from": "2026-01-01"}]
    past = upload(client, framework, "рамка.json", json.dumps(told).encode())

    assert wrong.context["problems"][0].endswith(
        "столбец «Процент»: нужно число от 0 до 100, а стоит «много»."
    )
    assert "столбец «Инструмент»: инструмента «нет такого» нет" in wrong.context["problems"][1]
    assert "прошлое не пересчитывается" in past.context["problems"][0]
    assert written(document_of(framework)) == before
