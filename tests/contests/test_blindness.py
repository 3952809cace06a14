"""While a blind contest is marked nothing that a juror, a colleague or another school can open says whose the works are."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from masterstvo.contests.actions.appeal import file_appeal, reject_appeal, remark_entry
from masterstvo.contests.actions.assigning import assign_entries
from masterstvo.contests.actions.copying import confirm_copy
from masterstvo.contests.actions.entry import admit_entries, send_entry
from masterstvo.contests.actions.marking import decide_places
from masterstvo.contests.actions.protocol import draft_protocol
from masterstvo.contests.actions.team import agree_member
from masterstvo.contests.models import Assignment, EntryCopy
from masterstvo.inbox.actions import send_digests, send_letters
from masterstvo.inbox.models import Notice
from masterstvo.organizations.models import Organization
from tests.access import addresses
from tests.contests.juries import CONTENT, mark_all
from tests.experts.redacting import works
from tests.factories.accounts import UserFactory
from tests.factories.assessments import VersionFactory
from tests.factories.contests import (
    ContestFactory,
    CriteriaFactory,
    EntryFactory,
    EntryFileFactory,
    JuryMemberFactory,
    JuryRulesFactory,
    PhaseFactory,
)
from tests.factories.organizations import OrganizationFactory
from tests.factories.people import EmploymentFactory, PersonFactory
from tests.walking import walked

pytestmark = [pytest.mark.django_db, pytest.mark.once]
CONTEST, SCHOOL = "Слепой конкурс", "Тайный лицей"
NAME = "Засекреченова Анна Петровна"
OTHER_NAME, OTHER_SCHOOL = "Потаённикова Вера Ильинична", "Укромная гимназия"
NAMES = ("засекречен", "zasekrech", "потаенников", "potaennik")
PLACES = ("тайный лицей", "тайного лицея", "укромная гимназия", "укромной гимназии")
TODAY = timezone.localdate()
NEAR = ("contests:", "search:", "documents:", "inbox:", "agenda:", "organizations:", "people:", "journal:")
FORMS = {"docx": works.docx, "xlsx": works.xlsx, "pdf": works.pdf}


def sent_work(contest, school, file, title, **values):
    """Return an entry of the planted person, sent with a file that names her wherever a file can."""
    entry = EntryFactory(
        sent=True, contest=contest, state="draft", organization=school, title=f"Урок: {NAME} и {OTHER_NAME}",
        about=f"{NAME}, {SCHOOL}; {OTHER_NAME}, {OTHER_SCHOOL}", **values
    )  # fmt: skip
    agree_member(called(entry), by=None)
    EntryFileFactory(entry=entry, title=title, file=file, url="", name=file.name)
    EntryFileFactory(entry=entry, title=f"Видео: {NAME}", url="https://video.example/1")
    return send_entry(entry, by=None)


def called(entry):
    """Return a member of the team from another school of the district, planted too."""
    here = entry.contest.municipality
    school, _ = Organization.objects.get_or_create(
        municipality=here, title=f"МБОУ «{OTHER_SCHOOL}»", defaults={"short_title": OTHER_SCHOOL}
    )
    last, first, patronymic = OTHER_NAME.split()
    job = EmploymentFactory(
        organization=school,
        person=PersonFactory(municipality=here, last_name=last, first_name=first, patronymic=patronymic, user=UserFactory()),
    )  # fmt: skip
    return EntryFactory(
        sent=True, contest=entry.contest, team=entry, state="draft", person=job.person, organization=school
    )


@pytest.fixture
def marking(world):
    """Return the contest under way in district A: works of the planted person, assigned to two jurors; (contest, jurors, juror's user)."""
    here = world.municipality
    contest = ContestFactory(own=True, municipality=here, title=CONTEST, entrant="team")
    applications = PhaseFactory(contest=contest, kind="applications")
    school = OrganizationFactory(municipality=here, title=f"МБОУ «{SCHOOL}»", short_title=SCHOOL)
    version = VersionFactory(content=CONTENT, instrument__subject="entry")
    CriteriaFactory(contest=contest, version=version)
    JuryRulesFactory(contest=contest, jurors_per_entry=2)
    for kind, make in FORMS.items():
        last, first, patronymic = NAME.split()
        job = EmploymentFactory(
            organization=school,
            person=PersonFactory(municipality=here, last_name=last, first_name=first, patronymic=patronymic, user=UserFactory()),
        )  # fmt: skip
        file = SimpleUploadedFile(
            f"{NAME}.{kind}", make(f"{NAME}, {SCHOOL}; {OTHER_NAME}, {OTHER_SCHOOL}", author=NAME)
        )
        sent_work(contest, school, file, f"Конспект: {NAME}", person=job.person, applicant=job.person.user)
    admit_entries(list(contest.entries.filter(state="sent")), by=None)
    for copied in EntryCopy.objects.filter(source__entry__contest=contest, state="doubtful"):
        confirm_copy(copied, by=world.users["head"])
    applications.delete()
    for kind in ("marking", "decision", "appeal"):
        PhaseFactory(contest=contest, kind=kind)
    teacher = EmploymentFactory(
        organization=world.users["school_near"].grants.get().organization if hasattr(world.users["school_near"], "grants") else OrganizationFactory(municipality=here),
        person__user=UserFactory(),
    ).person  # fmt: skip
    methodist = PersonFactory(user=world.users["methodist_other"], municipality=here)
    for person in (teacher, methodist):
        JuryMemberFactory(contest=contest, appointment__person=person)
    assign_entries(contest, phase="marking", today=TODAY, by=None)
    mark_all(contest, lambda each: 70)
    decide_places(contest, phase="marking", by=world.users["head"])
    objected(contest, teacher)
    draft_protocol(contest, phase="marking", by=world.users["head"])
    return contest, teacher.user


def objected(contest, juror):
    """Appeal with names in the words; the juror marks the first work anew, the second appeal is rejected."""
    first, second, _ = contest.entries.filter(team=None).order_by("pk")
    appeals = [
        file_appeal(each, reason=f"{NAME} из «{SCHOOL}» не согласна", by=each.applicant)
        for each in (first, second)
    ]
    member = contest.jury.get(appointment__person=juror)
    remark_entry(appeals[0], jurors=[member], phase="marking", today=TODAY, by=None)
    reject_appeal(appeals[1], answer=f"{NAME}, оценка верна", by=None)


def arguments_of(world, contest, user):
    """Return {URL name: arguments}: the world's, and for the pages of contests those of the blind one."""
    entry = contest.entries.order_by("pk").first()
    file = entry.files.order_by("pk").first()
    given = Assignment.objects.filter(entry=entry, member__appointment__person__user=user).first()
    keys = {
        "contests:contest_": contest.pk,
        "contests:jury_": contest.pk,
        "contests:jurymember_create": contest.pk,
        "contests:jurymember_edit": contest.jury.order_by("pk").first().pk,
        "contests:entry_": entry.pk,
        "contests:entry_file": file.pk,
        "contests:copy_file": file.copy.pk,
        "contests:mark_": given.pk if given else 0,
    }
    found = dict(world.arguments)
    for _, name, wanted in addresses():
        begins = max((each for each in keys if name.startswith(each)), key=len, default=None)
        if begins:
            others = {"key": file.copy.pk, "copy": file.copy.pk, "step": "assign"}
            found[name] = {each: keys[begins] if each == "pk" else others[each] for each in wanted}
    return found


def leaks(told, *, knows_people=False, is_of_contest=False):
    """Return the planted words in ``told``.

    Schools stand in many lists to choose from, and a methodist has the district's people before them: that tells nothing,
    but a name beside the contest does, and so does a school on a page of the contest.
    """
    told = re.sub(r"<option[^>]*>[^<]*</option>", "", told)
    folded = told.lower().replace("ё", "е")
    names = NAMES if not knows_people or CONTEST.lower() in folded else ()
    return [word for word in (*names, *(PLACES if is_of_contest else ())) if word in folded]


def test_nothing_tells_whose_the_works_are(world, marking):
    """A juror without a role and one who is a methodist open every page; another school and a teacher those that are near."""
    contest, juror = marking
    opened, found = 0, []
    for who, user, among in (
        ("juror", juror, ""),
        ("methodist", world.users["methodist_other"], ""),
        ("school", world.users["school_near"], NEAR),
        ("teacher", world.users["mentor"], NEAR),
    ):
        known = arguments_of(world, contest, user)
        for page, told in walked(user, known, among=among, searched="Анна Петровна"):
            opened += 1
            is_of_contest = page.startswith("contests:")
            words = leaks(told, knows_people=who == "methodist", is_of_contest=is_of_contest)
            found += [(who, page, word) for word in words]
    send_digests(TODAY)
    send_letters(timezone.now() + dt.timedelta(days=1))
    letters = [f"{each.subject} {each.body}" for each in mail.outbox]
    texts = [*letters, *Notice.objects.filter(user=juror).values_list("text", flat=True)]
    found += [("told", text, word) for text in texts for word in leaks(text, is_of_contest=True)]

    assert not found, found
    assert opened + len(texts) > 300


def test_the_walk_finds_a_name_where_it_stands(world, marking):
    """Without this the test above could pass by opening nothing."""
    contest, _ = marking
    user = world.users["methodist"]
    pages = walked(user, arguments_of(world, contest, user), among="contests:", searched="Анна Петровна")
    found = {page.split(" ")[0] for page, told in pages if leaks(told)}

    assert {"contests:contest_detail", "contests:entry_detail", "contests:contest_results"} <= found
