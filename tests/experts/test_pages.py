"""The order, the page of an expert and recusals."""

import datetime as dt
from contextlib import nullcontext
from fractions import Fraction

import pytest
from django.urls import reverse
from django.utils import timezone

from masterstvo.documents.actions import cancel_document, sign_document
from masterstvo.documents.models import Document
from masterstvo.experts import panels
from masterstvo.experts.actions import Overlaps, add_appointment, edit_appointment
from masterstvo.experts.counting import Given
from masterstvo.experts.models import ExpertAppointment, Recusal
from masterstvo.experts.queries import without_ground
from tests.factories.contests import JuryMemberFactory
from tests.factories.core import TermFactory
from tests.factories.documents import RegisterFactory
from tests.factories.facts import ExpertAppointmentFactory, RecusalFactory
from tests.factories.organizations import OrganizationFactory
from tests.factories.people import EmploymentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def job():
    return EmploymentFactory(organization=OrganizationFactory())


def test_one_click_drafts_an_order_whose_number_becomes_the_basis(sign_in, job):
    here = job.organization.municipality
    waiting = ExpertAppointmentFactory(person=job.person)
    old = ExpertAppointmentFactory(person=job.person, kind="attestation", basis="приказ № 5")
    client = sign_in(municipality=here)

    answer = client.post(reverse("experts:order_draft"))
    order = Document.objects.get()
    waiting.refresh_from_db()

    assert answer["Location"] == order.get_absolute_url()
    assert [line.person for line in order.people.all()] == [job.person]
    assert "проект" not in waiting.ground
    assert waiting.document == order
    today = timezone.localdate()
    register = RegisterFactory(municipality=here, organization=None, pattern="{n}-о")
    sign_document(order, register=register, dated_on=today, today=today, by=client.user)
    assert (
        ExpertAppointment.objects.get(pk=waiting.pk).ground
        == f"О назначении экспертов № 1-о от {today:%d.%m.%Y}"
    )
    assert ExpertAppointment.objects.get(pk=old.pk).ground == "приказ № 5"


def test_who_was_appointed_by_a_cancelled_order_waits_for_another(sign_in, job):
    here = job.organization.municipality
    appointment = ExpertAppointmentFactory(person=job.person)
    client = sign_in(municipality=here)
    client.post(reverse("experts:order_draft"))
    order, today = Document.objects.get(), timezone.localdate()
    register = RegisterFactory(municipality=here, organization=None)
    sign_document(order, register=register, dated_on=today, today=today, by=client.user)

    cancel_document(order, reason="Ошибка в списке", by=client.user)

    appointment.refresh_from_db()
    assert appointment.document is None
    assert list(without_ground(ExpertAppointment.objects.all(), today)) == [appointment]


@pytest.mark.parametrize(
    ("subjects", "shown"), [((), None), (("Математика", "Физика"), "Математика; Физика")]
)
def test_subjects_stand_under_the_kind_of_expertise(sign_in, job, subjects, shown):
    appointment = ExpertAppointmentFactory(person=job.person)
    appointment.subjects.set(TermFactory(vocabulary="subject", title=title) for title in subjects)
    client = sign_in(municipality=job.organization.municipality)

    page = client.get(reverse("experts:expertappointment_list")).content.decode()

    assert shown is None or shown in page
    assert "[" not in page.partition("<tbody")[2].partition("</tbody")[0]


def test_an_order_without_anybody_is_refused(sign_in, job):
    ExpertAppointmentFactory(person=job.person, basis="приказ № 5")
    client = sign_in(municipality=job.organization.municipality)

    client.post(reverse("experts:order_draft"))

    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("actor", "sees_recusal", "sees_leaning"), [("methodist", True, True), ("school", False, False)]
)
def test_only_the_organizer_sees_recusals_and_how_kindly_an_expert_marks(
    as_actor, job, monkeypatch, actor, sees_recusal, sees_leaning
):
    RecusalFactory(expert=job.person, reason="Сестра жены")
    given = [Given(job.person.pk, 2026, "a", Fraction(1)), Given(0, 2026, "a", Fraction(0))]
    monkeypatch.setattr(panels, "_marks", {"tests": lambda expert: given})
    client = as_actor(actor, job.organization.municipality, job.organization)

    text = client.get(reverse("experts:expert_detail", args=[job.person.pk])).content.decode()

    assert ("Сестра жены" in text, "мягче на 100,0" in text) == (sees_recusal, sees_leaning)


def test_an_expert_names_a_school_and_finds_nobody_by_name(sign_in, job):
    other = EmploymentFactory(organization=job.organization).person
    job.person.user = sign_in(municipality=OrganizationFactory().municipality).user
    job.person.save()
    client = sign_in(job.person.user)
    url = reverse("experts:recusal_create", args=[job.person.pk])
    said = {
        "ground": "relative", "organization": job.organization.pk, "reason": "Там работает брат", "starts_on": "01.02.2026",
        "person_text": other.last_name, "person_chosen": str(other.pk),
    }  # fmt: skip

    found = client.post(url, {**said, "find": "person"}).content.decode()
    client.post(url, said)

    assert other.last_name not in found
    assert (Recusal.objects.get().person, Recusal.objects.get().organization) == (None, job.organization)


def test_a_recusal_names_a_person_or_a_school_not_both(sign_in, job):
    other = EmploymentFactory(organization=job.organization).person
    client = sign_in(municipality=job.organization.municipality)
    url = reverse("experts:recusal_create", args=[job.person.pk])
    said = {"ground": "interest", "reason": "Соавторы", "starts_on": "01.02.2026"}
    both = {
        **said,
        "person_text": other.last_name,
        "person_chosen": str(other.pk),
        "organization": job.organization.pk,
    }

    assert [client.post(url, each).status_code for each in (said, both)] == [422, 422]
    assert not Recusal.objects.exists()


def test_a_school_leaves_the_experts_of_the_district_alone(as_actor, job):
    client = as_actor("school", job.organization.municipality, job.organization)
    districts = ExpertAppointmentFactory(person=job.person, level="municipal", basis="приказ № 67-од")
    own = ExpertAppointmentFactory(person=job.person, level="organization")
    create = reverse("experts:expertappointment_create")
    said = {"person_text": str(job.person), "person_chosen": str(job.person.pk), "kind": "attestation", "starts_on": "01.02.2026"}  # fmt: skip

    answers = [
        client.post(reverse("experts:expertappointment_delete", args=[each.pk]), {"reason": "Ошибка"}).status_code
        for each in (districts, own)
    ]  # fmt: skip
    entered = [
        client.post(create, {**said, "level": level}).status_code for level in ("federal", "organization")
    ]

    assert (answers, entered) == ([403, 302], [422, 302])
    assert {each.level for each in ExpertAppointment.objects.all()} == {"municipal", "organization"}


def test_an_order_of_the_district_leaves_the_experts_of_a_school_out(job):
    ExpertAppointmentFactory(person=job.person, level="organization")

    assert not without_ground(ExpertAppointment.objects.all(), timezone.localdate()).exists()


def test_an_expert_who_sits_in_a_jury_is_kept_with_a_last_day(sign_in, job):
    appointment = ExpertAppointmentFactory(person=job.person)
    JuryMemberFactory(appointment=appointment)
    client = sign_in(municipality=job.organization.municipality)

    answer = client.post(
        reverse("experts:expertappointment_delete", args=[appointment.pk]), {"reason": "Ошибка"}
    )

    assert answer.status_code == 422
    assert "поставьте последний день" in answer.content.decode()
    assert ExpertAppointment.objects.exists()


@pytest.mark.parametrize(
    ("starts_on", "is_refused"), [(dt.date(2025, 5, 31), True), (dt.date(2025, 6, 1), False)]
)
def test_one_person_is_appointed_once_at_one_time(job, starts_on, is_refused):
    ExpertAppointmentFactory(person=job.person, ends_on=dt.date(2025, 6, 1))
    said = {"person": job.person, "kind": "jury", "level": "municipal"}
    later = add_appointment(**said, starts_on=dt.date(2025, 8, 1), by=None)

    with pytest.raises(Overlaps, match=r"по 31\.05\.2025") if is_refused else nullcontext():
        edit_appointment(later, starts_on=starts_on, by=None)

    later.refresh_from_db()
    assert (later.starts_on != starts_on) is is_refused


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_an_expert_asks_the_same_whatever_is_there(
    sign_in, job, django_assert_num_queries, count
):
    for number in range(count):
        starts_on = dt.date(2020 + number, 1, 1)
        ExpertAppointmentFactory(person=job.person, starts_on=starts_on, ends_on=starts_on.replace(month=6))
        RecusalFactory(expert=job.person)
    client = sign_in(municipality=job.organization.municipality)

    with django_assert_num_queries(19):
        client.get(reverse("experts:expert_detail", args=[job.person.pk]))
