"""Templates of routes: their versions, drafts made from them, and what a changed one proposes to a route that is walked."""

import datetime as dt
from io import BytesIO

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from masterstvo.core.errors import Stale
from masterstvo.core.models import AuditRecord
from masterstvo.diagnostics.models import Competence
from masterstvo.organizations.choices import Role
from masterstvo.people import load
from masterstvo.routes.actions.following import HasSuchRoute, draft_from_template, renew_route
from masterstvo.routes.actions.route import draft_route
from masterstvo.routes.actions.step import edit_step, finish_step
from masterstvo.routes.actions.template import (
    NothingHasChanged,
    VersionIsPublished,
    add_template,
    add_template_step,
    begin_template_version,
    copy_template,
    edit_template_step,
    load_shipped_templates,
    move_template_step,
    publish_template_version,
    remove_template_step,
)
from masterstvo.routes.choices import StepKind, StepState
from masterstvo.routes.merging import Intent, days_of
from masterstvo.routes.models import Route, RouteTemplate
from masterstvo.routes.queries.building import Wish, propose
from masterstvo.routes.queries.offer import offers_on
from masterstvo.routes.queries.template import intents_of, proposed_to
from tests.factories.facts import DeficitFactory, OfferFactory, RouteStepFactory
from tests.factories.organizations import GrantFactory
from tests.factories.people import EmploymentFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
STEPS = [
    Intent("visit", "visit", "Уроки коллеги", hours=2, week=1, weeks=1, competences=("method.design",)),
    Intent("course", "course", "Курсы", hours=8, week=2, weeks=4, evidence="удостоверение"),
    Intent("transfer", "transfer", "Свой урок", hours=3, week=6, weeks=3, competences=("method.design",)),
]


@pytest.fixture
def template(person, methodist):
    return in_force(person.municipality, methodist, STEPS)


def in_force(municipality, methodist, steps):
    template = add_template(
        municipality=municipality, title="Молодой педагог", kind="iom", steps=steps, by=methodist
    )
    publish_template_version(template, by=methodist)
    return template


def drafted(template, person, by, **values):
    told = {"starts_on": TODAY, "basis": "other"} | values
    return draft_from_template(template, person=person, by=by, **told)


def next_version(template, steps, by):
    """Put a version with exactly these ``steps`` into force."""
    version = begin_template_version(template, by=by)
    there = {each.key: each for each in version.steps.all()}
    for key, step in there.items():
        if key not in {each.key for each in steps}:
            remove_template_step(step, by=by)
    for each in steps:
        columns = {
            name: getattr(each, name) for name in ("kind", "title", "hours", "week", "weeks", "evidence")
        }
        columns["competences"] = list(each.competences)
        step = there.get(each.key)
        step = (
            edit_template_step(step, by=by, **columns)
            if step
            else add_template_step(template, by=by, **columns)
        )
        type(step).objects.filter(pk=step.pk).update(key=each.key)
    publish_template_version(template, by=by)


def again(route):
    return Route.objects.select_related("version__template").get(pk=route.pk)


def take(route, keys, by, **values):
    newer, _ = proposed_to(again(route))
    return renew_route(again(route), number=newer.number, taken=keys, by=by, **values)


def told_of(route):
    """Return {key: what a step says that stands in a template too}."""
    return {
        step.planned_by: (
            step.kind,
            step.title,
            step.hours,
            step.starts_on,
            step.ends_on,
            sorted(each.key for each in step.competences.all()),
            step.evidence,
        )
        for step in route.steps.exclude(state=StepState.SKIPPED).prefetch_related("competences")
    }


def said_by(steps, starts_on):
    return {
        each.key: (
            each.kind,
            each.title,
            each.hours,
            *days_of(each, starts_on),
            sorted(each.competences),
            each.evidence,
        )
        for each in steps
    }


# --- Shipped, versions ------------------------------------------------------------------------------------------------
def test_shipped_templates_name_known_competences_and_fill_no_week_above_the_limit():
    known = set(Competence.objects.values_list("key", flat=True))
    shipped = RouteTemplate.objects.filter(municipality=None)

    for template in shipped:
        steps = intents_of(template.versions.get())
        weeks = [
            step.week + n
            for step in steps
            for n in range(step.weeks)
            for _ in range(-(-step.hours // step.weeks))
        ]
        assert {key for step in steps for key in step.competences} <= known
        assert max(map(weeks.count, weeks)) <= load.weekly_limit(TODAY), template
        assert {StepKind.TRANSFER, StepKind.CHECK, StepKind.REFLECTION} <= {step.kind for step in steps}
    assert shipped.count() == 6
    load_shipped_templates()
    assert {each.versions.count() for each in shipped} == {1}


def test_a_shipped_template_is_changed_in_a_copy_and_a_version_in_force_never(person, methodist):
    shipped = RouteTemplate.objects.get(key="young-teacher")
    copy = copy_template(shipped, municipality=person.municipality, by=methodist)
    assert intents_of(copy.versions.get()) == intents_of(shipped.versions.get())

    publish_template_version(copy, by=methodist)
    step = copy.versions.get().steps.first()
    with pytest.raises(VersionIsPublished):
        edit_template_step(step, title="Другое", by=methodist)
    begin_template_version(copy, by=methodist)
    with pytest.raises(NothingHasChanged):
        publish_template_version(copy, by=methodist)


def test_steps_of_a_draft_change_places(template, methodist):
    version = begin_template_version(template, by=methodist)

    move_template_step(version.steps.last(), later=False, by=methodist)
    move_template_step(version.steps.first(), later=False, by=methodist)

    assert [each.key for each in version.steps.all()] == ["visit", "transfer", "course"]


# --- Drafts -----------------------------------------------------------------------------------------------------------
def test_a_draft_has_the_template_s_steps_its_weeks_and_the_deficits_they_serve(person, template, methodist):
    weak = DeficitFactory(person=person, competence=Competence.objects.get(key="method.design"))
    other = Competence.objects.get(key="digital.resources")
    DeficitFactory(person=person, competence=other, opened_by__procedure="Иная")

    route = drafted(template, person, by=methodist)

    assert told_of(route) == said_by(STEPS, TODAY)
    assert (route.state, route.kind, route.accompanied_by) == ("draft", "iom", methodist)
    assert route.ends_on == TODAY + dt.timedelta(weeks=8)
    assert list(route.deficits.all()) == [weak]
    with pytest.raises(HasSuchRoute):
        drafted(template, person, by=methodist)


def test_too_full_a_week_of_one_leaves_the_drafts_of_others_alone(client, person, template, methodist):
    other = EmploymentFactory(organization=person.employments.get().organization).person
    RouteStepFactory(route__person=other, starts_on=TODAY, ends_on=TODAY + dt.timedelta(weeks=8), hours=36)
    client.force_login(methodist)
    use = reverse("routes:template_use", args=[template.pk])
    told = {"starts_on": TODAY, "basis": "other", "people": [person.pk, other.pk]}

    answer = client.post(use, told)

    assert answer.status_code == 422
    assert [each.person for each in Route.objects.filter(version__template=template)] == [person]
    assert answer.context["form"]["people"].value() == [str(other.pk)]
    assert f"{other}: На неделе с" in answer.content.decode()

    client.post(use, told | {"people": [other.pk], "reason": "каникулы"})
    assert Route.objects.filter(version__template=template).count() == 2


def test_the_builder_adds_steps_for_deficits_to_a_draft_made_from_a_template(person, template, methodist):
    route = drafted(template, person, by=methodist)
    weak = DeficitFactory(person=person, competence=Competence.objects.get(key="digital.resources"))
    OfferFactory(municipality=person.municipality, competences=[weak.competence], hours=4)
    wish = Wish(TODAY + dt.timedelta(weeks=9), TODAY + dt.timedelta(weeks=30), 36, 4)
    proposal = propose(person, [weak], offers_on(person.municipality_id, wish.starts_on, wish.ends_on), wish)

    assert draft_route(person, proposal, wish=wish, by=methodist) == route

    route.refresh_from_db()
    assert (route.starts_on, route.ends_on, route.steps.count()) == (TODAY, wish.ends_on, 6)
    assert weak in route.deficits.all()


# --- A changed template -----------------------------------------------------------------------------------------------
WORDS = st.sampled_from(["Курсы", "Уроки", "Разбор"])
INTENTS = st.lists(
    st.builds(
        Intent,
        key=st.sampled_from("abcde"),
        kind=st.sampled_from(["course", "visit", "transfer", "community"]),
        title=WORDS,
        hours=st.integers(1, 3),
        week=st.integers(1, 6),
        weeks=st.integers(1, 3),
        competences=st.sampled_from([(), ("method.design",)]),
        evidence=st.sampled_from(["", "карта"]),
    ),
    unique_by=lambda each: each.key,
    min_size=1,
    max_size=5,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    before=INTENTS,
    after=INTENTS,
    done=st.sets(st.sampled_from("abcde")),
    part=st.sets(st.sampled_from("abcde")),
)
def test_what_is_done_stays_and_the_rest_becomes_the_template(person, methodist, before, after, done, part):
    with transaction.atomic():
        template = in_force(person.municipality, methodist, before)
        route = drafted(template, person, by=methodist, reason="проверка")
        Route.objects.filter(pk=route.pk).update(state="active", approved_on=TODAY)
        for step in again(route).steps.filter(planned_by__in=done):
            finish_step(step, done_on=TODAY, by=person.user)
        walked = told_of(route)
        if sorted(before, key=str) != sorted(after, key=str):
            next_version(template, after, methodist)
        _, proposed = proposed_to(again(route))
        keys = {each.key for each in proposed}
        if proposed_to(again(route))[0]:
            with transaction.atomic():  # some
                take(route, keys & part, methodist, reason="проверка")
                now = told_of(route)
                assert {key: now.get(key) for key in walked.keys() - part} == {
                    key: walked[key] for key in walked.keys() - part
                }
                transaction.set_rollback(True)
            take(route, keys, methodist, reason="проверка")  # all

        finished = {key: walked[key] for key in walked.keys() & done}
        assert told_of(route) == said_by(after, TODAY) | finished
        assert proposed_to(again(route)) == (None, [])
        transaction.set_rollback(True)


def test_nothing_changes_by_itself_and_what_was_refused_is_not_proposed_again(person, template, methodist):
    route = drafted(template, person, by=methodist)
    told = told_of(route)

    next_version(template, [*STEPS[:2], Intent("talk", "reflection", "Беседа", week=9)], methodist)
    assert told_of(route) == told
    take(route, [], methodist)

    assert (told_of(route), proposed_to(again(route))) == (told, (None, []))
    record = AuditRecord.objects.get(action="routes.choose_changes")
    assert record.changes == {"taken": [None, []], "left": [None, ["Беседа", "Свой урок"]]}


def test_days_moved_by_hand_stay_when_only_the_title_changed(person, template, methodist):
    route = drafted(template, person, by=methodist)
    moved = TODAY + dt.timedelta(weeks=20)
    step = route.steps.get(planned_by="course")
    edit_step(step, starts_on=moved, ends_on=moved + dt.timedelta(weeks=4), by=methodist)

    next_version(
        template,
        [STEPS[0], Intent("course", "course", "Иные курсы", 8, 2, 4, (), "удостоверение"), STEPS[2]],
        methodist,
    )
    take(route, ["course"], methodist)

    step.refresh_from_db()
    assert (step.title, step.starts_on) == ("Иные курсы", moved)


def test_weeks_that_have_passed_begin_today(person, template, methodist):
    route = drafted(template, person, by=methodist, starts_on=TODAY - dt.timedelta(weeks=10))

    next_version(template, [*STEPS, Intent("talk", "reflection", "Беседа", week=3, weeks=2)], methodist)
    take(route, ["talk"], methodist)

    step = route.steps.get(planned_by="talk")
    assert (step.starts_on, step.ends_on) == (TODAY, TODAY + dt.timedelta(weeks=2))
    assert again(route).ends_on == step.ends_on


def test_a_step_done_meanwhile_is_told_and_nothing_is_taken(person, template, methodist):
    route = drafted(template, person, by=methodist)
    next_version(template, STEPS[1:], methodist)
    newer, _ = proposed_to(again(route))
    Route.objects.filter(pk=route.pk).update(state="active", approved_on=TODAY)
    finish_step(again(route).steps.get(planned_by="visit"), done_on=TODAY, by=person.user)

    with pytest.raises(Stale):
        renew_route(again(route), number=newer.number, taken=["visit"], by=methodist)


# --- Pages ------------------------------------------------------------------------------------------------------------
def test_a_methodist_builds_a_template_ticks_people_and_decides_about_its_changes(client, person, methodist):
    client.force_login(methodist)
    client.post(reverse("routes:template_create"), {"title": "Новый", "kind": "ippr", "purpose": ""})
    template = RouteTemplate.objects.get(title="Новый")
    values = {
        "kind": "community",
        "title": "Встречи",
        "hours": 2,
        "week": 1,
        "weeks": 2,
        "competences": ["method.design"],
    }
    step = reverse("routes:template_step", args=[template.pk, "new"])
    change = reverse("routes:template_change", args=[template.pk])

    client.post(step, values)
    assert "Действующая" not in client.post(change, {"do": "publish"}, follow=True).content.decode()
    use = reverse("routes:template_use", args=[template.pk])
    assert "откроются вам" in client.get(use).content.decode()
    answer = client.post(
        use + f"?q={person.last_name}", {"starts_on": TODAY, "basis": "other", "people": [person.pk]}
    )
    route = Route.objects.get(version__template=template)
    assert (answer.url, route.kind) == (route.get_absolute_url(), "ippr")

    client.post(change, {"do": "begin"})
    client.post(step, values | {"title": "Ещё встречи"})
    client.post(change, {"do": "publish"})
    assert "1\N{NO-BREAK SPACE}шаг добавлен" in client.get(answer.url).content.decode()
    behind = client.get(reverse("routes:route_list"), {"behind": "on", "template": template.pk})
    assert "шаблон изменился" in behind.content.decode()

    renew = reverse("routes:route_renew", args=[route.pk])
    page = client.get(renew)
    shown = page.context["form"].initial
    client.post(renew, shown)
    assert sorted(each.title for each in route.steps.all()) == ["Встречи", "Ещё встречи"]
    assert client.get(renew).status_code == 302


def test_a_lesson_tells_its_class_observer_and_card_on_the_page_and_in_excel(client, person, methodist):
    step = RouteStepFactory(
        route__person=person,
        route__state="active",
        route__accompanied_by=methodist,
        kind="transfer",
        title="Свой урок",
        evidence="карта урока",
    )
    client.force_login(person.user)

    url = reverse("routes:step_finish", args=[step.pk])
    assert "Подтвердит: карта урока" in client.get(url).content.decode()
    client.post(
        url, {"done_on": TODAY, "school_class": "7 «Б»", "topic": "Дроби", "observer_name": "завуч Орлова"}
    )

    route = step.route.get_absolute_url()
    page = client.get(route).content.decode()
    assert "Класс: 7 «Б». Тема: Дроби. Наблюдал: завуч Орлова." in page
    assert "Не указано: карта наблюдателя." in page
    sheet = load_workbook(BytesIO(client.get(route, {"as": "xlsx"}).content)).active
    told = dict(zip(*sheet.iter_rows(values_only=True), strict=True))
    assert (told["Класс"], told["Тема урока"], told["Наблюдал"]) == ("7 «Б»", "Дроби", "завуч Орлова")
    paper = Document(BytesIO(client.get(route, {"as": "docx"}).content))
    words = "".join(cell.text for table in paper.tables for cell in table._cells)
    assert "класс: 7 «Б»\nтема: Дроби\nнаблюдал: завуч Орлова" in words


def test_the_head_is_told_that_a_template_changed_and_not_which(client, person, template, methodist):
    route = drafted(template, person, by=methodist)
    next_version(template, STEPS[:2], methodist)
    client.force_login(GrantFactory(role=Role.HEAD, municipality=person.municipality).user)
    listed = reverse("routes:route_list")

    assert "шаблон изменился" in client.get(listed).content.decode()
    sheet = load_workbook(BytesIO(client.get(listed, {"as": "xlsx"}).content)).active
    assert template.title not in [cell for row in sheet.iter_rows(values_only=True) for cell in row]
    assert person.last_name not in client.get(listed, {"template": template.pk}).content.decode()
    log = reverse("journal:object_history", args=["routes.route", route.pk])
    assert template.title not in client.get(log).content.decode()


@pytest.mark.parametrize("n", [1, 3])
def test_queries_of_templates_do_not_grow(client, person, methodist, django_assert_max_num_queries, n):
    client.force_login(methodist)
    template = in_force(person.municipality, methodist, STEPS[:n])
    for _ in range(n - 1):
        EmploymentFactory(person__municipality=person.municipality)
    people = [person, *EmploymentFactory.create_batch(n)]
    for each in people[1:]:
        each.person.municipality = person.municipality
        each.person.save()
    route = drafted(template, person, by=methodist)
    next_version(template, [Intent(f"n{m}", "visit", "Урок") for m in range(n)], methodist)

    for name, pk, at_most in (
        ("template_list", None, 15),
        ("template_detail", template.pk, 23),
        ("template_use", template.pk, 23),
        ("route_renew", route.pk, 21),
    ):
        with django_assert_max_num_queries(at_most, info=name):
            assert client.get(reverse(f"routes:{name}", args=[pk] if pk else [])).status_code == 200
