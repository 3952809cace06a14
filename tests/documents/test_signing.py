"""From a draft to the archive, and numbers without gaps."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, connections, transaction
from django.utils import timezone

from masterstvo.core.errors import DomainError
from masterstvo.documents.actions import (
    add_approval,
    agree_document,
    cancel_document,
    draft_document,
    drop_draft,
    edit_document,
    edit_draft,
    name_person,
    redraft_document,
    return_document,
    sign_document,
)
from masterstvo.documents.actions.document import DocumentIsSigned
from masterstvo.documents.actions.draft import AlreadyNamed, DocumentIsNoDraft, StillNeeded
from masterstvo.documents.actions.register import create_template, edit_register
from masterstvo.documents.actions.signing import (
    DateNotPossible,
    LaterIsNumbered,
    NotAgreed,
    RegisterDoesNotFit,
    StepNotPossible,
)
from masterstvo.documents.models import Document, Register
from masterstvo.documents.queries import next_ordinal
from masterstvo.documents.word import made_document
from tests.clock import at_noon_of
from tests.factories.documents import DocumentFactory, RegisterFactory
from tests.factories.organizations import OrganizationFactory
from tests.factories.people import EmploymentFactory
from tests.factories.plans import ActivityEvidenceFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 26)


@pytest.fixture
def on_the_day():
    with at_noon_of(TODAY):
        yield


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def register():
    return RegisterFactory(pattern="{n}-о/{year}")


def draft(register, **values):
    return DocumentFactory(draft=True, municipality=register.municipality, **values)


def sign(document, register, *, day=TODAY, **more):
    return sign_document(document, register=register, dated_on=day, today=TODAY, by=None, **more)


def content_of(version):
    with version.file.open("rb") as file:
        return file.read()


def words(content):
    opened = docx.Document(BytesIO(content))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in opened.paragraphs] + cells).replace("\xa0", " ")


def test_each_signing_takes_the_next_number_of_its_register_and_year(register):
    last_year = sign(draft(register), register, day=dt.date(2025, 12, 30))
    numbers = [sign(draft(register), register).number for _ in range(3)]

    assert (last_year.number, numbers) == ("1-о/2025", ["1-о/2026", "2-о/2026", "3-о/2026"])


def test_the_first_number_may_be_larger_and_a_changed_pattern_changes_no_number_given(register):
    edit_register(register, first_number=120, by=None)
    first = sign(draft(register), register)
    edit_register(register, pattern="{n}-од", first_number=1, by=None)

    assert (first.number, sign(draft(register), register).number) == ("120-о/2026", "121-од")


def test_a_refused_signing_takes_no_number(register):
    waiting = draft(register)
    add_approval(waiting, name="Громов А. П.", by=None)
    DocumentFactory(municipality=register.municipality, number="1-о/2026", dated_on=TODAY)

    with pytest.raises(NotAgreed, match=r"Громов А\. П\."):
        sign(waiting, register)
    with pytest.raises(RegisterDoesNotFit, match="уже внесён без журнала"):
        sign(draft(register), register)
    with pytest.raises(DateNotPossible):
        sign(draft(register), register, day=TODAY + dt.timedelta(days=1))

    assert next_ordinal(register, 2026) == 1
    assert Document.objects.filter(register=register).count() == 0


def test_a_register_gives_numbers_to_its_own_documents_only(register):
    contract = draft(register, kind="contract")
    of_school = DocumentFactory(
        draft=True,
        municipality=register.municipality,
        organization=OrganizationFactory(municipality=register.municipality),
    )
    edit_register(register, kinds=["order"], by=None)

    for document in (contract, of_school):
        with pytest.raises(RegisterDoesNotFit):
            sign(document, register)


def test_signing_back_dated_says_which_later_number_is_there_and_asks_why(register):
    sign(draft(register), register)
    earlier = TODAY - dt.timedelta(days=3)

    with pytest.raises(LaterIsNumbered, match=r"№ 1-о/2026 от 26\.11\.2026.+больший номер 2-о/2026"):
        sign(draft(register), register, day=earlier)
    signed = sign(draft(register), register, day=earlier, reason="Приказ подписан вечером в пятницу")

    assert (signed.number, signed.dated_on) == ("2-о/2026", earlier)


def test_a_cancelled_document_keeps_its_number(register):
    document = sign(draft(register), register)
    cancel_document(document, by=None, reason="Мероприятие не состоится")

    assert (document.number, document.state) == ("1-о/2026", "cancelled")
    assert sign(draft(register), register).number == "2-о/2026"
    with pytest.raises(StepNotPossible):
        cancel_document(document, by=None, reason="ещё раз")


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "signed", "number": ""},
        {"state": "signed", "dated_on": None},
        {"state": "draft"},
        {"state": "cancelled"},
        {"ordinal": 1, "year": 2026},
    ],
)
def test_the_database_refuses_a_document_half_signed(wrong):
    document = DocumentFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(**wrong)


def test_the_database_refuses_the_same_number_twice(register):
    given = {"register": register, "year": 2026, "ordinal": 1, "municipality": register.municipality}
    DocumentFactory(number="1-о", **given)

    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentFactory(number="1-бис", **given)


def test_what_is_agreed_waits_for_a_signature_or_goes_back(register):
    document = draft(register)
    add_approval(document, name="Громов А. П.", agreed_on=TODAY, by=None)
    agree_document(document, by=None)

    with pytest.raises(DocumentIsNoDraft, match="верните в черновик"):
        edit_draft(document, title="О другом", by=None)
    return_document(document, by=None, reason="Нужны сроки")
    edit_draft(document, title="О другом", by=None)

    assert sign(document, register).title == "О другом"


def test_what_is_signed_keeps_its_words_and_takes_a_scan(register):
    document = draft_document(
        kind="order", title="О выезде", municipality=register.municipality, body="1. Выехать.", by=None
    )
    sign(document, register)

    with pytest.raises(DocumentIsSigned):
        edit_document(document, title="О приезде", by=None)
    with pytest.raises(DocumentIsNoDraft):
        redraft_document(document, title="О приезде", body="", persons=[], by=None)
    edit_document(document, file=SimpleUploadedFile("скан.pdf", b"%PDF-1"), by=None)

    assert [(each.version, each.is_made) for each in document.files.all()] == [(2, False), (1, True)]


def test_a_draft_that_something_needs_is_not_dropped(register):
    needed, free = draft(register), draft(register)
    ActivityEvidenceFactory(document=needed, url="")

    with pytest.raises(StillNeeded):
        drop_draft(needed, by=None, reason="не нужен")
    drop_draft(free, by=None, reason="не нужен")

    assert list(Document.objects.all()) == [needed]


# --- The text -------------------------------------------------------------------------------------------------------
def test_the_word_file_follows_the_draft_and_freezes_at_signing(register, on_the_day):
    job = EmploymentFactory(person__municipality=register.municipality, position="учитель химии")
    document = draft_document(
        kind="order",
        title="О проведении олимпиады",
        municipality=register.municipality,
        body="В целях поддержки учителей\n1. Провести олимпиаду.",
        persons=[(job.person, "член жюри")],
        signer="А. П. Громов",
        signer_position="Начальник управления",
        by=None,
    )
    first = made_document(document)
    redraft_document(
        document, title=document.title, body="1. Провести турнир.", persons=[job.person], by=None
    )
    again = words(made_document(document))
    sign(document, register)
    frozen = document.latest_file

    said = words(first)
    assert said.index("В целях") < said.index("ПРИКАЗЫВАЮ:") < said.index("1. Провести олимпиаду.")
    assert {str(job.person), "член жюри", "Черновик"} <= set(said.split("\n"))
    assert ("турнир" in again, "член жюри" in again) == (True, False)
    content = content_of(frozen)
    assert content == made_document(document)  # the same words give the same bytes
    assert "от 26 ноября 2026 года № 1-о/2026" in words(content)
    assert "Черновик" not in words(content)
    assert frozen.file.name == f"documents/{timezone.localdate().year}/1-о-2026.docx"


def own_template(*lines):
    document, file = docx.Document(), BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(file)
    return SimpleUploadedFile("бланк.docx", file.getvalue())


def test_an_own_template_is_filled(register):
    template = create_template(
        municipality=register.municipality,
        title="Бланк",
        kind="order",
        file=own_template("Бланк: {{ орган }}", "№ {{ номер }}", "{{ текст }}", "{{ люди }}"),
        by=None,
    )
    document = draft(register, template=template, body="1. Первое.\n2. Второе.")
    name_person(document, person=EmploymentFactory().person, by=None)

    sign(document, register)

    said = words(content_of(document.latest_file))
    assert "№ 1-о/2026\n1. Первое.\n2. Второе." in said
    assert str(document.people.get().person) in said


@pytest.mark.parametrize("line", ["{{ паспорт }}", "{{ номер.__class__ }}", "без меток"])
def test_a_template_that_asks_for_what_is_not_there_is_refused(register, line):
    with pytest.raises(DomainError):
        create_template(
            municipality=register.municipality, title="Бланк", kind="order", file=own_template(line), by=None
        )


def test_a_person_is_named_once(register):
    document, person = draft(register), EmploymentFactory().person
    name_person(document, person=person, by=None)

    with pytest.raises(AlreadyNamed):
        name_person(document, person=person, by=None)


# --- At once --------------------------------------------------------------------------------------------------------
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one writer in at a time anyway")
@pytest.mark.django_db(transaction=True)
def test_twenty_signings_at_once_get_twenty_numbers_without_gaps(register):
    """Every fourth is refused after it has taken its number: the number goes to another."""
    papers = [draft(register, title=f"Приказ {number}") for number in range(20)]
    refused = {each.pk for each in papers[::4]}

    def attempt(key):
        try:
            with transaction.atomic():
                sign(Document.objects.get(pk=key), Register.objects.get(pk=register.pk))
                if key in refused:
                    refused.remove(key)
                    raise ZeroDivisionError
        except ZeroDivisionError:
            sign(Document.objects.get(pk=key), Register.objects.get(pk=register.pk))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(attempt, [each.pk for each in papers]))

    signed = Document.objects.filter(register=register).order_by("ordinal")
    assert list(signed.values_list("ordinal", flat=True)) == list(range(1, 21))
