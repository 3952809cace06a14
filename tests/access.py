"""The table of who may what, and the small world in which every page is tried.

District A has two schools; whatever a page speaks of belongs to school 1 and its teacher. District B is in another region.
"""

import datetime as dt
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from masterstvo.accounts.queries import hash_of
from masterstvo.core.audit import record
from masterstvo.documents.actions import attach_document
from masterstvo.imports.actions import open_batch
from masterstvo.organizations.choices import Role
from masterstvo.plans.actions.file import keep_file
from tests.factories import contests, facts
from tests.factories.accounts import InvitationFactory, UserFactory, UserSessionFactory
from tests.factories.agenda import FeedFactory
from tests.factories.assessments import CampaignFactory, InstrumentFactory, SheetFactory, VersionFactory
from tests.factories.awards import AwardFactory, GivenAwardFactory, NominationFactory
from tests.factories.communities import (
    AttendanceFactory,
    CommunityFactory,
    CommunityMemberFactory,
    DecisionFactory,
    MaterialFactory,
    MeetingFactory,
)
from tests.factories.core import TermFactory
from tests.factories.documents import (
    DocumentApprovalFactory,
    DocumentFactory,
    DocumentFileFactory,
    DocumentTemplateFactory,
    RegisterFactory,
)
from tests.factories.inbox import NoticeFactory
from tests.factories.indicators import IndicatorFactory
from tests.factories.mentoring import (
    ConversationFactory,
    MenteeNeedFactory,
    MentorProfileFactory,
    PairSheetFactory,
    PairTaskFactory,
    ProgrammeTemplateFactory,
    SchoolConditionFactory,
)
from tests.factories.organizations import (
    GrantFactory,
    MunicipalityFactory,
    OrganizationAliasFactory,
    OrganizationFactory,
    OrganizationFigureFactory,
    OrganizationStatusFactory,
    RegionFactory,
)
from tests.factories.people import AttestationFactory, EmploymentFactory, PersonFactory, VacancyFactory
from tests.factories.plan_documents import TITLE, plan_docx
from tests.factories.plans import (
    ActivityEvidenceFactory,
    ActivityFactory,
    ActivityResponsibleFactory,
    ApprovalFactory,
    DirectionFactory,
    PlanFactory,
    TargetFactory,
    TargetSuggestionFactory,
    TargetValueFactory,
)
from tests.factories.practices import (
    AuthorshipFactory,
    BankFactory,
    FileCopyFactory,
    PracticeFileFactory,
    PracticeVersionFactory,
    RepeatFactory,
    ReviewFactory,
    banked,
)
from tests.factories.privacy import ConsentFactory, ErasureFactory
from tests.factories.ratings import LineFactory, PartFactory, RatingFactory, StandingFactory
from tests.factories.reports import CarriedConclusionFactory, ReportApprovalFactory, ReportFactory
from tests.factories.sheets import GOOD_ROWS, xlsx

YES, SIGN_IN, FORBIDDEN, MISSING = "да", "вход", "нельзя", "нет"
STATUS = {SIGN_IN: 302, FORBIDDEN: 403, MISSING: 404}


# --- The table ------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Page:
    """A row of the table. ``answers``: {actor: one of the four words}; ``writing``: the same for a POST."""

    name: str
    title: str
    right: str
    answers: dict[str, str]
    writing: dict[str, str]
    is_post: bool
    may_move: bool


def _answers(right: dict[str, Any], actors: list[str]) -> dict[str, str]:
    yes, no = right["yes"], right.get("no", [])
    found = {}
    for actor in actors:
        if actor in yes or ("*" in yes and actor != "anonymous"):
            found[actor] = YES
        elif actor == "anonymous":
            found[actor] = SIGN_IN
        else:
            found[actor] = FORBIDDEN if actor in no or "*" in no else MISSING
    return found


TABLE = tomllib.loads((Path(__file__).parent / "access_matrix.toml").read_text(encoding="utf-8"))
ACTORS: dict[str, str] = TABLE["actors"]
RIGHTS = {key: _answers(right, list(ACTORS)) for key, right in TABLE["rights"].items()}
PAGES = {
    name: Page(
        name,
        row["title"],
        row["right"],
        RIGHTS[row["right"]],
        RIGHTS[row.get("write", row["right"])],
        row.get("post", False),
        row.get("moves", False),
    )
    for name, row in TABLE["pages"].items()
}


def addresses() -> list[tuple[str, str, tuple[str, ...]]]:
    """Return (row of the table, URL name, arguments) of every address but the support desk's.

    A name of several addresses has the arguments in its row: «plans:activity_list plan_id».
    """
    found = [
        (f"{namespace}:{name}", tuple(pattern.pattern.converters))
        for namespace, (_, resolver) in get_resolver().namespace_dict.items()
        if namespace != "admin"
        for pattern in resolver.url_patterns
        for name in [pattern.name]
    ]
    repeated = {name for name, _ in found if sum(name == other for other, _ in found) > 1}
    return [
        (" ".join([name, *arguments]) if name in repeated else name, name, arguments)
        for name, arguments in found
    ]


# --- The world ------------------------------------------------------------------------------------------------------
SURNAMES = {"here": "Своеобразова", "near": "Соседцева", "away": "Чужестранцева"}
COMPETENCY, SCORE = "Тайноведение", "37,31"  # what the teacher's measurement showed
DAY = dt.date(2026, 3, 1)
TOKEN = "link-of-an-invitation"
SURVEY = "link-of-a-survey"
PAPER = "code-of-a-certificate"
MINUTES = "Тайнозаседание"  # what was said at a meeting of the teacher's community
ANSWER = "Тайноответ"  # what the teacher wrote in a questionnaire
OF_THE_MENTOR = "Тайномнение"  # what the teacher said of working with the mentor

# Who may read which of these words; everybody else must find them in no answer.
OF_A = {"methodist", "methodist_other", "methodist_guest", "head", "observer", "region"}
READERS_OF = {
    SURNAMES["here"]: OF_A
    | {"school", "curator", "person", "mentor", "school_near"},  # the pair names both of its sides
    SURNAMES["near"]: OF_A | {"school_near"},
    SURNAMES["away"]: {"methodist_away", "methodist_guest", "school_away", "region_away"},
    COMPETENCY: {"methodist", "person", "mentor"},
    SCORE: {"methodist", "person", "mentor"},
    "Семинар района А": OF_A | {"school", "curator", "school_near"},
    "Семинар района Б": {"methodist_away", "methodist_guest", "school_away", "region_away"},
    ANSWER: {"methodist", "person", "mentor"},
    OF_THE_MENTOR: {"methodist", "methodist_other", "person"},
    MINUTES: OF_A | {"person", "mentor"},
}


def kept_from(actor: str) -> list[str]:
    """Return the words that no answer to ``actor`` may hold."""
    return [word for word, readers in READERS_OF.items() if actor not in readers and actor != "superuser"]


@dataclass
class World:
    users: dict[str, Any]
    municipality: Any
    arguments: dict[str, dict[str, Any]]  # {URL name: its arguments}
    rows: list[Any]  # of district A
    foreign: list[Any]  # of district B
    evidence: Any = None


def district(region, key, surname, school_title):
    """Return {name: row}: a district with one school, one teacher and one of everything."""
    municipality = MunicipalityFactory(region=region, title=f"Район {key}")
    school = OrganizationFactory(municipality=municipality, title=school_title)
    job = EmploymentFactory(organization=school, person__last_name=surname)
    person = job.person
    plan = PlanFactory(municipality=municipality, year_from=2026, year_to=2026, title=f"План района {key}")
    activity = ActivityFactory(
        plan=plan, title=f"Семинар района {key}", schedule_kind="range", starts_on=DAY, due_on=DAY
    )
    direction = DirectionFactory(plan=plan)
    draft = ReportFactory(plan=plan, year=2026, as_of=dt.date(2026, 6, 30))
    target = TargetFactory(plan=plan, indicator_code=f"own-{key}")
    document = DocumentFactory(municipality=municipality, organization=school)
    DocumentFileFactory(
        document=document, file=SimpleUploadedFile("страница.html", b"<script>alert(1)</script>")
    )
    event = facts.EventFactory(municipality=municipality, held_on=DAY)
    framework = facts.FrameworkFactory(municipality=municipality)
    block = facts.CompetenceFactory(framework=framework)
    competence = facts.CompetenceFactory(framework=framework, block=block)
    own = {
        "framework": framework,
        "competence": competence,
        "organization": school,
        "person": person,
        "employment": job,
        "attestation": AttestationFactory(person=person),
        "vacancy": VacancyFactory(organization=school),
        "consent": ConsentFactory(person=person),
        "erasure": ErasureFactory(person__municipality=municipality, person__erased_on=DAY),
        "alias": OrganizationAliasFactory(organization=school),
        "figure": OrganizationFigureFactory(organization=school),
        "status": OrganizationStatusFactory(organization=school),
        "grant": GrantFactory(
            role=Role.CURATOR, municipality=None, organization=school, user__full_name="Кураторова Ю. Ю."
        ),
        "document": document,
        "register": RegisterFactory(municipality=municipality, organization=school, title=f"Приказы {key}"),
        "document_template": DocumentTemplateFactory(municipality=municipality, organization=school),
        "document_approval": DocumentApprovalFactory(document=document),
        "event": event,
        "event_empty": facts.EventFactory(municipality=municipality, held_on=DAY),
        "participation": facts.ParticipationFactory(event=event, person=person),
        "registration": facts.RegistrationFactory(
            event=event, person=person, organization=school, code=f"{TOKEN}-{key}"
        ),
        "material": facts.EventMaterialFactory(
            event=event, url="", file=SimpleUploadedFile("страница.html", b"<script>alert(1)</script>")
        ),
        "photo": facts.EventPhotoFactory(event=event),
        "training": facts.TrainingFactory(person=person, finished_on=DAY),
        "request": facts.TrainingRequestFactory(
            person=person, session__municipality=municipality, state="approved"
        ),
        "course_empty": facts.SessionFactory(municipality=municipality),
        "entry": contests.EntryFactory(person=person, held_on=DAY),
        "report": contests.EntryFactory(
            person=person, held_on=None, result="", reported_on=DAY, state="sent"
        ),
        "appointment": facts.ExpertAppointmentFactory(person=person),
        "recusal": facts.RecusalFactory(expert=person, person=None, organization=school),
        "route": facts.RouteFactory(person=person),
        "route_waiting": facts.RouteFactory(person=person, state="agreement", starts_on=DAY),
        **circle(municipality, person, key),
        **shared_practice(municipality, school, person),
        "award": AwardFactory(municipality=municipality),
        "given_award": GivenAwardFactory(person=person),
        "put_forward": NominationFactory(
            award__municipality=municipality, person=person, organization=school
        ),
        **competition(municipality, school, person),
        **compared(municipality, school, person),
        "offer": facts.OfferFactory(municipality=municipality, competences=[competence]),
        "template": facts.RouteTemplateFactory(municipality=municipality),
        "diagnostic": facts.DiagnosticFactory(
            person=person,
            measured_on=DAY,
            competency=COMPETENCY if key == "А" else "любая",
            score="37.31" if key == "А" else None,
            maximum=50,
            has_deficit=True,
        ),
        "deficit": facts.DeficitFactory(person=person),
        "result": facts.PupilResultFactory(organization=school),
        "plan": plan,
        "approval": ApprovalFactory(plan=plan),
        "direction": direction,
        "activity": activity,
        "evidence": ActivityEvidenceFactory(activity=activity),
        "suggestion": TargetSuggestionFactory(activity=activity),
        "target": target,
        "draft": draft,
        "report_approval": ReportApprovalFactory(report=draft),
        "carried": CarriedConclusionFactory(direction=direction, year=2026),
        "approved": ReportFactory(
            plan=PlanFactory(municipality=municipality, year_from=2024, year_to=2024),
            state="approved",
            approved_at=timezone.now(),
            sha256="0" * 64,
        ),
        "indicator": IndicatorFactory(
            municipality=municipality,
            code=f"own-{key}",
            formula={
                "of": {"population": "staff"},
                "with": {"fact": "diagnostics", "where": {"has_deficit": True}, "when": "period"},
            },
        ),
    }
    version = facts.TemplateVersionFactory(template=own["template"])
    facts.TemplateStepFactory(version=version, title=f"Шаг шаблона {key}")
    draft = facts.TemplateVersionFactory(template=own["template"], number=2, published_on=None)
    facts.TemplateStepFactory(version=draft, key="q1")  # «key» of the addresses
    own["course"] = own["request"].session
    own["step"] = facts.RouteStepFactory(
        route=own["route"],
        title=COMPETENCY if key == "А" else "шаг",
        state="done",
        done_on=DAY,
        file=SimpleUploadedFile("снимок.html", b"<script>alert(1)</script>"),
    )
    own |= questions(municipality, school, person, key)
    own["skill_result"] = facts.SkillResultFactory(organization=school)
    own["certificate"] = facts.CertificateFactory(
        participation__event=event,
        participation__person=person,
        participation__role="expert",
        name="Предъявителева А. А.",  # whoever holds the code reads what is printed, and nothing else of the person
        code=f"{PAPER}-{key}".lower(),
        ordinal=1,
    )
    TargetValueFactory(target=target, year=2026)
    ActivityResponsibleFactory(activity=activity, name="Исполнитель И. И.")
    return municipality, own


def competition(municipality, school, person):
    """Return a contest under way with the teacher's work, given back for corrections, and one that is over."""
    contest = contests.ContestFactory(own=True, municipality=municipality, about="Зачем")
    for kind in ("applications", "check", "decision"):
        contests.PhaseFactory(contest=contest, kind=kind)
    over = contests.ContestFactory(
        own=True, municipality=municipality, state="finished", is_public=True, entrant="organization"
    )
    contests.EntryFactory(contest=over, person=None, organization=school, result="winner", held_on=DAY)
    work = contests.EntryFactory(
        sent=True,
        contest=contest,
        person=person,
        organization=school,
        state="returned",
        sent_at=timezone.now(),
    )
    page = SimpleUploadedFile("страница.html", b"<script>alert(1)</script>")
    file = contests.EntryFileFactory(entry=work, url="", file=page)
    contests.NominationFactory(contest=contest)
    return {
        "contest": contest,
        "contest_over": over,
        "work": work,
        "work_file": file,
        "work_copy": contests.EntryCopyFactory(source=file, url="", file=page),
        "diploma": contests.DiplomaFactory(
            entry=over.entries.get(), municipality=municipality, name="Предъявителева А. А.", ordinal=1
        ),
    }


def compared(municipality, school, person):
    """Return a rating of schools whose formula is open, with the calculation of the school, and one being written."""
    rating = RatingFactory(municipality=municipality, published=True)
    standing = StandingFactory(rating=rating, organization=school)
    line = LineFactory(standing=standing, counted=[person.pk])
    draft = RatingFactory(municipality=municipality)
    return {
        "rating": rating,
        "rating_draft": draft,
        "standing": standing,
        "rating_line": line,
        "rating_part": PartFactory(rating=draft),
    }


def circle(municipality, person, key):
    """Return a community to which the teacher belongs, with a meeting that was held and what it left."""
    community = CommunityFactory(municipality=municipality)
    meeting = MeetingFactory(
        community=community, held_on=DAY, held=True, minutes=MINUTES if key == "А" else ""
    )
    AttendanceFactory(meeting=meeting, person=person)
    return {
        "community": community,
        "membership": CommunityMemberFactory(community=community, person=person),
        "meeting": meeting,
        "decision": DecisionFactory(meeting=meeting, person=person),
        "material": MaterialFactory(
            meeting=meeting, link="", file=SimpleUploadedFile("запись.html", b"<script>alert(1)</script>")
        ),
    }


def shared_practice(municipality, school, person):
    """Return a practice of the teacher in the bank, what somebody made of it, and a review that the teacher was asked for."""
    practice = banked(municipality=municipality, organization=school, author=person)
    BankFactory(municipality=municipality)
    agreed = PersonFactory(
        municipality=municipality, last_name="Открытова"
    )  # the page without sign-in names her alone
    AuthorshipFactory(practice=practice, person=agreed, is_public=True, position=1)
    page = SimpleUploadedFile("страница.html", b"<script>alert(1)</script>")
    return {
        "practice": practice,
        "practice_draft": AuthorshipFactory(
            person=person,
            practice=PracticeVersionFactory(practice__municipality=municipality).practice,
            consented_on=None,
        ).practice,
        "practice_file": PracticeFileFactory(version=practice.shown, file=page),
        "practice_copy": FileCopyFactory(
            source__version=practice.shown,
            file=SimpleUploadedFile("страница.html", b"<script>alert(1)</script>"),
        ),
        "repeat": RepeatFactory(
            practice=practice,
            person=PersonFactory(municipality=municipality),
            file=SimpleUploadedFile("страница.html", b"<script>alert(1)</script>"),
        ),
        "review": ReviewFactory(
            version__practice__municipality=municipality, version__is_blind=True, person=person
        ),
    }


def questions(municipality, school, person, key):
    """Return an instrument that is being built, campaigns of each kind, and what the teacher was asked."""
    instrument = InstrumentFactory(municipality=municipality, title=f"Анкета района {key}")
    told = {"q4": ANSWER if key == "А" else "ответ"}
    campaign, watching, anonymous = (
        CampaignFactory(municipality=municipality, **values)
        for values in (
            {},
            {"assessor": "other", "version__instrument__subject": "lesson"},
            {
                "assessor": "anyone",
                "version__instrument__subject": "anonymous",
                "link": f"{SURVEY}-{key}",
            },
        )
    )
    return {
        "instrument": instrument,
        "version": VersionFactory(instrument=instrument, published_on=None),
        "campaign": campaign,
        "watching": watching,
        "anonymous": anonymous,
        "sheet": SheetFactory(campaign=campaign, person=person, organization=school, answers=told),
        "answered": SheetFactory(
            campaign=CampaignFactory(municipality=municipality),
            person=person,
            organization=school,
            answers=told,
            percent="37.31" if key == "А" else None,
            finished_at=timezone.now(),
        ),
    }


def files(municipality, own):
    """Add what waits to be read: two plans and a table."""
    new = keep_file(municipality=municipality, name="план.docx", content=plan_docx(), by=None)
    again = plan_docx(title=TITLE.replace("2025", "2026"))
    own["file"] = new
    own["file_again"] = keep_file(municipality=municipality, name="план-2026.docx", content=again, by=None)
    row = GOOD_ROWS["people"] | {"ФИО": f"{own['person'].last_name} Инна Львовна"}
    own["batch"] = open_batch(
        municipality=municipality, kind="people", name="люди.xlsx", content=xlsx([row]), by=None
    )


def jury(own, mentor):
    """Let the mentor judge another work of the teacher, as a code and a copy without names."""
    appointment = facts.ExpertAppointmentFactory(person=mentor)
    work = contests.EntryFactory(
        sent=True,
        contest=own["contest"],
        person=own["person"],
        state="admitted",
        code="077",
        title_for_jury="Урок",
    )
    page = SimpleUploadedFile("1.html", b"<p>\xd0\xa3</p>")
    copied = contests.EntryCopyFactory(
        source=contests.EntryFileFactory(entry=work), url="", file=page, state="clean"
    )
    juror = contests.JuryMemberFactory(contest=own["contest"], appointment=appointment)
    sheet = contests.MarkSheetFactory(assignment__member=juror, assignment__entry=work)
    return {"juror": juror, "judged": sheet.assignment, "judged_copy": copied}


def build() -> World:
    region, other = RegionFactory(title="Область А"), RegionFactory(title="Область Б")
    here, own = district(region, "А", SURNAMES["here"], "Школа № 1")
    away, foreign = district(other, "Б", SURNAMES["away"], "Школа чужая")
    near = OrganizationFactory(municipality=here, title="Школа № 2")
    mentor = EmploymentFactory(organization=near, person__last_name="Наставникова").person
    own["pair"] = facts.MentorshipFactory(mentor=mentor, mentee=own["person"], starts_on=DAY)
    own["pair_empty"] = facts.MentorshipFactory(
        mentor=mentor, mentee=own["person"], starts_on=DAY - dt.timedelta(days=1)
    )
    own["pair_task"] = PairTaskFactory(mentorship=own["pair"])
    own["conversation"] = ConversationFactory(mentorship=own["pair"])
    own["pair_sheet"] = PairSheetFactory(
        mentorship=own["pair"], finished_on=DAY, answers={"change": OF_THE_MENTOR}
    )
    own["pair_template"] = ProgrammeTemplateFactory(municipality=here)
    SchoolConditionFactory(organization=own["organization"], kind="road_map")
    own["profile"] = MentorProfileFactory(person=own["person"])
    own["need"] = MenteeNeedFactory(person=own["person"])
    CommunityMemberFactory(community=own["community"], person=mentor, leader=True)
    foreign["pair"] = facts.MentorshipFactory(
        mentor=foreign["person"], mentee=PersonFactory(municipality=away)
    )
    neighbour = EmploymentFactory(organization=near, person__last_name=SURNAMES["near"]).person
    attach_document(
        own["document"], target=neighbour, by=None
    )  # a paper of school 1 that names a person of school 2
    own |= jury(own, mentor)
    own["programme"] = own["training"].programme
    own["provider"] = own["programme"].provider
    word = TermFactory(title="новое слово", is_confirmed=False)
    shared = {
        "training:programme_": own["programme"].pk,
        "training:provider_": own["programme"].provider_id,
        "people:word_": word.pk,
    }
    for municipality, rows in ((here, own), (away, foreign)):
        files(municipality, rows)

    users = {actor: None if actor == "anonymous" else UserFactory(full_name=actor) for actor in ACTORS}
    users["superuser"].is_superuser = True
    users["superuser"].save()
    own["person"].user, mentor.user = users["person"], users["mentor"]
    own["person"].save()
    mentor.save()
    for actor, role, scope in (
        ("methodist", Role.METHODIST, {"municipality": here}),
        ("methodist_other", Role.METHODIST, {"municipality": here}),
        ("methodist_away", Role.METHODIST, {"municipality": away}),
        ("methodist_guest", Role.METHODIST, {"municipality": away}),
        ("methodist_guest", Role.OBSERVER, {"municipality": here}),
        ("head", Role.HEAD, {"municipality": here}),
        ("observer", Role.OBSERVER, {"municipality": here}),
        ("school", Role.ORGANIZATION, {"organization": own["organization"]}),
        ("curator", Role.CURATOR, {"organization": own["organization"]}),
        ("school_near", Role.ORGANIZATION, {"organization": near}),
        ("school_away", Role.ORGANIZATION, {"organization": foreign["organization"]}),
        ("region", Role.REGION, {"region": region}),
        ("region_away", Role.REGION, {"region": other}),
        ("expired", Role.METHODIST, {"municipality": here, "ends_on": timezone.localdate()}),
    ):
        GrantFactory(user=users[actor], role=role, **({"municipality": None} | scope))

    record(
        users["methodist"],
        "diagnostics.edit_diagnostic",
        own["diagnostic"],
        changes={"competency": ("", COMPETENCY)},
    )
    for route in (own["route"], own["route_waiting"]):
        route.accompanied_by = users["methodist"]
        route.save()
    own["share"] = facts.ShareFactory(person=own["person"], user=UserFactory())
    own["session"] = UserSessionFactory(user=users["methodist"])
    own["notice"] = NoticeFactory(user=users["methodist"], text=f"О карточке: {SURNAMES['here']}")
    InvitationFactory(token_hash=hash_of(TOKEN))
    FeedFactory(user=users["person"], token_hash=hash_of(TOKEN))
    return World(users, here, arguments(own, shared), list(own.values()), list(foreign.values()), own)


def arguments(own, shared):
    """Return {URL name: {argument: value}} for every address with arguments; ``shared``: keys that belong to no district."""
    of = {  # the object of a page by the beginning of its name, the longest that fits
        "assessments:": "version",
        "assessments:instrument_": "instrument",
        "assessments:version_begin": "instrument",
        "assessments:campaign_": "campaign",
        "assessments:campaign_qr": "anonymous",
        "assessments:observation_": "watching",
        "assessments:sheet_": "sheet",
        "assessments:sheet_result": "answered",
        "accounts:session_": "session",
        "inbox:notice_open": "notice",
        "organizations:organization_": "organization",
        "organizations:organizationfigure_": "figure",
        "organizations:organizationstatus_": "status",
        "organizations:grant_": "grant",
        "organizations:alias_create": "organization",
        "organizations:alias_delete": "alias",
        "people:staff_": "organization",
        "people:person_": "person",
        "people:employment_": "employment",
        "people:employment_create": "person",
        "people:attestation_": "attestation",
        "people:attestation_create": "person",
        "people:vacancy_": "vacancy",
        "privacy:person_": "person",
        "privacy:erasure_": "erasure",
        "privacy:consent_collect": "organization",
        "privacy:consent_withdraw": "consent",
        "documents:": "document",
        "documents:register_": "register",
        "documents:template_": "document_template",
        "training:training_": "training",
        "training:session_": "course",
        "training:session_delete": "course_empty",  # one with requests stays
        "events:event_": "event",
        "events:event_delete": "event_empty",  # one with participants stays
        "events:certificate_": "certificate",
        "events:material_": "material",
        "events:photo_": "photo",
        "events:presence_": "event",
        "events:participation_": "participation",
        "events:participation_create": "event",
        "mentoring:": "pair",
        "mentoring:mentorship_delete": "pair_empty",  # one with a diary stays
        "mentoring:task_step": "pair_task",
        "mentoring:sheet_answer": "pair_sheet",
        "mentoring:conversation_delete": "conversation",
        "mentoring:template_edit": "pair_template",
        "mentoring:mentor_edit": "profile",
        "mentoring:need_edit": "need",
        "mentoring:school_": "organization",
        "mentoring:order_create": "organization",
        "mentoring:condition_edit": "organization",
        "communities:community_": "community",
        "communities:message_create": "community",
        "communities:member_": "membership",
        "communities:member_create": "community",
        "communities:meeting_": "meeting",
        "communities:meeting_create": "community",
        "communities:meeting_plan": "community",
        "communities:material_": "material",
        "communities:material_create": "meeting",
        "communities:decision_": "decision",
        "awards:award_": "award",
        "awards:given_": "given_award",
        "awards:nomination_": "put_forward",
        "ratings:": "rating",
        "ratings:rating_edit": "rating_draft",
        "ratings:part_": "rating_part",
        "ratings:part_create": "rating_draft",
        "ratings:standing_": "standing",
        "practices:practice_": "practice",
        "practices:practice_edit": "practice_draft",
        "practices:practice_file": "practice_file",
        "practices:copy_": "practice_copy",
        "practices:repeat_": "repeat",
        "practices:review_": "review",
        "contests:": "contest",
        "contests:entry_": "entry",
        "contests:report_": "report",
        "contests:entry_detail": "work",
        "contests:entry_file": "work_file",
        "contests:copy_file": "work_copy",
        "contests:contest_public": "contest_over",
        "contests:jurymember_edit": "juror",
        "contests:mark_": "judged",
        "experts:": "appointment",
        "experts:expert_": "person",
        "experts:recusal_create": "person",
        "experts:recusal_edit": "recusal",
        "routes:": "route",
        "routes:route_build": "person",
        "routes:route_take_on": "person",
        "routes:route_agree": "route_waiting",
        "routes:route_return": "route_waiting",
        "routes:step_": "step",
        "routes:step_create": "route",
        "routes:offer_": "offer",
        "routes:programme_": "programme",
        "routes:event_": "event",
        "routes:template_": "template",
        "diagnostics:": "diagnostic",
        "diagnostics:framework_": "framework",
        "diagnostics:competence_": "competence",
        "diagnostics:competence_create": "framework",
        "diagnostics:target_": "competence",
        "diagnostics:measure_": "competence",
        "diagnostics:profile_detail": "person",
        "diagnostics:deficit_ready": "deficit",
        "diagnostics:share_delete": "share",
        "quality:": "result",
        "imports:": "batch",
        "indicators:": "indicator",
        "plans:plan_": "plan",
        "plans:approval_create": "plan",
        "plans:approval_delete": "approval",
        "plans:plan_import": "file",
        "plans:plan_discard": "file",
        "plans:plan_difference": "file_again",
        "plans:suggestion_": "suggestion",
        "plans:target_": "target",
        "plans:activity_": "activity",
        "plans:result_accept": "activity",
        "plans:activity_create": "plan",
        "plans:activity_ical": "plan",
        "plans:evidence_": "evidence",
        "plans:definition_": "indicator",
        "reports:": "draft",
        "reports:approval_": "report_approval",
        "reports:approval_create": "draft",
        "reports:conclusion_return": "carried",
        "reports:report_drift": "approved",
        "reports:report_correct": "approved",
    }
    fixed = {
        "token": TOKEN,
        "step": "cancel",
        "part": "approval",
        "act": "unlist",
        "line": own["document_approval"].pk,
        "code": f"{TOKEN}-А",
        "section": "s1",
        "key": "q1",
        "form": "json",
        "link": f"{SURVEY}-А",
        "kind": "people",
        "instrument": own["campaign"].version.instrument.key,
        "data_kind": "reading",
        "copy": own["judged_copy"].pk,
        "label": "diagnostics.diagnostic",
        "object_id": own["diagnostic"].pk,
        "plan_id": own["plan"].pk,
        "direction_id": own["direction"].pk,
        "target_id": own["target"].pk,
        "municipality": own["practice"].municipality_id,
        "practice": own["practice"].pk,
    }
    found = {}
    for _, name, wanted in addresses():
        begins = max((each for each in of if name.startswith(each)), key=len, default="")
        common = next((key for start, key in shared.items() if name.startswith(start)), None)
        pk = common or (own[of[begins]].pk if begins else None)
        found[name] = {each: pk if each == "pk" else fixed[each] for each in wanted} | found.get(name, {})
    for name, value in (("mentorship_step", "refuse"), ("task_step", "undo"), ("condition_edit", "road_map")):
        found[f"mentoring:{name}"]["kind" if name == "condition_edit" else "step"] = value
    found["events:certificate_verify"] = {"code": own["certificate"].code}
    found["contests:diploma_verify"] = {"code": own["diploma"].code}
    return found


def browser_as(actor: str, cookies: dict[str, str]) -> Client:
    """Return a client of ``actor``; ``cookies``: {actor: key of a session}, without those who did not sign in."""
    client = Client()
    if actor in cookies:
        client.cookies["sessionid"] = cookies[actor]
    return client


def url_of(world: World, name: str, wanted: tuple[str, ...]) -> str:
    return reverse(name, kwargs={each: world.arguments[name][each] for each in wanted})


# --- The same table for people --------------------------------------------------------------------------------------
def as_text() -> str:
    """Return docs/access.md."""
    lines = [
        "# Кто что видит и меняет",
        "",
        "Страница составлена по таблице `tests/access_matrix.toml`; проверки `tests/test_access_matrix.py` и `tests/test_access_answers.py` открывают каждый адрес",
        "программы от имени каждого из перечисленных людей и сверяют ответ. Менять нужно таблицу, затем выполнить",
        "заново получить эту страницу из `tests.access.as_text()`.",
        "",
        "Для примера взяты записи **района А**: школы № 1 и её учителя. Не вошедшему программа всегда предложит войти.",
        "«Видно, но нельзя» – ответ 403; всем, кто не назван, страница отвечает «не найдено» (404): она не признаёт, что запись есть.",
        "",
        "## Кто есть кто",
        "",
        *(f"- {title}" for actor, title in ACTORS.items()),
        "",
        "## Что не зависит от страницы",
        "",
        "- Списки, поиск в списках и формах, выгрузки в Excel, Word и JSON, календарь, истории, страницы ошибок, имена файлов и списки за числом показывают только своё: имя из чужого района или чужой школы не попадёт ни в один ответ.",
        "- Результаты диагностики (компетенция, балл, порог, дефицит) читают сам педагог, его наставник, методист его маршрута, методист, который их внёс, и те, кому педагог их открыл; остальные методисты, директор, куратор, руководитель управления, наблюдатель и регион видят только, что диагностика была.",
        "- Школе показатель раскрывается до своих людей; числа о немногих (порог – слово словаря, сейчас пять) чужих людях скрыты, и с ними всё, по чему их можно вычислить: разбивка, части, прошлые годы, состояние рядом с планом. Показатель по результатам диагностики скрыт так же от всех, кто не сопровождает этих людей, и в отчёте.",
        "- Таблицу диагностики после загрузки открывает только тот методист, который её загрузил.",
        "- В формах можно выбрать только своих людей и организации; подставленный чужой номер не принимается.",
        "- Роль действует только в свой срок: со дня окончания человек видит то же, что вошедший без роли.",
        "",
    ]
    for key, right in TABLE["rights"].items():
        pages = [page for page in PAGES.values() if page.right == key]
        writing = [page for page in PAGES.values() if page.right != key and page.writing is RIGHTS[key]]
        lines += [f"## {right['title']}", ""]
        lines += [f"- **Можно:** {_named(key, YES)}."]
        lines += (
            [f"- **Видно, но нельзя:** {_named(key, FORBIDDEN)}."]
            if FORBIDDEN in RIGHTS[key].values()
            else []
        )
        lines += ["", "Страницы: " + "; ".join(page.title for page in [*pages, *writing]) + ".", ""]
    return "\n".join(lines)


def _named(right: str, answer: str) -> str:
    named = [ACTORS[actor] for actor, given in RIGHTS[right].items() if given == answer]
    return (
        "все"
        if len(named) == len(ACTORS)
        else "все вошедшие"
        if len(named) == len(ACTORS) - 1
        else "; ".join(named)
    )
