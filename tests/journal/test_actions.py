"""Taking back the last correction of a row."""

import datetime as dt

import pytest
from django.urls import reverse

from masterstvo.core import audit
from masterstvo.core.models import AuditRecord
from masterstvo.experts.actions import edit_appointment
from masterstvo.journal.actions import NoLongerFits, NothingToUndo, undo_edit
from masterstvo.journal.queries import UNDOABLE, last_edit
from masterstvo.journal.rules import labels_with_history
from masterstvo.organizations.actions import edit_organization
from masterstvo.people.actions import edit_employment, edit_person
from masterstvo.training.actions import edit_training
from tests.factories.facts import ExpertAppointmentFactory, TrainingFactory
from tests.factories.organizations import GrantFactory, MunicipalityFactory, OrganizationFactory
from tests.factories.people import EmploymentFactory, PersonFactory

pytestmark = pytest.mark.django_db


def undo(obj):
    last = last_edit(obj)
    return undo_edit(obj, seen=last and last.pk, by=None)


def test_the_last_correction_is_taken_back_and_told_in_the_log():
    training = TrainingFactory(finished_on=dt.date(2026, 3, 1))
    edit_training(training, finished_on=dt.date(2026, 4, 1), by=None)
    edited = AuditRecord.objects.latest("pk")

    undo(training)

    training.refresh_from_db()
    told = AuditRecord.objects.latest("pk")
    assert training.finished_on == dt.date(2026, 3, 1)
    assert (told.action, told.reason) == ("core.undo_edit", f"отмена правки № {edited.pk}")
    assert told.changes == {"finished_on": ["2026-04-01", "2026-03-01"]}


def test_a_reference_goes_back_to_the_row_that_it_named():
    job = EmploymentFactory()
    before = job.organization
    edit_employment(job, organization=OrganizationFactory(), by=None)

    undo(job)

    job.refresh_from_db()
    assert job.organization == before


def test_an_undo_is_not_undone_in_turn():
    school = OrganizationFactory(title="Школа")
    edit_organization(school, title="Лицей", by=None)
    undo(school)

    with pytest.raises(NothingToUndo, match="Отменить нечего"):
        undo(school)


def test_only_the_correction_that_the_page_showed_is_taken_back():
    person = PersonFactory(last_name="Первая")
    edit_person(person, last_name="Вторая", by=None)
    seen = last_edit(person).pk
    edit_person(person, last_name="Третья", by=None)

    with pytest.raises(NothingToUndo, match="что-то делали"):
        undo_edit(person, seen=seen, by=None)

    person.refresh_from_db()
    assert person.last_name == "Третья"


def test_what_was_changed_past_the_log_is_not_overwritten():
    school = OrganizationFactory(title="Школа")
    edit_organization(school, title="Лицей", by=None)
    type(school).objects.filter(pk=school.pk).update(title="Гимназия")

    with pytest.raises(NothingToUndo):
        undo_edit(school, seen=AuditRecord.objects.latest("pk").pk, by=None)

    school.refresh_from_db()
    assert school.title == "Гимназия"


def test_a_reference_to_what_is_gone_is_refused_in_words():
    job = EmploymentFactory()
    before = job.organization
    edit_employment(job, organization=OrganizationFactory(), by=None)
    before.delete()

    with pytest.raises(NoLongerFits, match="больше нет"):
        undo(job)


def test_what_another_row_has_taken_is_refused_in_words():
    appointment = ExpertAppointmentFactory(ends_on=dt.date(2026, 9, 1), starts_on=dt.date(2026, 1, 1))
    edit_appointment(appointment, ends_on=None, by=None)
    edit_appointment(appointment, starts_on=dt.date(2026, 10, 1), by=None)
    audit.record(
        None, "experts.edit_appointment", appointment, changes={"ends_on": (dt.date(2026, 9, 1), None)}
    )

    with pytest.raises(NoLongerFits, match="больше не подходит"):
        undo(appointment)


def test_the_first_entry_of_a_row_cannot_be_taken_back_here():
    school = OrganizationFactory()
    audit.record(None, "organizations.create_organization", school)

    assert last_edit(school) is None


def test_reading_a_card_is_no_change():
    person = PersonFactory(last_name="Первая")
    edit_person(person, last_name="Вторая", by=None)
    audit.record(None, "people.read_card", person)

    assert last_edit(person).action == "people.edit_person"


def test_whatever_can_be_undone_has_a_page_of_history():
    assert sorted(UNDOABLE - labels_with_history()) == []


# --- The page -------------------------------------------------------------------------------------------------------
def history_of(obj):
    return reverse("journal:object_history", args=[obj._meta.label_lower, obj.pk])


def test_object_undo_is_offered_on_the_history_and_done_there(sign_in):
    district = MunicipalityFactory()
    school = OrganizationFactory(municipality=district, title="Школа")
    edit_organization(school, title="Лицей", by=None)
    client = sign_in(municipality=district)

    page = client.get(history_of(school))
    record = page.context["undoable"].pk
    answer = client.post(f"{history_of(school)}undo/", {"record": record}, follow=True)
    again = client.post(f"{history_of(school)}undo/", {"record": record}, follow=True)

    school.refresh_from_db()
    assert "Отменить последнюю правку" in page.content.decode()
    assert school.title == "Школа"
    assert "Правка отменена" in answer.content.decode()
    assert "Отменить последнюю правку" not in answer.content.decode()
    assert "Отменить нечего" in again.content.decode()


def test_object_undo_is_not_for_those_who_only_read(sign_in):
    district = MunicipalityFactory()
    school = OrganizationFactory(municipality=district, title="Школа")
    edit_organization(school, title="Лицей", by=None)
    operator = GrantFactory(of_region=True, region=district.region).user
    client = sign_in(operator)

    page = client.get(history_of(school))
    answer = client.post(f"{history_of(school)}undo/", {"record": AuditRecord.objects.latest("pk").pk})

    school.refresh_from_db()
    assert (page.status_code, page.context["undoable"]) == (200, None)
    assert (answer.status_code, school.title) == (403, "Лицей")
