"""Terms of keeping: what is over is proposed, and goes only when a person says so."""

import datetime as dt
from io import BytesIO, StringIO

import docx
import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from masterstvo.core.models import AuditRecord
from masterstvo.imports.actions import commit_batch, open_batch
from masterstvo.imports.models import ImportBatch, ImportRow
from masterstvo.organizations.choices import Role
from masterstvo.people.models import CardReading, Export, Person
from masterstvo.people.personal import holdings
from masterstvo.privacy.actions import erase_people, expire_rows, set_term
from masterstvo.privacy.actions.erasure import MayNotBeErased
from masterstvo.privacy.actions.retention import NothingIsDue
from masterstvo.privacy.models import Consent, Erasure, KeepingTerm
from masterstvo.privacy.queries.retention import (
    WITHDRAWN,
    due_people,
    due_rows,
    erase_by,
    kept,
    shipped,
    withdrawn_people,
)
from tests.factories.accounts import UserFactory
from tests.factories.organizations import MunicipalityFactory, OrganizationFactory
from tests.factories.people import CardReadingFactory, EmploymentFactory, ExportFactory, PersonFactory
from tests.factories.privacy import ConsentFactory, ErasureFactory, KeepingTermFactory
from tests.factories.sheets import GOOD_ROWS, xlsx

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 26)
LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def school(db):
    return OrganizationFactory()


@pytest.fixture
def leaver(school):
    return EmploymentFactory(
        organization=school, ends_on=dt.date(2019, 9, 1), person__last_name="Своеобразова"
    ).person


def aged(row):
    """Make a row as old as rows with a term that is over."""
    type(row).objects.filter(pk=row.pk).update(**{"at" if hasattr(row, "at") else "created_at": LONG_AGO})
    return row


def by_kind(municipality, day=TODAY):
    return {each.kind: each for each in kept(municipality, day=day)}


# --- What is proposed -------------------------------------------------------------------------------------------------
def test_every_kind_of_data_has_a_term_or_says_why_none():
    assert {each.kind for each in holdings()} == set(shipped()) - {WITHDRAWN}
    assert all(row["source"] for row in shipped().values())


def test_whose_last_job_ended_longer_ago_than_the_term(school, leaver):
    EmploymentFactory(
        person=leaver, organization=school, starts_on=dt.date(2010, 1, 1), ends_on=dt.date(2012, 1, 1)
    )
    EmploymentFactory(organization=school)
    EmploymentFactory(organization=school, ends_on=dt.date(2024, 1, 1))
    EmploymentFactory(ends_on=dt.date(2010, 1, 1), starts_on=dt.date(2009, 1, 1))  # another municipality
    PersonFactory(municipality=school.municipality)
    never = aged(PersonFactory(municipality=school.municipality))

    due = due_people(school.municipality, before=dt.date(2021, 11, 26))

    assert set(due) == {leaver, never}
    assert by_kind(school.municipality)["card"].n_due == 2


@pytest.mark.parametrize(
    ("ends_on", "is_due"), [(dt.date(2021, 11, 26), True), (dt.date(2021, 11, 27), False)]
)
def test_the_term_is_over_on_its_day(school, ends_on, is_due):
    EmploymentFactory(organization=school, ends_on=ends_on)

    assert by_kind(school.municipality)["card"].n_due == is_due


def withdrawn(school, **values):
    """Somebody who left in January and took the consent back on the first of November."""
    job = {"starts_on": dt.date(2020, 1, 1), "ends_on": dt.date(2026, 1, 31)} | values.pop("job", {})
    person = EmploymentFactory(organization=school, **job).person
    ConsentFactory(person=person, **{"withdrawn_on": dt.date(2026, 11, 1)} | values)
    return person


def test_a_consent_taken_back_leaves_thirty_days_when_there_is_no_other_ground(school):
    gone = withdrawn(school)
    left_later = withdrawn(school, job={"ends_on": dt.date(2026, 11, 20)})
    withdrawn(school, job={"ends_on": None})  # works
    withdrawn(school, job={"ends_on": dt.date(2026, 12, 1)})  # works till Monday
    withdrawn(school, withdrawn_on=dt.date(2026, 12, 1))  # will have taken it back
    withdrawn(school, withdrawn_on=None)
    ConsentFactory(person=withdrawn(school), purpose="publication")
    withdrawn(OrganizationFactory())
    Person.objects.filter(pk=withdrawn(school).pk).update(erased_on=TODAY)

    found = {person: erase_by(person) for person in withdrawn_people(school.municipality, day=TODAY)}

    assert found == {gone: dt.date(2026, 12, 1), left_later: dt.date(2026, 12, 20)}
    told = by_kind(school.municipality)[WITHDRAWN]
    assert (told.n_due, told.last_day, told.term) == (2, dt.date(2026, 12, 1), "30\u00a0дней")


def test_two_consents_taken_back_count_from_the_last(school):
    person = withdrawn(school)
    ConsentFactory(person=person, purpose="publication", withdrawn_on=dt.date(2026, 11, 9))

    (found,) = withdrawn_people(school.municipality, day=TODAY)

    assert erase_by(found) == dt.date(2026, 12, 9)


def test_a_term_of_ones_own_holds_from_its_day(school):
    officer = UserFactory()
    set_term(
        school.municipality,
        kind="reading",
        months=12,
        source="приказ № 4",
        starts_on=dt.date(2026, 1, 1),
        by=officer,
    )
    set_term(
        school.municipality,
        kind="reading",
        months=6,
        source="приказ № 9",
        starts_on=dt.date(2026, 6, 1),
        by=officer,
    )
    set_term(
        school.municipality,
        kind="reading",
        months=7,
        source="приказ № 9",
        starts_on=dt.date(2026, 6, 1),
        by=officer,
    )

    found = [
        by_kind(school.municipality, day)["reading"].months
        for day in (dt.date(2025, 12, 31), dt.date(2026, 2, 1), TODAY)
    ]
    assert found == [36, 12, 7]
    assert by_kind(MunicipalityFactory())["reading"].term == "3\u00a0года"
    assert KeepingTerm.objects.count() == 2
    assert set(AuditRecord.objects.values_list("action", flat=True)) == {
        "privacy.set_term", "privacy.end_term", "privacy.edit_term",
    }  # fmt: skip


def test_the_command_tells_and_removes_nothing(school, leaver):
    aged(CardReadingFactory(person=leaver))
    out = StringIO()

    call_command("retention", municipality=school.municipality.code, stdout=out)

    assert "карточка человека: 1 (срок 5 лет" in out.getvalue().replace("\u00a0", " ")
    assert "журнал обращений и выгрузок: 1 (срок 3 года" in out.getvalue().replace("\u00a0", " ")
    assert CardReading.objects.exists()
    assert not Erasure.objects.exists()


# --- What is decided --------------------------------------------------------------------------------------------------
def test_old_readings_and_exports_go_and_the_log_tells_how_many(school, leaver):
    fresh = CardReadingFactory(person=leaver)
    aged(CardReadingFactory(person=leaver))
    aged(CardReadingFactory())  # of another municipality
    aged(ExportFactory()).people.add(leaver)
    aged(ExportFactory()).people.add(leaver, PersonFactory())  # partly of another municipality
    due = due_rows("reading", school.municipality, before=dt.date(2023, 1, 1))

    n_rows = expire_rows(
        due, municipality=school.municipality, by=UserFactory(), basis="решение комиссии № 3"
    )

    assert (n_rows, CardReading.objects.count(), Export.objects.count()) == (2, 2, 1)
    assert CardReading.objects.filter(pk=fresh.pk).exists()
    told = AuditRecord.objects.filter(reason="решение комиссии № 3")
    assert {(each.action, each.changes["records"][0], each.object_id) for each in told} == {
        ("people.expire_readings", 1, school.municipality_id),
        ("people.expire_exports", 1, school.municipality_id),
    }


def test_consents_that_ended_long_ago_go(school, leaver):
    ConsentFactory(person=leaver, starts_on=dt.date(2019, 1, 1), withdrawn_on=dt.date(2020, 1, 1))
    ConsentFactory(person=leaver, starts_on=dt.date(2019, 1, 2), ends_on=dt.date(2020, 1, 1))
    holds = ConsentFactory(person=leaver, starts_on=dt.date(2019, 1, 3))
    due = due_rows("consent", school.municipality, before=dt.date(2023, 1, 1))

    expire_rows(due, municipality=school.municipality, by=UserFactory(), basis="решение № 3")

    assert list(Consent.objects.all()) == [holds]


def test_files_of_old_loads_go_with_what_their_rows_said(school, django_capture_on_commit_callbacks):
    row = GOOD_ROWS["people"] | {"Организация": school.title}
    batch = open_batch(
        municipality=school.municipality, kind="people", name="люди.xlsx", content=xlsx([row]), by=None
    )
    commit_batch(batch=ImportBatch.objects.get(), clean_rows=True, by=UserFactory())
    aged(batch)
    due = due_rows("imports", school.municipality, before=dt.date(2023, 1, 1))

    with django_capture_on_commit_callbacks(execute=True):
        expire_rows(due, municipality=school.municipality, by=UserFactory(), basis="решение № 3")

    assert not default_storage.exists(batch.file.name)
    assert (ImportBatch.objects.get().file.name, ImportRow.objects.get().cells) == ("", {})
    assert not due_rows("imports", school.municipality, before=dt.date(2023, 1, 1))[0].n_rows


def test_nothing_to_remove_is_said(school):
    due = due_rows("reading", school.municipality, before=TODAY)

    with pytest.raises(NothingIsDue):
        expire_rows(due, municipality=school.municipality, by=UserFactory(), basis="решение № 3")


def test_several_people_are_erased_together_or_nobody_is(school, leaver):
    other = EmploymentFactory(organization=school).person
    basis = {"basis": "решение комиссии", "basis_on": TODAY}

    with pytest.raises(MayNotBeErased, match="Никто не обезличен"):
        erase_people([leaver, other], by=UserFactory(), today=TODAY, **basis)
    assert not Person.objects.exclude(erased_on=None).exists()

    assert len(erase_people([leaver], by=UserFactory(), today=TODAY, **basis)) == 1


# --- Pages ------------------------------------------------------------------------------------------------------------
@pytest.fixture
def head(sign_in, school):
    return sign_in(municipality=school.municipality, role=Role.HEAD)


def test_person_erase_shows_everything_and_asks_for_the_surname(head, leaver):
    url = reverse("privacy:person_erase", args=[leaver.pk])
    paper = {"basis": "заявление", "basis_number": "5", "basis_on": "2026-11-20"}

    page = head.get(url)
    wrong = head.post(url, paper | {"surname": "Соседцева"})
    done = head.post(url, paper | {"surname": " своеобразова "})

    assert "Места работы" in page.content.decode()
    assert (wrong.status_code, done.status_code) == (422, 302)
    assert str(Person.objects.get(pk=leaver.pk)) == leaver.code_name
    assert "Карточка обезличена" in head.get(url).content.decode()
    assert CardReading.objects.get().purpose == "обезличивание"


def test_person_erase_says_what_stands_against_it(head, school):
    person = EmploymentFactory(organization=school).person
    url = reverse("privacy:person_erase", args=[person.pk])

    page = head.get(url).content.decode()
    refused = head.post(
        url,
        {"basis": "заявление", "basis_number": "б/н", "basis_on": "2026-11-20", "surname": person.last_name},
    )

    assert "сначала закройте место работы" in page.replace("\u00a0", " ")
    assert refused.status_code == 422
    assert Person.objects.get(pk=person.pk).erased_on is None


def test_person_erase_belongs_to_the_municipality_that_keeps_the_card(sign_in, leaver):
    elsewhere = EmploymentFactory(person=leaver, starts_on=dt.date(2016, 1, 1), ends_on=dt.date(2017, 1, 1), organization=OrganizationFactory())  # fmt: skip
    other = sign_in(municipality=elsewhere.organization.municipality, role=Role.HEAD)

    assert other.get(reverse("privacy:person_data", args=[leaver.pk])).status_code == 200
    assert other.get(reverse("privacy:person_erase", args=[leaver.pk])).status_code == 404


def test_an_erased_card_is_nobodys_to_change(sign_in, leaver):
    Person.objects.filter(pk=leaver.pk).update(erased_on=TODAY)
    methodist = sign_in(municipality=leaver.municipality)

    assert methodist.get(reverse("people:person_detail", args=[leaver.pk])).status_code == 200
    assert methodist.get(reverse("people:person_edit", args=[leaver.pk])).status_code == 403


def test_erasure_act_tells_what_was_done_and_says_the_same_later(head, leaver):
    (erasure,) = erase_people(
        [leaver], by=head.user, today=TODAY, basis="заявление", basis_number="5", basis_on=TODAY
    )
    url = reverse("privacy:erasure_act", args=[erasure.pk])

    first, again = (text_of(head.get(url).content) for _ in range(2))

    assert first == again
    for words in (f"АКТ № {erasure.number}", "заявление № 5 от 26.11.2026", leaver.code_name, "Места работы", "сведения о человеке стёрты", "изданиях Word"):  # fmt: skip
        assert words in first
    assert "Своеобразова" not in first
    assert "Своеобразова" not in head.get(reverse("privacy:erasure_list")).content.decode()


def text_of(content):
    document = docx.Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells]).replace("\u00a0", " ")


def test_retention_list_leads_to_what_is_over(head, leaver):
    page = head.get(reverse("privacy:retention_list")).content.decode()

    assert reverse("privacy:retention_review", args=["card"]) in page
    assert f'"{reverse("privacy:retention_review", args=["reading"])}"' not in page
    assert "Сроки хранения" in head.get(reverse("plans:today")).content.decode().split("<main")[1]


def test_retention_edit_keeps_a_new_term(head, school):
    url = reverse("privacy:retention_edit", args=["reading"])

    done = head.post(
        url, {"months": "12", "source": "приказ № 4", "starts_on": f"{timezone.localdate():%Y-%m-%d}"}
    )

    assert done.status_code == 302
    assert by_kind(school.municipality, timezone.localdate())["reading"].months == 12
    assert head.get(reverse("privacy:retention_edit", args=["audit"])).status_code == 404


def test_retention_review_erases_those_who_are_ticked(head, school, leaver):
    kept_one = EmploymentFactory(organization=school, ends_on=dt.date(2018, 9, 1)).person
    url = reverse("privacy:retention_review", args=["card"])
    ticked = {
        "people": [leaver.pk],
        "basis": "решение комиссии",
        "basis_number": "3",
        "basis_on": "2026-11-20",
    }

    page = head.get(url).content.decode()
    wrong = head.post(url, ticked | {"counted": "2"})
    done = head.post(url, ticked | {"counted": "1"})

    assert "Своеобразова" in page
    assert "31.08.2019" in page
    assert (wrong.status_code, done.status_code) == (422, 302)
    assert list(Person.objects.filter(erased_on=None)) == [kept_one]


def test_retention_review_erases_those_who_took_their_consent_back(head, school):
    withdrawn(school)
    person = withdrawn(school, withdrawn_on=dt.date(2026, 10, 1))
    url = reverse("privacy:retention_review", args=[WITHDRAWN])
    ticked = {"people": [person.pk], "counted": "1", "basis": "отзыв согласия", "basis_number": "8", "basis_on": "2026-10-01"}  # fmt: skip

    listed = head.get(reverse("privacy:retention_list")).content.decode()
    page = head.get(url).content.decode().replace("\u00a0", " ")
    today = head.get(reverse("plans:today")).content.decode().replace("\u00a0", " ")
    done = head.post(url, ticked)

    assert "решить по 31.10.2026" in listed.replace("\u00a0", " ")
    assert "152-ФЗ, статья 21, часть 5" in page
    assert "согласие отозвано 01.10.2026, последний день – 31.10.2026" in page
    assert "срок по закону прошёл" in today
    assert done.status_code == 302
    assert Erasure.objects.get().person == person
    assert head.get(reverse("privacy:retention_edit", args=[WITHDRAWN])).status_code == 404


def test_retention_review_removes_rows_that_are_ticked(head, leaver):
    aged(CardReadingFactory(person=leaver))
    url = reverse("privacy:retention_review", args=["reading"])

    unticked = head.post(url, {"basis": "решение № 3"})
    done = head.post(url, {"due": ["0"], "basis": "решение № 3"})

    assert (unticked.status_code, done.status_code) == (422, 302)
    assert not CardReading.objects.exists()
    assert "Срок ни у чего не истёк" in head.get(url).content.decode().replace("\u00a0", " ")


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("page", "most"), [("erasure_list", 12), ("retention_list", 18)])
def test_the_lists_do_not_grow_in_queries(head, school, django_assert_max_num_queries, page, most, count):
    for _ in range(count):
        ErasureFactory(person__municipality=school.municipality)
        EmploymentFactory(organization=school, ends_on=dt.date(2018, 9, 1))
    KeepingTermFactory(municipality=school.municipality)
    head.get(reverse(f"privacy:{page}"))

    with django_assert_max_num_queries(most):
        head.get(reverse(f"privacy:{page}"))


@pytest.mark.parametrize("count", [1, 3])
def test_person_erase_queries_do_not_grow(head, leaver, django_assert_max_num_queries, count):
    for number in range(count):
        CardReadingFactory(person=leaver)
        ConsentFactory(person=leaver, starts_on=dt.date(2019, 1, 1 + number))
    head.get(reverse("privacy:person_erase", args=[leaver.pk]))

    with django_assert_max_num_queries(
        240
    ):  # one for each table with texts, one for each table about persons
        head.get(reverse("privacy:person_erase", args=[leaver.pk]))
