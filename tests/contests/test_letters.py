import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from masterstvo.contests.actions.letter import thank_jury, thank_schools
from masterstvo.contests.actions.marking import decide_places
from masterstvo.contests.actions.result import NobodyToDecide, NotYet, publish_results, revoke_paper
from masterstvo.contests.actions.sheets import store_assignments
from masterstvo.contests.models import Assignment, Letter
from tests.contests.juries import contest_with_jury, mark_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest():
    """Return a contest that is over: two of its three jurors marked, the first is the chair."""
    contest = contest_with_jury(n_entries=2, n_jurors=3)
    chair, member, _ = contest.jury.order_by("pk")
    contest.jury.filter(pk=chair.pk).update(role="chair")
    entries = contest.entries.order_by("pk")
    store_assignments([Assignment(member=who, entry=what) for what in entries for who in (chair, member)])
    mark_all(contest, lambda each: 90 if each.entry == entries[0] else 40)
    decide_places(contest, phase="marking", by=None)
    publish_results(contest, by=None)
    contest.refresh_from_db()
    return contest


def test_only_those_who_marked_are_thanked_and_each_once(contest):
    assert thank_jury(contest, by=None) == 2

    chair, member, idle = (each.appointment.person for each in contest.jury.order_by("pk"))
    assert dict(contest.letters.values_list("person", "merit")) == {
        chair.pk: "за руководство жюри",
        member.pk: "за работу в жюри",
    }
    assert sorted(contest.letters.values_list("ordinal", flat=True)) == [1, 2]
    with pytest.raises(NobodyToDecide, match="у всех"):
        thank_jury(contest, by=None)


def test_a_school_is_thanked_for_its_winner_and_nobody_while_the_contest_goes_on(contest):
    winner = contest.entries.get(result="winner")

    assert thank_schools(contest, by=None) == 1

    assert contest.letters.get().organization == winner.organization
    contest.state = "running"
    contest.save()
    with pytest.raises(NotYet, match="объявлены"):
        thank_jury(contest, by=None)


def test_a_letter_is_verified_by_its_code_and_says_when_it_was_taken_back(contest, client):
    thank_jury(contest, by=None)
    letter = Letter.objects.first()

    told = client.get(letter.get_absolute_url()).content.decode()
    assert all(words in told for words in (letter.name, letter.merit, "Благодарственное письмо"))
    revoke_paper(letter, reason="опечатка", by=None)
    assert "Отозвано" in client.get(letter.get_absolute_url()).content.decode()


def test_a_juror_finds_the_own_letter_among_the_own_contests(contest, client):
    thank_jury(contest, by=None)
    letter = Letter.objects.order_by("pk").first()
    client.force_login(letter.person.user)

    told = client.get(reverse("contests:contest_own")).content.decode()
    assert letter.get_absolute_url() in told
    assert Letter.objects.order_by("pk").last().get_absolute_url() not in told


def test_letters_of_the_whole_jury_are_one_file_by_the_own_template(contest, sign_in, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client, url = (
        sign_in(municipality=contest.municipality),
        reverse("contests:contest_results", args=[contest.pk]),
    )
    document, buffer = Document(), io.BytesIO()
    document.add_paragraph("Спасибо, {{ имя }}, {{ заслуга }}!")
    document.save(buffer)
    own = SimpleUploadedFile("письмо.docx", buffer.getvalue())
    client.post(url, {"do": "jury"})
    client.post(url, {"template": "set", "whose": "letter", "file": own})

    with zipfile.ZipFile(io.BytesIO(client.get(url, {"of": "letter", "as": "docx"}).content)) as files:
        texts = {Document(files.open(name)).paragraphs[0].text for name in files.namelist()}

    assert texts == {f"Спасибо, {each.name}, {each.merit}!" for each in contest.letters.all()}
    assert client.get(url, {"of": "letter", "as": "pdf"})["Content-Type"] == "application/pdf"
    assert client.get(url, {"word": "0"}).status_code == 404  # a diploma, of which there is none
