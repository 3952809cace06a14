"""Certificates: who gets one, what it says, what anybody may learn from its code, and what is left of it."""

import io
import threading
import zipfile

import docx
import pdfplumber
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from masterstvo.accounts.attempts import MISSES
from masterstvo.core.models import AuditRecord
from masterstvo.core.pdf import qr_rows
from masterstvo.events.actions import certificate as actions
from masterstvo.events.actions.event import HasCertificates, open_event
from masterstvo.events.actions.participation import HasCertificate, remove_participation
from masterstvo.events.models import Certificate
from masterstvo.events.printing import as_pdf, words_of
from masterstvo.inbox.models import Notice
from masterstvo.organizations.choices import Role
from tests.factories.accounts import UserFactory
from tests.factories.facts import CertificateFactory, EventFactory, ParticipationFactory
from tests.factories.organizations import GrantFactory, MunicipalityFactory, OrganizationFactory
from tests.factories.people import EmploymentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    municipality = MunicipalityFactory(authority_title="Управление образования Приреченского района")
    return EventFactory(
        municipality=municipality, title="Семинар «Задания, которые думают»", hours="4.5", state="held"
    )


@pytest.fixture
def methodist(client, event):
    user = UserFactory()
    GrantFactory(user=user, municipality=event.municipality, role=Role.METHODIST)
    client.force_login(user)
    return user


def present(event, **values):
    return ParticipationFactory(event=event, person__municipality=event.municipality, **values)


def test_only_those_who_were_present_get_one_and_only_once(event):
    there = present(event, person__user=UserFactory())
    present(event, was_present=False)

    first = actions.issue_certificates(event, by=None)
    late = present(event)
    second = actions.issue_certificates(event, by=None)

    assert [each.participation for each in (*first, *second)] == [there, late]
    assert [each.number for each in (*first, *second)] == [f"{n}/{timezone.localdate().year}" for n in (1, 2)]
    assert [each.user for each in Notice.objects.all()] == [there.person.user]
    assert AuditRecord.objects.filter(action="events.issue_certificate").count() == 2
    with pytest.raises(actions.NobodyToCertify):
        actions.issue_certificates(event, by=None)


def test_what_was_printed_stays_until_another_one_is_given_instead(event):
    participation = present(event)
    [old] = actions.issue_certificates(event, by=None)
    printed = old.name
    participation.person.last_name = "Новофамильная"
    participation.person.save()

    old.refresh_from_db()
    assert old.name == printed
    new = actions.reissue_certificate(old, reason="сменила фамилию", by=None)

    old.refresh_from_db()
    assert (new.name, new.ordinal, new.replaces) == (str(participation.person), 2, old)
    assert (old.state, old.revoked_on, old.revoke_reason) == (
        "revoked",
        timezone.localdate(),
        "сменила фамилию",
    )
    with pytest.raises(actions.NotInForce):
        actions.reissue_certificate(old, reason="ещё раз", by=None)


def test_an_event_and_a_participation_with_certificates_stay_as_they_are(event):
    participation = present(event)
    [given] = actions.issue_certificates(event, by=None)

    with pytest.raises(HasCertificates):
        open_event(event, by=None)
    with pytest.raises(HasCertificate):
        remove_participation(participation, reason="ошибка", by=None)
    with pytest.raises(actions.NeedsReason):
        actions.revoke_certificate(given, reason=" ", by=None)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite has one writer")
def test_twenty_events_that_give_certificates_at_once_never_share_a_number(event):
    events = [event, *EventFactory.create_batch(19, municipality=event.municipality)]
    for each in events:
        present(each)
    begin, broken = threading.Barrier(len(events)), []

    def give(one):
        try:
            begin.wait()
            actions.issue_certificates(one, by=None)
        except Exception as error:
            broken.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=give, args=[each]) for each in events]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert broken == []
    assert sorted(Certificate.objects.values_list("ordinal", flat=True)) == list(range(1, 21))


# --- The paper ------------------------------------------------------------------------------------------------------
def test_the_pdf_says_it_all_in_words_and_its_code_leads_to_the_page(event):
    present(event, person__last_name="Ёлкина-Щукина", person__first_name="Әлфия")
    [given] = actions.issue_certificates(event, by=None)
    address = f"https://district.example/verify/{given.code}/"

    content = as_pdf([given], address=lambda each: address)

    with pdfplumber.open(io.BytesIO(content)) as file:
        [page] = file.pages
        text = " ".join((page.extract_text() or "").split())
        links = {each["uri"] for each in page.hyperlinks}
        black = [each for each in page.rects if each["non_stroking_color"] in ((0, 0, 0), (0,), 0, [0])]
    for said in vars(words_of(given)).values():
        assert " ".join(said.split()) in text
    # Where the line of the address ends depends on the code, and the word on the left may stand between its two halves.
    assert address.rstrip("/") in text.replace(" ", "").replace("Подпись", "")
    assert links == {address}
    assert dark(black) == {
        (x, y) for y, row in enumerate(qr_rows(address)) for x, is_dark in enumerate(row) if is_dark
    }


def dark(rects):
    """Return the modules that rectangles cover, counted from the upper left corner of the code."""
    left, top = min(each["x0"] for each in rects), min(each["top"] for each in rects)
    side = max(each["x1"] for each in rects) - left
    n = next(
        n for n in range(21, 178, 4) if any(abs(each["width"] * n / side - 7) < 0.01 for each in rects[:1])
    )
    module = side / n
    return {
        (round((each["x0"] - left) / module) + step, round((each["top"] - top) / module))
        for each in rects
        for step in range(round(each["width"] / module))
    }


def test_the_own_page_offers_the_paper_and_the_file_is_a_pdf_or_word(client, event):
    user = UserFactory()
    given = CertificateFactory(participation=present(event, person__user=user))
    client.force_login(user)

    page = client.get(reverse("events:event_own")).content.decode()
    address = reverse("events:certificate_file", args=[given.pk])

    assert address in page
    assert client.get(address).content[:5] == b"%PDF-"
    assert client.get(address, {"as": "docx"}).content[:2] == b"PK"


def test_word_is_written_by_the_own_template_and_a_wrong_one_is_refused(
    client, event, methodist, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    given = CertificateFactory(participation=present(event), municipality=event.municipality)
    page = reverse("events:event_certificates", args=[event.pk])

    client.post(page, {"template": "set", "file": own_template("Награждается {{ имя }}, {{ номер }}")})
    refused = client.post(page, {"template": "set", "file": own_template("{{ зарплата }}")}, follow=True)

    file = client.get(reverse("events:certificate_file", args=[given.pk]), {"as": "docx"}).content
    [line] = [each.text for each in docx.Document(io.BytesIO(file)).paragraphs if each.text]
    assert line == f"Награждается {given.name}, {words_of(given).number}"
    assert "Метки «зарплата» нет" in refused.content.decode()


def own_template(text):
    document, buffer = docx.Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(buffer)
    return SimpleUploadedFile("свой.docx", buffer.getvalue())


# --- Verification ---------------------------------------------------------------------------------------------------
def verify(client, code, **query):
    return client.get(reverse("events:certificate_verify", args=[code]), query)


def test_anybody_with_the_code_sees_all_that_is_printed_and_search_engines_nothing(client, event):
    present(event)
    [given] = actions.issue_certificates(event, by=None)

    answer = verify(client, given.code.upper())

    page = answer.content.decode()
    printed = vars(words_of(given))
    assert [
        name for name, said in printed.items() if name not in ("signature", "check") and said not in page
    ] == []
    assert "Действует" in page
    assert answer["X-Robots-Tag"].startswith("noindex")
    assert answer["Cache-Control"] == "private, no-store"


def test_a_revoked_one_says_so_with_its_day_and_without_the_reason(client, event):
    present(event)
    [given] = actions.issue_certificates(event, by=None)
    new = actions.reissue_certificate(given, reason="тайная причина", by=None)

    page = verify(client, given.code).content.decode()

    assert "Отозван" in page
    assert f"№ {new.number}" in page
    assert "тайная" not in page
    assert new.code not in page


def test_the_badge_tells_what_the_page_tells(client, event):
    present(event)
    [given] = actions.issue_certificates(event, by=None)

    badge = verify(client, given.code, **{"as": "json"}).json()

    subject = badge["credentialSubject"]
    assert badge["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert badge["id"].endswith(given.get_absolute_url())
    assert badge["issuer"]["name"] == given.issuer
    assert subject["identifier"][0]["identityHash"] == given.name
    assert subject["achievement"]["name"] == event.title
    assert "proof" not in badge
    assert "validUntil" not in badge


def test_whoever_guesses_codes_is_shut_out_after_a_while(client, event):
    given = CertificateFactory(participation=present(event))
    most = MISSES[0].most

    answers = [verify(client, f"wrong{number}").status_code for number in range(most + 1)]

    assert answers == [404] * most + [429]
    assert verify(client, given.code).status_code == 429


def test_all_of_an_event_come_as_word_files_by_the_own_template_and_the_pdf_says_it_is_the_usual_one(
    client, event, methodist, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    given = CertificateFactory.create_batch(2, participation__event=event)
    page = reverse("events:event_certificates", args=[event.pk])
    client.post(page, {"template": "set", "file": own_template("Награждается {{ имя }}")})

    content = client.get(page, {"as": "docx"}).content

    with zipfile.ZipFile(io.BytesIO(content)) as files:
        said = [docx.Document(io.BytesIO(files.read(each))).paragraphs[0].text for each in files.namelist()]
        assert [each.split()[0] for each in files.namelist()] == [
            each.number.replace("/", "-") for each in given
        ]
    assert said == [f"Награждается {each.name}" for each in given]
    assert "PDF обычного вида" in client.get(page).content.decode()


# --- The page of an event -------------------------------------------------------------------------------------------
def test_one_button_gives_them_and_each_can_be_taken_back(client, event, methodist):
    present(event)
    page = reverse("events:event_certificates", args=[event.pk])

    client.post(page, {"do": "issue"})
    given = Certificate.objects.get()
    client.post(page, {"do": "revoke", "certificate": given.pk, "reason": "ошибка"})

    given.refresh_from_db()
    assert given.state == "revoked"
    assert client.get(reverse("events:certificate_file", args=[given.pk])).status_code == 404


def test_a_school_takes_those_of_its_own_people_and_no_others(as_actor, event):
    school = OrganizationFactory(municipality=event.municipality)
    job = EmploymentFactory(organization=school)
    own = CertificateFactory(participation=present(event, person=job.person))
    other = CertificateFactory(participation=present(event))
    client = as_actor("school", event.municipality, school)
    page = reverse("events:event_certificates", args=[event.pk])
    files = [reverse("events:certificate_file", args=[each.pk]) for each in (own, other)]

    shown = [
        client.get(each).content.decode()
        for each in (page, event.get_absolute_url(), job.person.get_absolute_url())
    ]

    assert [[each in text for each in files] for text in shown] == [[True, False]] * 3
    assert [client.get(each).status_code for each in files] == [200, 404]
    assert client.post(page, {"do": "issue"}).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_event_certificates_queries_do_not_grow(client, event, methodist, count, django_assert_num_queries):
    for _ in range(count):
        CertificateFactory(participation=present(event))
    address = reverse("events:event_certificates", args=[event.pk])

    with django_assert_num_queries(12):
        page = client.get(address).content.decode()

    assert page.count(">Word<") == count
