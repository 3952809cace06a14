"""Results of others come in scales of their own: asked for in the preview, remembered by who issued them."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from masterstvo.diagnostics.models import Deficit, Diagnostic
from masterstvo.imports.models import ImportBatch, ResultScale
from tests.factories.organizations import OrganizationFactory
from tests.factories.people import EmploymentFactory
from tests.factories.sheets import ANNA, GOOD_ROWS, SCHOOL, xlsx

pytestmark = pytest.mark.django_db
ROW = {
    name: text
    for name, text in GOOD_ROWS["diagnostics"].items()
    if name not in ("Максимум", "Порог", "Дефицит")
}
ROW |= {"Вид": "внешняя", "Процедура": "Областная диагностика"}
SENDER = "Областной институт"


@pytest.fixture
def school(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    school = OrganizationFactory(title=SCHOOL, short_title="СОШ № 1", code="001")
    last, first, patronymic = ANNA.split()
    EmploymentFactory(
        organization=school, person__last_name=last, person__first_name=first, person__patronymic=patronymic,
        person__born_on=dt.date(1987, 9, 5),
    )  # fmt: skip
    return school


@pytest.fixture
def client_of(sign_in, school):
    return sign_in(municipality=school.municipality)


def brought(client, *rows):
    file = SimpleUploadedFile("результаты.xlsx", xlsx([ROW | row for row in rows]))
    client.post(reverse("imports:batch_create"), {"kind": "diagnostics", "file": file})
    return ImportBatch.objects.latest("pk")


def page_of(client, batch, **query):
    return client.get(reverse("imports:batch_detail", args=[batch.pk]), query)


def tell(client, batch, **values):
    return client.post(
        reverse("imports:batch_fix", args=[batch.pk]), {"scales": "1", "sender": SENDER} | values, follow=True
    )


def test_an_unknown_scale_is_asked_for_and_offered_with_the_next_file(client_of):
    first = brought(client_of, {"Балл": "5", "Дата": "10.03.2025"})
    asked = page_of(client_of, first).context["scales"]
    assert [(each.procedure, each.known) for each, _ in asked.tests] == [("Областная диагностика", None)]

    tell(client_of, first, m0="20", t0="12")
    client_of.post(reverse("imports:batch_commit", args=[first.pk]))

    result = Diagnostic.objects.get()
    assert (result.score, result.maximum, result.threshold) == (5, 20, 12)
    assert Deficit.objects.get().severity == "severe"

    offered = page_of(client_of, brought(client_of, {"Балл": "18", "Дата": "10.03.2026"})).context["scales"]
    assert offered["sender"].value() == SENDER
    assert [offered[name].value() for name in ("m0", "t0")] == [20, 12]
    assert (
        page_of(client_of, ImportBatch.objects.latest("pk"), sender="Другой").context["scales"]["m0"].value()
        is None
    )


def test_without_an_answer_nothing_is_guessed(client_of):
    batch = brought(client_of, {"Балл": "5"})

    client_of.post(reverse("imports:batch_commit", args=[batch.pk]))

    assert (Diagnostic.objects.get().maximum, Deficit.objects.count()) == (None, 0)


def test_levels_in_words_become_scores_and_the_file_s_own_maximum_stays(client_of):
    batch = brought(
        client_of, {"Балл": "Высокий"}, {"Балл": "8", "Максимум": "10", "Компетенция": "коммуникативная"}
    )
    asked = page_of(client_of, batch).context["scales"].tests[0][0]
    assert (asked.words, batch.counts["refused"]) == (("Высокий",), 1)

    wrong = tell(client_of, batch, **{"m0": "3", "w0-0": "4"})
    tell(client_of, batch, **{"m0": "3", "w0-0": "3"})
    client_of.post(reverse("imports:batch_commit", args=[batch.pk]))

    assert "не больше максимума" in wrong.content.decode()
    assert list(Diagnostic.objects.order_by("pk").values_list("score", "maximum")) == [(3, 3), (8, 10)]
    assert ResultScale.objects.get().words == {"высокий": "3"}


def test_a_remembered_scale_is_edited_and_not_doubled(client_of):
    batch = brought(client_of, {"Балл": "5"})
    tell(client_of, batch, m0="20", t0="12")

    tell(client_of, batch, m0="25", sender=SENDER.upper())

    assert ResultScale.objects.get().maximum == Decimal(25)
    assert batch.rows.get().fixes["Максимум"] == "25"
