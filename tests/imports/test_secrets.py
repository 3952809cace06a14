"""A file of measurements shows nobody what they may not read, and files taken away with persons in them are written down."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from masterstvo.diagnostics.models import Diagnostic
from masterstvo.diagnostics.rules import open_diagnostics
from masterstvo.imports.models import ImportBatch
from masterstvo.people.models import Export
from tests.factories.facts import DiagnosticFactory, RouteFactory
from tests.factories.organizations import GrantFactory, OrganizationFactory
from tests.factories.people import EmploymentFactory
from tests.factories.sheets import ANNA, GOOD_ROWS, SCHOOL, xlsx

pytestmark = pytest.mark.django_db

ROW = GOOD_ROWS["diagnostics"]  # 14,5 of 20 in «методическая» on 10.03.2025
CLOSED = "Прежнее значение видят те, кто сопровождает педагога"


@pytest.fixture
def school(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return OrganizationFactory(title=SCHOOL, short_title="СОШ № 1", code="001")


@pytest.fixture
def anna(school):
    last, first, patronymic = ANNA.split()
    job = EmploymentFactory(
        organization=school, person__last_name=last, person__first_name=first, person__patronymic=patronymic,
        person__born_on=dt.date(1987, 9, 5),
    )  # fmt: skip
    return job.person


@pytest.fixture
def measured(anna):
    """What somebody else has measured: 12,25, written differently from whatever else stands on a page."""
    return DiagnosticFactory(
        person=anna, measured_on=dt.date(2025, 3, 10), procedure="Входная", kind="test", competency="методическая",
        score=Decimal("12.25"), maximum=20, threshold=12, has_deficit=False,
    )  # fmt: skip


def brought(client, rows, kind="diagnostics", verdict="changed"):
    """Return the batch of a file that ``client`` brings, and what its page says of the rows with the verdict."""
    file = SimpleUploadedFile("файл.xlsx", xlsx(rows))
    client.post(reverse("imports:batch_create"), {"kind": kind, "file": file})
    batch = ImportBatch.objects.latest("pk")
    return batch, client.get(
        reverse("imports:batch_detail", args=[batch.pk]), {"rows": verdict}
    ).content.decode()


@pytest.mark.parametrize("guess", ["14,5", "12,25"])
def test_the_preview_says_that_a_result_changes_and_never_what_it_was(sign_in, school, measured, guess):
    """A right guess looks like a wrong one: otherwise twenty files would tell the score."""
    client = sign_in(municipality=school.municipality)

    batch, page = brought(client, [ROW | {"Балл": guess}])

    assert (batch.counts["changed"], batch.counts["unchanged"]) == (1, 0)
    assert CLOSED in page
    assert "<del>" not in page
    assert ("12,25" in page) == (guess == "12,25")  # what was typed, and nothing else


def test_who_accompanies_the_teacher_sees_what_it_was(sign_in, school, measured):
    client = sign_in(municipality=school.municipality)
    RouteFactory(person=measured.person, accompanied_by=client.user)

    _, page = brought(client, [ROW])

    assert "<del>12,25</del>" in page


def test_a_file_over_the_result_of_another_opens_nothing(sign_in, school, measured):
    client = sign_in(municipality=school.municipality)
    batch, _ = brought(client, [ROW])

    client.post(reverse("imports:batch_commit", args=[batch.pk]))
    told = client.get(reverse("journal:object_history", args=["diagnostics.diagnostic", measured.pk]))
    after = client.get(reverse("imports:batch_detail", args=[batch.pk]), {"rows": "changed"})

    measured.refresh_from_db()
    assert measured.score == Decimal("14.5")
    assert not open_diagnostics(client.user).exists()
    assert "12,25" not in told.content.decode() + after.content.decode()


def test_the_same_file_again_changes_nothing_of_ones_own(sign_in, school, anna):
    client = sign_in(municipality=school.municipality)
    batch, _ = brought(client, [ROW])
    client.post(reverse("imports:batch_commit", args=[batch.pk]))

    again, _ = brought(client, [ROW])

    assert Diagnostic.objects.count() == 1
    assert (again.counts["changed"], again.counts["unchanged"]) == (0, 1)


def test_another_methodist_opens_no_file_of_measurements(client, sign_in, school, anna):
    batch, _ = brought(sign_in(municipality=school.municipality), [ROW])
    client.force_login(GrantFactory(municipality=school.municipality).user)

    answers = [
        client.get(reverse(f"imports:{page}", args=[batch.pk])).status_code
        for page in ("batch_detail", "batch_refused", "batch_map", "batch_undo")
    ]

    assert answers == [404] * 4
    assert batch.name not in client.get(reverse("imports:batch_list")).content.decode()


def test_refused_rows_taken_away_are_written_down_with_those_they_name(sign_in, school, anna):
    client = sign_in(municipality=school.municipality)
    stranger = "Неведомова Инна Львовна"
    rows = [ROW | {"Балл": "много"}, ROW | {"ФИО": stranger}, ROW | {"ФИО": stranger, "Дата": "когда-то"}]
    batch, _ = brought(client, rows, verdict="refused")

    client.get(reverse("imports:batch_refused", args=[batch.pk]))

    export = Export.objects.get()
    assert (export.by, export.what, export.n_people) == (client.user, "Не принятые строки: Диагностика", 2)
    assert list(export.people.all()) == [anna]


def test_refused_rows_that_name_nobody_are_no_export(sign_in, school):
    client = sign_in(municipality=school.municipality)
    batch, _ = brought(client, [GOOD_ROWS["statuses"] | {"Статус": "неведомый"}], "statuses", "refused")

    client.get(reverse("imports:batch_refused", args=[batch.pk]))

    assert not Export.objects.exists()
