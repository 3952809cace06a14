import datetime as dt

import pytest
from django.http import QueryDict

from masterstvo.core.actions import change
from masterstvo.core.errors import Stale
from masterstvo.core.forms import CheckForm, LastDayField, submit
from masterstvo.core.models import AuditRecord, Term
from masterstvo.core.versions import Gone, digest, token_of
from masterstvo.organizations.actions import edit_organization
from masterstvo.organizations.models import Organization
from masterstvo.people.actions import edit_employment
from masterstvo.people.forms import EmploymentForm
from tests.factories.accounts import UserFactory
from tests.factories.core import TermFactory
from tests.factories.organizations import OrganizationFactory
from tests.factories.people import EmploymentFactory

pytestmark = pytest.mark.django_db
SHOWN = ["title", "short_title", "closed_on"]


class SchoolForm(CheckForm):
    closed_on = LastDayField(label="Закрыта", required=False)

    class Meta:
        model = Organization
        fields = SHOWN


@pytest.fixture
def school():
    return OrganizationFactory(title="Лесная школа", short_title="Лесная")


def typed(school, token=None, **values):
    """Return the form of ``school`` as it comes back from a browser that was opened just now, or with an older ``token``."""
    sent = QueryDict(mutable=True)
    shown = {"title": school.title, "short_title": school.short_title, "closed_on": ""}
    for name, value in {**shown, "token": token or token_of(school, SHOWN), **values}.items():
        sent[name] = value
    return SchoolForm(sent, instance=school)


def test_a_change_writes_only_the_columns_that_it_changed(school):
    old = Organization.objects.get(pk=school.pk)
    edit_organization(school, by=None, address="ул. Речная, 1")

    edit_organization(old, by=None, short_title="Лесной лицей")  # a page that was opened before

    school.refresh_from_db()
    assert (school.address, school.short_title) == ("ул. Речная, 1", "Лесной лицей")


def test_a_token_sees_only_the_columns_that_its_page_showed(school):
    token = token_of(school, SHOWN)
    edit_organization(school, by=None, address="ул. Речная, 1")

    change(school, {"title": "Новая", "token": token}, by=None, action="organizations.edit_organization")

    assert Organization.objects.get().title == "Новая"


@pytest.mark.parametrize(
    "token", ["", "nothing", "title", "no_such_column:1", "title:0 short_title:0", "\x00:\x00"]
)
def test_a_token_that_tells_nothing_is_refused(school, token):
    with pytest.raises(Stale):
        change(school, {"title": "Новая", "token": token}, by=None, action="organizations.edit_organization")

    assert Organization.objects.get().title == "Лесная школа"


def test_a_row_removed_meanwhile_is_told(school):
    form = typed(school, title="Новая")
    Organization.objects.all().delete()

    assert submit(form, edit_organization, school, by=None) is None
    assert "удалили" in str(form.errors)
    with pytest.raises(Gone):
        change(school, {"token": token_of(school, SHOWN)}, by=None, action="organizations.edit_organization")


def test_both_versions_are_told_field_by_field_and_by_whom(school):
    form = typed(school, title="Моё название", short_title="Лесная")
    other = UserFactory(full_name="Соколова И. В.")
    edit_organization(
        Organization.objects.get(), by=other, title="Их название", closed_on=dt.date(2025, 9, 1)
    )

    assert submit(form, edit_organization, school, by=None) is None

    told = {each.name: (each.mine, each.theirs, each.keep) for each in form.differences}
    assert told == {
        "title": ("Моё название", "Их название", "mine"),
        "closed_on": (
            "пусто",
            "31.08.2025",
            "theirs",
        ),  # never touched: the other's word stands unless one says no
    }
    assert "Соколова И. В." in str(form.non_field_errors())
    assert Organization.objects.get().title == "Их название"


def test_what_is_chosen_field_by_field_is_saved(school):
    form = typed(school, title="Моё название")
    edit_organization(Organization.objects.get(), by=None, title="Их название", closed_on=dt.date(2025, 9, 1))
    submit(form, edit_organization, school, by=None)
    fresh = Organization.objects.get()

    chosen = {"title": "Моё название", "keep-title": "mine", "closed_on": "", "keep-closed_on": "theirs"}
    assert submit(typed(fresh, form.data["token"], **chosen), edit_organization, fresh, by=None)

    saved = Organization.objects.get()
    assert (saved.title, saved.closed_on) == ("Моё название", dt.date(2025, 9, 1))


def test_two_who_save_the_same_have_no_conflict(school):
    first, second = typed(school, title="Новая"), typed(school, title=" Новая ")
    submit(first, edit_organization, Organization.objects.get(), by=None)

    assert submit(second, edit_organization, school, by=None)
    assert AuditRecord.objects.count() == 1


def test_many_rows_of_a_field_are_compared_and_chosen_too():
    job = EmploymentFactory()
    physics, music = (
        TermFactory(vocabulary="subject", title="физика"),
        TermFactory(vocabulary="subject", title="музыка"),
    )
    sent = QueryDict(mutable=True)
    sent.update(
        {
            "position": job.position,
            "category": job.category,
            "basis": job.basis,
            "organization": job.organization_id,
        }
    )
    sent.update({"starts_on": job.starts_on.isoformat(), "subjects": music.pk, "rate": "0,5"})
    sent["token"] = token_of(job, EmploymentForm.Meta.fields)
    job.subjects.set([physics])
    form = EmploymentForm(sent, instance=job)

    assert submit(form, edit_employment, job, by=None) is None
    assert [(each.mine, each.theirs) for each in form.differences] == [("музыка", "физика")]

    again = form.data.copy()
    again["keep-subjects"] = "theirs"
    assert submit(EmploymentForm(again, instance=job), edit_employment, job, by=None)
    job.refresh_from_db()
    assert (str(job.rate), list(job.subjects.all())) == ("0.50", [physics])


@pytest.mark.parametrize(
    ("stored", "came"),
    [
        ("a\nb", "a\r\nb "),
        ("", None),
        (1, 1.0),
        (dt.date(2026, 1, 1), "2026-01-01"),
        ([], Term.objects.none()),
    ],
)
def test_a_value_is_known_again_however_it_came(stored, came):
    assert digest(stored) == digest(came)
