"""While a practice is reviewed without names nothing that its reviewers can open says whose it is."""

import datetime as dt

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from masterstvo.inbox.actions import remind, send_digests, send_letters
from masterstvo.inbox.models import Notice
from masterstvo.practices.actions.blind import StillNamed, confirm_copy, replace_copy
from masterstvo.practices.actions.review import IsKnown, appoint_reviewers, decide
from masterstvo.practices.choices import Decision
from masterstvo.practices.models import FileCopy
from masterstvo.practices.queries.review import latest_version, sheets
from masterstvo.search.actions import rebuild
from tests.access import addresses
from tests.experts.redacting import works
from tests.factories.accounts import UserFactory
from tests.factories.facts import ExpertAppointmentFactory
from tests.factories.organizations import OrganizationFactory
from tests.factories.people import EmploymentFactory, PersonFactory
from tests.factories.practices import (
    AuthorshipFactory,
    PracticeFileFactory,
    PracticeVersionFactory,
    ReviewFactory,
    banked,
)
from tests.walking import walked

pytestmark = [pytest.mark.django_db, pytest.mark.once]
WORD, SCHOOL, NAME = "Калейдоскоп", "Тайный лицей", "Засекреченова Анна Петровна"
NAMES, PLACES = ("засекречен", "zasekrech"), ("тайный лицей", "тайного лицея")
NEAR = ("practices:", "search:", "inbox:", "people:", "journal:", "agenda:", "experts:", "organizations:")
TODAY = timezone.localdate()
FORMS = {"docx": works.docx, "xlsx": works.xlsx, "pdf": works.pdf}


@pytest.fixture
def version(world):
    """Return a sent version that names its author and school wherever it can, in words and in files."""
    here = world.municipality
    school = OrganizationFactory(municipality=here, title=f"МБОУ «{SCHOOL}»", short_title=SCHOOL)
    last, first, patronymic = NAME.split()
    author = EmploymentFactory(
        organization=school,
        person=PersonFactory(municipality=here, last_name=last, first_name=first, patronymic=patronymic, user=UserFactory()),
    ).person  # fmt: skip
    told = f"{NAME}, {SCHOOL}"
    words = dict.fromkeys(
        ("problem", "steps", "resources", "effect", "evidence", "conditions"), f"Придумала {told}"
    )
    title = f"{WORD}: {NAME}"
    found = PracticeVersionFactory(
        sent=True, practice__municipality=here, practice__organization=school, practice__title=title, link="https://example.org/zasekrechenova", **words
    )  # fmt: skip
    AuthorshipFactory(practice=found.practice, person=author)
    for kind, make in FORMS.items():
        file = SimpleUploadedFile(f"{NAME}.{kind}", make(told, author=NAME))
        PracticeFileFactory(version=found, title=f"Конспект: {NAME}", file=file)
    return found


@pytest.fixture
def reviewers(world):
    """Return a teacher and a methodist of the district, both experts."""
    teacher = EmploymentFactory(
        organization=OrganizationFactory(municipality=world.municipality), person__user=UserFactory()
    ).person
    methodist = PersonFactory(user=world.users["methodist_other"], municipality=world.municipality)
    for person in (teacher, methodist):
        ExpertAppointmentFactory(person=person, starts_on=dt.date(2025, 1, 1))
    return [teacher, methodist]


def asked(version, people, *, by=None, is_blind=True):
    sheet = latest_version(sheets(version.practice.municipality).get(key="practice-review"))
    return appoint_reviewers(version, people=people, instrument=sheet, due_on=TODAY, is_blind=is_blind, by=by)


def leaks(told, *, knows_people, is_of_practices):
    """Return the planted words in ``told``; a methodist knows the district's people, so a name tells only beside the practice."""
    folded = told.lower().replace("ё", "е")
    names = NAMES if not knows_people or WORD.lower() in folded else ()
    return [word for word in (*names, *(PLACES if is_of_practices else ())) if word in folded]


def test_nothing_tells_a_reviewer_whose_the_practice_is(world, version, reviewers):
    reviews = asked(version, reviewers, by=world.users["head"])
    for copied in FileCopy.objects.filter(source__version=version, state="doubtful"):
        confirm_copy(copied, by=world.users["head"])
    rebuild()
    keys = {
        "practices:practice_": version.practice_id,
        "practices:copy_": version.files.order_by("pk").first().copy.pk,
        "practices:practice_file": version.files.order_by("pk").first().pk,
    }
    found, opened = [], {}
    for review in reviews:
        who, user = review.person, review.person.user
        known = dict(world.arguments)
        for _, name, wanted in addresses():
            begins = max((each for each in keys if name.startswith(each)), key=len, default=None)
            if begins and "pk" in wanted:
                known[name] = {"pk": keys[begins]}
        known["practices:review_answer"] = {"pk": review.pk}
        for page, told in walked(user, known, among=NEAR, searched=WORD):
            is_of_practices = page.startswith("practices:")
            opened.setdefault(page, told)
            words = leaks(told, knows_people=who == reviewers[1], is_of_practices=is_of_practices)
            found += [(who, page, word) for word in words]
    remind(TODAY)
    send_digests(TODAY)
    send_letters(timezone.now() + dt.timedelta(days=1))
    users = [each.person.user for each in reviews]
    texts = [f"{each.subject} {each.body}" for each in mail.outbox]
    texts += Notice.objects.filter(user__in=users).values_list("text", flat=True)
    found += [("told", text) for text in texts if leaks(text, knows_people=False, is_of_practices=True)]

    assert not found, found
    assert len(opened) > 30
    assert "Конспект: [имя]" in opened["practices:review_answer {}"]
    assert any(WORD in text for text in texts)


def test_a_copy_that_still_names_somebody_is_replaced_and_a_doubtful_one_waits(
    sign_in, world, version, reviewers
):
    version.files.all().delete()
    note = SimpleUploadedFile("note.odg", f"Урок ведёт {NAME}".encode())
    PracticeFileFactory(version=version, title="Схема", file=note)
    review = asked(version, reviewers[:1], by=world.users["head"])[0]
    copied = FileCopy.objects.get(source__version=version)
    expert = sign_in(review.person.user)
    answer = reverse("practices:review_answer", args=[review.pk])

    with pytest.raises(StillNamed):
        confirm_copy(copied, by=world.users["head"])
    assert "1 файл ещё проверяют" in expert.get(answer).content.decode().replace("\xa0", " ")

    replace_copy(
        copied, file=SimpleUploadedFile("clean.xlsx", works.xlsx("Урок ведёт автор", author="")), by=None
    )

    assert FileCopy.objects.get(source__version=version).state == "clean"
    assert "Схема" in expert.get(answer).content.decode()
    assert reverse("practices:copy_file", args=[copied.pk]) in expert.get(answer).content.decode()


def test_an_organizer_looks_at_a_doubtful_copy_and_lets_it_go(sign_in, world, version, reviewers):
    version.files.all().delete()
    PracticeFileFactory(
        version=version, title="Схема", file=SimpleUploadedFile("plan.png", works.png("Схема"))
    )
    asked(version, reviewers[:1])
    page = reverse("practices:copy_check", args=[FileCopy.objects.get(source__version=version).pk])
    head = sign_in(world.users["head"])

    told = head.get(page).content.decode()
    answer = head.post(page)

    assert "что на них изображено, программа не видит" in told
    assert (answer.status_code, FileCopy.objects.get(source__version=version).state) == (302, "confirmed")


def test_an_organizer_is_told_of_words_left_that_may_be_the_school(sign_in, world, version, reviewers):
    version.files.all().delete()
    version.steps = "Тайный ход в программе лицея"
    version.save()
    asked(version, reviewers[:1])

    told = sign_in(world.users["head"]).get(reverse("practices:practice_decide", args=[version.practice.pk]))

    assert "Тайный ход в программе лицея" in told.content.decode()
    assert "похожие на название организации" in told.content.decode()


def test_names_are_not_hidden_where_that_would_hide_nothing(version, reviewers):
    practice = banked(municipality=version.practice.municipality)
    second = PracticeVersionFactory(practice=practice, number=2, sent=True)

    with pytest.raises(IsKnown, match="стоит в банке с именами"):
        asked(second, reviewers)
    with pytest.raises(IsKnown, match="Авторов вы уже видели"):
        asked(version, reviewers, by=reviewers[0].user)


def test_a_reviewer_who_runs_the_bank_sees_the_practice_again_after_the_decision(sign_in, version, reviewers):
    asked(version, reviewers[1:])
    methodist, page = sign_in(reviewers[1].user), version.practice.get_absolute_url()
    assert methodist.get(page).status_code == 404

    decide(version.practice, decision=Decision.ACCEPT, by=None)

    assert methodist.get(page).status_code == 200


def test_the_walk_finds_a_name_where_it_stands(world, version):
    """Without this the first test could pass by opening nothing."""
    ReviewFactory(version=version)
    known = dict(world.arguments) | {"practices:practice_detail": {"pk": version.practice_id}}
    pages = walked(world.users["methodist"], known, among="practices:practice_", searched=WORD)

    found = {
        page.split(" ")[0] for page, told in pages if leaks(told, knows_people=False, is_of_practices=True)
    }

    assert "practices:practice_detail" in found
