"""The way of a paper through its pages."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from masterstvo.core.models import AuditRecord
from masterstvo.documents.models import Attachment, Document, DocumentTemplate, Register
from tests.documents.test_signing import own_template
from tests.factories.documents import DocumentFactory, DocumentPersonFactory, RegisterFactory
from tests.factories.facts import EventFactory
from tests.factories.organizations import GrantFactory, OrganizationFactory
from tests.factories.people import EmploymentFactory
from tests.factories.plans import ActivityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def school():
    return OrganizationFactory()


@pytest.fixture
def methodist(sign_in, school):
    return sign_in(municipality=school.municipality)


def page(name, document, *more):
    return reverse(f"documents:{name}", args=[document.pk, *more])


def text_of(response):
    return response.content.decode().replace("\xa0", " ")


def test_a_register_that_was_lacking_leads_back_to_the_signing_of_the_paper(client, school):
    client.force_login(GrantFactory(of_organization=True, organization=school).user)
    paper = DocumentFactory(
        municipality=school.municipality,
        organization=school,
        kind="mentoring_pairs",
        state="draft",
        number="",
        dated_on=None,
    )
    signing = page("document_step", paper, "sign")
    link = f"{reverse('documents:register_create')}?for={paper.pk}"
    assert f'href="{link}"' in text_of(client.get(signing))

    shown = client.get(link)
    answer = client.post(
        link, {"title": "Приказы", "pattern": "{n}-ш", "first_number": 1, "organization": school.pk}
    )

    assert shown.context["form"]["organization"].value() == school.pk
    assert f'href="{signing}"' in text_of(shown)
    assert answer.url == signing
    assert "Приказы" in text_of(client.get(signing))
    for other in (DocumentFactory(state="draft", number="", dated_on=None).pk, "x"):
        typed = {"title": f"Ещё {other}", "pattern": "{n}", "first_number": 1, "organization": school.pk}
        answer = client.post(f"{reverse('documents:register_create')}?for={other}", typed)
        assert answer.url == reverse("documents:register_list")


def test_a_paper_goes_from_a_draft_to_the_archive(methodist, school):
    job = EmploymentFactory(organization=school, person__municipality=school.municipality)
    create = reverse("documents:document_create")
    methodist.post(
        reverse("documents:register_create"), {"title": "Приказы", "pattern": "{n}-о", "first_number": 7}
    )
    methodist.post(f"{create}?draft=1", {"kind": "order", "title": "О выезде", "body": "1. Выехать."})
    document = Document.objects.get()

    methodist.post(
        page("document_add", document, "person"),
        {"person_text": "", "person_chosen": job.person.pk, "note": "гид"},
    )
    methodist.post(page("document_add", document, "approval"), {"name": "Громов А. П."})
    refused = methodist.post(page("document_step", document, "agree"))
    methodist.post(page("document_line", document, "agreed", document.approvals.get().pk))
    methodist.post(page("document_step", document, "agree"))
    word = methodist.get(page("document_file", document))
    methodist.post(
        page("document_step", document, "sign"),
        {"register": Register.objects.get().pk, "dated_on": timezone.localdate().isoformat()},
    )
    document.refresh_from_db()
    signed = (document.number, document.state, document.people.get().note)
    methodist.post(page("document_step", document, "cancel"), {"reason": "Дорога закрыта"})

    assert (refused.status_code, "Ещё не согласовали: Громов А. П." in text_of(refused)) == (422, True)
    assert word["Content-Type"].endswith("wordprocessingml.document")
    assert signed == ("7-о", "signed", "гид")
    shown = text_of(methodist.get(document.get_absolute_url()))
    assert "Документ отменён.</b> Дорога закрыта" in shown
    assert "7-о.docx" in shown
    assert str(job.person) in shown
    assert "Назван в документах" in text_of(methodist.get(job.person.get_absolute_url()))


def test_a_back_date_is_refused_in_words_beside_the_reason(methodist, school):
    register, today = RegisterFactory(municipality=school.municipality), timezone.localdate()
    DocumentFactory(
        municipality=school.municipality,
        register=register,
        year=today.year,
        ordinal=1,
        number="1-о",
        dated_on=today,
    )
    document = DocumentFactory(draft=True, municipality=school.municipality)
    earlier = max(today - dt.timedelta(days=1), dt.date(today.year, 1, 1))

    shown = text_of(methodist.get(page("document_step", document, "sign")))
    answer = methodist.post(
        page("document_step", document, "sign"), {"register": register.pk, "dated_on": earlier.isoformat()}
    )

    assert f"2-о – {register.title}" in shown
    if earlier < today:  # on the first of January there is no earlier day of the year
        assert "больший номер 2-о" in str(answer.context["form"].errors["reason"])


def test_a_document_is_laid_to_an_event_and_to_an_activity_and_taken_off(methodist, school):
    document = DocumentFactory(municipality=school.municipality)
    event = EventFactory(municipality=school.municipality, title="Неделя математики")
    activity = ActivityFactory(plan__municipality=school.municipality)

    for kind, thing in (("event", event), ("activity", activity)):
        methodist.post(page("document_add", document, kind), {"target_text": "", "target_chosen": thing.pk})
    shown = text_of(methodist.get(document.get_absolute_url()))
    methodist.post(page("document_line", document, "detach", Attachment.objects.get().pk))

    assert f'href="{event.get_absolute_url()}"' in shown
    assert f'href="{activity.get_absolute_url()}"' in shown
    assert not Attachment.objects.exists()
    assert AuditRecord.objects.filter(action="plans.prove_activity", object_id=activity.pk).exists()


def test_what_is_elsewhere_cannot_be_chosen(methodist, school):
    document, event = DocumentFactory(municipality=school.municipality), EventFactory()

    answer = methodist.post(
        page("document_add", document, "event"), {"target_text": "", "target_chosen": event.pk}
    )

    assert (answer.status_code, Attachment.objects.count()) == (422, 0)


def test_a_school_signs_in_its_own_register_only(client, school):
    client.force_login(GrantFactory(of_organization=True, organization=school).user)
    own = RegisterFactory(municipality=school.municipality, organization=school)
    RegisterFactory(municipality=school.municipality)
    document = DocumentFactory(draft=True, municipality=school.municipality, organization=school)

    form = client.get(page("document_step", document, "sign")).context["form"]

    assert list(form.fields["register"].queryset) == [own]
    assert [client.get(page("document_add", document, key)).status_code for key in ("activity", "event")] == [
        404,
        200,
    ]


def test_a_template_is_saved_used_and_removed_when_no_document_needs_it(methodist, school):
    create = reverse("documents:template_create")
    refused = methodist.post(create, {"title": "Бланк", "kind": "order", "file": own_template("{{ тайна }}")})
    methodist.post(
        create, {"title": "Бланк", "kind": "order", "file": own_template("{{ номер }}", "{{ текст }}")}
    )
    template = DocumentTemplate.objects.get()
    used = DocumentFactory(draft=True, municipality=school.municipality, template=template)
    remove = reverse("documents:template_delete", args=[template.pk])

    kept = methodist.post(remove, follow=True)
    used.delete()
    methodist.post(remove)

    assert "Метки «тайна» нет" in text_of(refused)
    assert "По этому шаблону есть документы" in text_of(kept)
    assert not DocumentTemplate.objects.exists()


@pytest.mark.parametrize("step", ["nonsense", "Sign"])
def test_an_unknown_step_is_not_found(methodist, school, step):
    document = DocumentFactory(municipality=school.municipality)

    assert methodist.get(page("document_step", document, step)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_register_list_queries_do_not_grow(methodist, school, django_assert_num_queries, count):
    for register in RegisterFactory.create_batch(count, municipality=school.municipality):
        DocumentFactory(municipality=school.municipality, register=register, year=2026, ordinal=1)

    with django_assert_num_queries(11):
        response = methodist.get(reverse("documents:register_list"))

    assert len(response.context["given"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_draft_with_people_asks_no_more_for_more_of_them(
    methodist, school, django_assert_num_queries, count
):
    document = DocumentFactory(draft=True, municipality=school.municipality)
    DocumentPersonFactory.create_batch(count, document=document)

    with django_assert_num_queries(17):
        methodist.get(document.get_absolute_url())
