import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from masterstvo.core import proofs
from masterstvo.core.models import AuditRecord
from masterstvo.documents.actions import attach_document, detach_document
from masterstvo.documents.models import Attachment, Document
from masterstvo.people.models import Export
from tests.editing import correct
from tests.factories.documents import DocumentFactory, DocumentFileFactory
from tests.factories.facts import EventFactory, TrainingFactory
from tests.factories.organizations import GrantFactory, OrganizationFactory
from tests.factories.plans import ActivityEvidenceFactory, ActivityFactory, PlanFactory

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 \xd0\xbf %%EOF"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def school():
    return OrganizationFactory()


@pytest.fixture
def methodist(sign_in, school):
    return sign_in(municipality=school.municipality)


def paper(**typed):
    return {"kind": "order", "number": "12-од", "dated_on": "2025-03-01", **typed}


def pdf(name="Приказ 12.pdf", content=PDF):
    return SimpleUploadedFile(name, content, content_type="text/html")


def test_document_create_keeps_the_file_and_its_checksum(methodist):
    response = methodist.post(reverse("documents:document_create"), paper(file=pdf()))

    document = Document.objects.get()
    assert response.url == document.get_absolute_url()
    assert document.latest_file.sha256 == hashlib.sha256(PDF).hexdigest()
    assert "Приказ_12" in methodist.get(response.url).content.decode()


def test_document_file_is_saved_and_never_shown(methodist):
    methodist.post(reverse("documents:document_create"), paper(file=pdf()))

    response = methodist.get(reverse("documents:document_file", args=[Document.objects.get().pk]))

    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("file", "word"),
    [
        (pdf("вирус.exe"), "Такой файл не примем"),
        (pdf("страница.html", b"<script>"), "Такой файл не примем"),
        (pdf("подделка.pdf", b"<script>"), "не то, что в названии"),
        (pdf("без-расширения"), "Такой файл не примем"),
    ],
)
def test_document_create_takes_only_papers(methodist, file, word):
    response = methodist.post(reverse("documents:document_create"), paper(file=file))

    assert (response.status_code, Document.objects.count()) == (422, 0)
    assert word in response.content.decode()
    assert "12-од" in response.content.decode()


def test_document_create_refuses_a_file_too_large(methodist, monkeypatch):
    monkeypatch.setattr(proofs, "SIZE_AT_MOST", len(PDF) - 1)

    assert methodist.post(reverse("documents:document_create"), paper(file=pdf())).status_code == 422


def test_document_create_refuses_a_twin(methodist, school):
    DocumentFactory(municipality=school.municipality, kind="order", number="12-од")

    response = methodist.post(reverse("documents:document_create"), paper())

    assert response.status_code == 422
    assert "Документ с таким видом, номером и датой уже внесён." in response.content.decode()


def test_a_school_writes_only_its_own_documents(client, school):
    client.force_login(GrantFactory(of_organization=True, organization=school).user)
    other = OrganizationFactory(municipality=school.municipality)
    url = reverse("documents:document_create")

    statuses = [client.post(url, paper(organization=key)).status_code for key in ("", other.pk, school.pk)]

    assert (statuses, Document.objects.get().organization) == ([422, 422, 302], school)


def test_a_new_file_becomes_a_version_and_the_old_one_stays_readable(methodist):
    methodist.post(reverse("documents:document_create"), paper(file=pdf()))
    document = Document.objects.get()
    url = reverse("documents:document_edit", args=[document.pk])

    correct(methodist, url, paper(title="О парах"))
    correct(methodist, url, paper(title="О парах", file=pdf(content=PDF + b"2"), reason="Новый скан"))

    def read(**query):
        answer = methodist.get(reverse("documents:document_file", args=[document.pk]), query)
        return b"".join(answer.streaming_content)

    assert (read(), read(version=2), read(version=1)) == (PDF + b"2", PDF + b"2", PDF)
    assert [each.sha256 for each in document.files.all()] == [
        hashlib.sha256(PDF + b"2").hexdigest(),
        hashlib.sha256(PDF).hexdigest(),
    ]
    assert document.files.first().added_by == methodist.user


ACTORS = [
    ("methodist", 200),
    ("observer", 200),
    ("school", 200),
    ("stranger", 404),
    ("expired", 404),
    ("plain", 404),
    ("nobody", 302),
]


@pytest.mark.parametrize(("actor", "status"), ACTORS)
@pytest.mark.parametrize("page", ["detail", "file"])
def test_document_access(as_actor, school, page, actor, status):
    document = DocumentFactory(municipality=school.municipality, organization=school)
    DocumentFileFactory(document=document, file=pdf())
    client = as_actor(actor, school.municipality, school)

    response = client.get(reverse(f"documents:document_{page}", args=[document.pk]))
    response.close()

    assert response.status_code == status


@pytest.mark.parametrize(
    ("actor", "status"),
    [("methodist", 200), ("school", 200), ("observer", 403), ("stranger", 404), ("nobody", 302)],
)
def test_document_edit_access(as_actor, school, actor, status):
    document = DocumentFactory(municipality=school.municipality, organization=school)
    client = as_actor(actor, school.municipality, school)

    assert client.get(reverse("documents:document_edit", args=[document.pk])).status_code == status


def test_a_school_does_not_see_papers_of_the_authority(client, school):
    document = DocumentFactory(municipality=school.municipality)
    client.force_login(GrantFactory(of_organization=True, organization=school).user)

    assert client.get(document.get_absolute_url()).status_code == 404


def test_a_document_without_a_file_has_nothing_to_download(methodist, school):
    document = DocumentFactory(municipality=school.municipality)

    assert methodist.get(reverse("documents:document_file", args=[document.pk])).status_code == 404


def test_document_detail_tells_what_it_proves(methodist, school):
    document = DocumentFactory(municipality=school.municipality)
    event = EventFactory(municipality=school.municipality)

    first = attach_document(document, target=event, by=methodist.user)
    again = attach_document(document, target=event, by=methodist.user)

    assert (first, AuditRecord.objects.count()) == (again, 1)
    assert event.get_absolute_url() in methodist.get(document.get_absolute_url()).content.decode()

    detach_document(first, by=methodist.user)
    assert not Attachment.objects.exists()


def test_document_detail_leads_to_the_activities_it_proves(methodist, school):
    document = DocumentFactory(municipality=school.municipality)
    activity = ActivityFactory(plan__municipality=school.municipality)
    ActivityEvidenceFactory.create_batch(2, activity=activity, document=document, url="")
    elsewhere = ActivityEvidenceFactory(document=document, url="").activity

    page = methodist.get(document.get_absolute_url()).content.decode()

    assert page.count(f'href="{activity.get_absolute_url()}"') == 1
    assert elsewhere.get_absolute_url() not in page
    assert "Пока ничего" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_document_list_queries_do_not_grow(methodist, school, django_assert_num_queries, count):
    DocumentFactory.create_batch(count, municipality=school.municipality, organization=school)

    with django_assert_num_queries(12):
        response = methodist.get(reverse("documents:document_list"), {"q": "ОД"})

    assert len(response.context["table"].lines) == count


@pytest.mark.parametrize("count", [1, 3])
def test_document_detail_queries_do_not_grow(methodist, school, django_assert_num_queries, count):
    document = DocumentFactory(municipality=school.municipality)
    plan = PlanFactory(municipality=school.municipality)
    for _ in range(count):
        attach_document(document, target=EventFactory(), by=None)
        ActivityEvidenceFactory(activity__plan=plan, document=document, url="")

    with django_assert_num_queries(17):
        response = methodist.get(document.get_absolute_url())

    assert [each.n_things for each in response.context["proven"]] == [count]


def test_a_file_that_proves_records_of_people_is_written_down_with_them(methodist, school):
    training = TrainingFactory()
    document = DocumentFileFactory(document__municipality=school.municipality, file=pdf()).document
    attach_document(document, target=training, by=None)
    attach_document(document, target=EventFactory(municipality=school.municipality), by=None)

    b"".join(methodist.get(reverse("documents:document_file", args=[document.pk])).streaming_content)

    assert list(Export.objects.get().people.all()) == [training.person]


def test_a_file_that_proves_nothing_of_anybody_is_no_export(methodist, school):
    document = DocumentFileFactory(document__municipality=school.municipality, file=pdf()).document

    b"".join(methodist.get(reverse("documents:document_file", args=[document.pk])).streaming_content)

    assert not Export.objects.exists()
