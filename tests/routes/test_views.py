"""Pages of routes: building, agreement, the teacher's own page, the catalogue."""

import datetime as dt
from io import BytesIO

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from masterstvo.diagnostics.actions import add_diagnostic
from masterstvo.diagnostics.models import Competence
from masterstvo.people.models import Export
from masterstvo.routes.models import Offer, Route
from tests.factories.facts import OfferFactory, RouteFactory, RouteStepFactory
from tests.factories.organizations import GrantFactory

pytestmark = pytest.mark.django_db
NAME = "Формирующее оценивание"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20
ROUTE_QUERIES = 24


@pytest.fixture
def weak(person):
    add_diagnostic(
        person=person,
        measured_on=timezone.localdate() - dt.timedelta(days=30),
        procedure="Тест",
        competency=NAME,
        kind="test",
        score=50,
        maximum=100,
        by=None,
    )
    OfferFactory(
        municipality=person.municipality,
        competences=[Competence.objects.get(title=NAME)],
        hours=4,
        title="Три урока коллеги",
    )
    return person


def build(client, person, **values):
    today = timezone.localdate()
    sent = {
        "goal": "Оценивать",
        "starts_on": today,
        "ends_on": today + dt.timedelta(days=150),
        "hours": 36,
        "weekly_hours": 4,
    }
    return client.post(reverse("routes:route_build", args=[person.pk]), sent | values)


def test_a_methodist_takes_a_teacher_on_before_seeing_what_to_build_from(client, weak, methodist):
    client.force_login(methodist)

    answer = client.get(reverse("routes:route_build", args=[weak.pk]))
    assert answer.url == reverse("routes:route_take_on", args=[weak.pk])
    page = client.get(answer.url).content.decode()
    assert NAME not in page

    client.post(answer.url)

    assert NAME in client.get(reverse("routes:route_build", args=[weak.pk])).content.decode()


def test_a_proposal_is_shown_with_reasons_and_kept_only_when_asked(client, weak, methodist):
    RouteFactory(person=weak, accompanied_by=methodist, state="draft", approved_on=None)
    client.force_login(methodist)

    page = build(client, weak).content.decode()
    assert "Три урока коллеги" in page
    assert "единственный вариант в срок" in page
    assert not Route.objects.filter(steps__isnull=False).exists()

    kept = build(client, weak, keep="1")
    assert kept.url == Route.objects.get(steps__kind="check").get_absolute_url()


def test_what_cannot_be_closed_is_said_with_what_to_change(client, weak, methodist):
    RouteFactory(person=weak, accompanied_by=methodist, state="draft", approved_on=None)
    client.force_login(methodist)

    page = build(client, weak, hours="5").content.decode()

    assert "Закроется не всё" in page
    assert "час" in page


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"hours": "много"}, "целое число"),
        ({"ends_on": "2020-01-01"}, "не раньше первого"),
        ({"weekly_hours": "400"}, "меньше либо равно"),
    ],
)
def test_a_wrong_wish_is_refused_and_stays_typed(client, weak, methodist, values, told):
    RouteFactory(person=weak, accompanied_by=methodist, state="draft", approved_on=None)
    client.force_login(methodist)

    answer = build(client, weak, **values)

    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert "Оценивать" in answer.content.decode()


def test_the_teacher_s_page_begins_with_the_next_step(client, person):
    route = RouteFactory(person=person, state="active", approved_on=dt.date(2026, 1, 1))
    RouteStepFactory(route=route, title="Пройдено", state="done", done_on=dt.date(2026, 1, 9))
    RouteStepFactory(
        route=route, title="Открытый урок", starts_on=dt.date(2026, 2, 1), ends_on=dt.date(2026, 3, 1)
    )
    client.force_login(person.user)

    page = client.get(reverse("routes:my_route"), follow=True)

    assert page.context["next"].title == "Открытый урок"
    assert (page.context["n_done"], page.context["n_steps"]) == (1, 2)


def test_without_a_route_the_page_says_who_will_offer_one(client, person):
    client.force_login(person.user)

    assert "Его предложит методист" in client.get(reverse("routes:my_route")).content.decode()


def test_a_step_is_noted_with_a_photo_which_is_only_saved_never_shown(client, person, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    step = RouteStepFactory(
        route=RouteFactory(person=person, state="active", approved_on=dt.date(2026, 1, 1))
    )
    client.force_login(person.user)
    photo = SimpleUploadedFile("доска.png", PNG, content_type="text/html")

    client.post(
        reverse("routes:step_finish", args=[step.pk]),
        {"done_on": timezone.localdate(), "note": "8 «Б»", "file": photo},
    )

    step.refresh_from_db()
    assert (step.state, step.note) == ("done", "8 «Б»")
    answer = client.get(reverse("routes:step_file", args=[step.pk]))
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content) == PNG


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"done_on": "2199-01-01"}, "ещё не наступил"),
        ({"file": SimpleUploadedFile("a.html", b"<script>")}, "не примем"),
        ({"file": SimpleUploadedFile("a.png", b"<script>")}, "не то, что в названии"),
    ],
)
def test_a_wrong_note_of_a_step_changes_nothing(client, person, values, told):
    step = RouteStepFactory(
        route=RouteFactory(person=person, state="active", approved_on=dt.date(2026, 1, 1))
    )
    client.force_login(person.user)

    answer = client.post(
        reverse("routes:step_finish", args=[step.pk]), {"done_on": "2026-01-10", "note": "слово"} | values
    )

    step.refresh_from_db()
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert "слово" in answer.content.decode()
    assert step.state == "planned"


def test_the_head_sees_how_far_a_route_has_come_and_no_steps(client, person):
    route = RouteFactory(person=person, state="active", approved_on=dt.date(2026, 1, 1))
    RouteStepFactory(route=route, title="Тайный шаг", state="done", done_on=dt.date(2026, 1, 9))
    RouteStepFactory(route=route, title="Тайный шаг")
    job = person.employments.get()
    client.force_login(GrantFactory(of_organization=True, organization=job.organization).user)

    pages = [
        client.get(url).content.decode() for url in (reverse("routes:route_list"), person.get_absolute_url())
    ]

    assert all("1 из 2" in page and "Тайный" not in page for page in pages)
    assert client.get(route.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("n", [1, 3])
def test_route_queries_do_not_grow(client, person, django_assert_max_num_queries, n):
    route = RouteFactory(person=person, state="active", approved_on=dt.date(2026, 1, 1))
    for _ in range(n):
        RouteStepFactory(route=route)
    client.force_login(person.user)

    with django_assert_max_num_queries(ROUTE_QUERIES):
        client.get(route.get_absolute_url())


@pytest.mark.parametrize("n", [1, 3])
def test_catalogue_queries_do_not_grow(client, person, methodist, django_assert_max_num_queries, n):
    for _ in range(n):
        OfferFactory(municipality=person.municipality, competences=[Competence.objects.get(title=NAME)])
    client.force_login(methodist)

    with django_assert_max_num_queries(14):
        client.get(reverse("routes:offer_list"))


def test_an_offer_is_entered_corrected_and_removed(client, person, methodist):
    client.force_login(methodist)
    values = {
        "kind": "course",
        "title": "Курсы об отзыве",
        "competences": [Competence.objects.get(title=NAME).pk],
        "levels": 2,
        "hours": 16,
        "weeks": 6,
        "starts_on": "2027-01-11",
        "ends_on": "2027-03-01",
    }

    client.post(reverse("routes:offer_create"), values)
    offer = Offer.objects.get()
    assert (offer.municipality, offer.last_day) == (person.municipality, dt.date(2027, 3, 1))

    refused = client.post(reverse("routes:offer_create"), values | {"ends_on": "2026-01-01"})
    assert "раньше первого" in refused.content.decode()

    client.post(reverse("routes:offer_delete", args=[offer.pk]), {"reason": "отменили"})
    assert not Offer.objects.exists()


def test_a_mark_of_a_finished_route_is_not_taken_back_and_the_page_says_so(client, person, methodist):
    route = RouteFactory(person=person, state="completed", approved_on=dt.date(2026, 1, 1))
    step = RouteStepFactory(route=route, state="done", done_on=dt.date(2026, 1, 9))
    client.force_login(person.user)

    page = client.post(reverse("routes:step_reopen", args=[step.pk]), follow=True).content.decode()

    step.refresh_from_db()
    assert step.state == "done"
    assert "Маршрут закончен" in page


def test_who_completes_a_route_goes_to_the_list_where_the_steps_are_no_longer_open(client, person, methodist):
    route = RouteFactory(
        person=person, accompanied_by=methodist, state="active", approved_on=dt.date(2026, 1, 1)
    )
    client.force_login(methodist)

    answer = client.post(reverse("routes:route_complete", args=[route.pk]), follow=True)

    assert answer.status_code == 200
    assert "Маршрут завершён" in answer.content.decode()


def test_a_route_in_word_says_what_is_agreed_and_nothing_of_scores(client, weak, methodist):
    """Whoever takes it away is noted; the same route gives the same file."""
    deficit = weak.deficits.get()
    route = RouteFactory(
        person=weak, accompanied_by=methodist, state="active", act="приказ № 41", goal="Давать обратную связь"
    )
    route.deficits.add(deficit)
    RouteStepFactory(route=route, title="Три урока коллеги", why="не хватает 10 баллов", note="в 8 «Б»")
    client.force_login(methodist)

    first, again = (client.get(route.get_absolute_url(), {"as": "docx"}).content for _ in range(2))

    document = docx.Document(BytesIO(first))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    told = "\n".join([*(each.text for each in document.paragraphs), *cells]).replace("\u00a0", " ")
    for words in (
        str(weak),
        NAME,
        "Давать обратную связь",
        "Три урока коллеги",
        "в 8 «Б»",
        "приказ № 41 от 01.03.2025",
    ):
        assert words in told
    assert not {"50", deficit.get_severity_display(), "10 баллов"} & {*told.split("\n"), *cells}
    assert first == again
    assert Export.objects.filter(by=methodist, people=weak, purpose="маршрут").count() == 2
