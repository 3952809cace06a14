"""A person who was erased stands nowhere in the database, nor among the files, but where the act says so."""

import datetime as dt
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models
from django.utils import timezone

from masterstvo.accounts.models import User
from masterstvo.contests.actions.fact import edit_entry
from masterstvo.core import audit
from masterstvo.core.integrity import find_faults
from masterstvo.core.models import AuditRecord
from masterstvo.diagnostics.models import Competence, Deficit, Share
from masterstvo.documents.actions import attach_document, create_document, edit_document
from masterstvo.imports.actions import commit_batch, fix_rows, open_batch
from masterstvo.imports.models import ImportBatch
from masterstvo.indicators.evaluation import Scope, evaluate, report_period
from masterstvo.indicators.models import Indicator
from masterstvo.organizations.choices import Role
from masterstvo.people.actions import add_attestation, create_person, edit_person, remove_attestation
from masterstvo.people.models import Employment, Export, Person
from masterstvo.people.personal import holdings
from masterstvo.people.queries import full_years
from masterstvo.plans.models import ActivityResponsible
from masterstvo.plans.queries.secrecy import secrecies_of_files
from masterstvo.privacy.actions.erasure import BasisNamesPerson, MayNotBeErased, erase_person
from masterstvo.privacy.models import Erasure
from masterstvo.privacy.queries import data_of
from masterstvo.privacy.queries.erasure import keys_about, lines
from masterstvo.reports.actions.report import approve_report, create_report
from masterstvo.reports.drift import drift
from masterstvo.reports.models import FrozenValue, Report
from tests.factories import contests, facts
from tests.factories.accounts import InvitationFactory, UserFactory, UserSessionFactory
from tests.factories.agenda import FeedFactory
from tests.factories.assessments import CampaignFactory, SheetFactory
from tests.factories.awards import GivenAwardFactory, NominationFactory
from tests.factories.communities import (
    AttendanceFactory,
    CommunityMemberFactory,
    DecisionFactory,
    GuestFactory,
)
from tests.factories.documents import DocumentPersonFactory
from tests.factories.inbox import NoticeFactory, PreferenceFactory
from tests.factories.mentoring import (
    ConversationFactory,
    MatchingFactory,
    MenteeNeedFactory,
    MentorProfileFactory,
    PairSheetFactory,
    PairTaskFactory,
)
from tests.factories.organizations import GrantFactory, OrganizationFactory
from tests.factories.people import (
    AttestationFactory,
    CardReadingFactory,
    EmploymentFactory,
    ExportFactory,
    PersonFactory,
    ReserveEntryFactory,
)
from tests.factories.plans import ActivityResponsibleFactory, PlanFactory, TargetFactory
from tests.factories.practices import AuthorshipFactory, MarkFactory, RepeatFactory, ReviewFactory
from tests.factories.privacy import ConsentFactory
from tests.factories.ratings import LineFactory
from tests.factories.reports import ReportFactory
from tests.factories.sheets import GOOD_ROWS, xlsx

pytestmark = pytest.mark.django_db

SURNAME, PATRONYMIC, CODE, EMAIL = "Своеобразова", "Евпраксиевна", "ПЕД-90417", "svoe@school.example"
NAME = f"{SURNAME} Инна {PATRONYMIC}"
SECRETS = (SURNAME, SURNAME.upper(), PATRONYMIC, CODE, EMAIL, "свидетельство-77", "Тайная отметка")
TODAY, DAY = dt.date(2026, 11, 26), dt.date(2025, 3, 1)
BASIS = {"basis": "заявление", "basis_number": "5", "basis_on": dt.date(2026, 11, 20)}


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def school(db):
    return OrganizationFactory(title="Лесная школа")


@pytest.fixture
def officer(school):
    user = UserFactory(full_name="Ответственная О. О.")
    GrantFactory(user=user, municipality=school.municipality, role=Role.HEAD)
    user.acting_as = "руководитель управления"
    return user


@pytest.fixture
def person(school):
    """Somebody who left, with something in every table."""
    user = UserFactory(full_name=NAME, email=EMAIL)
    person = create_person(
        municipality=school.municipality,
        last_name=SURNAME,
        first_name="Инна",
        patronymic=PATRONYMIC,
        code=CODE,
        email=EMAIL,
        born_on=dt.date(1980, 5, 5),
        sex="f",
        education="высшее",
        user=user,
        by=None,
    )
    EmploymentFactory(person=person, organization=school, ends_on=dt.date(2026, 9, 1))
    edit_person(person, by=None, reason=f"опечатка: {NAME}", education="Тайная отметка")
    return person


def fill(person, officer):
    """Put the person into every declared table, and the name wherever our own actions put it."""
    school, user = person.employments.get().organization, person.user
    AttestationFactory(person=person, basis=f"протокол: {NAME}")
    ReserveEntryFactory(person=person, basis="Тайная отметка")
    facts.TrainingFactory(person=person, document="свидетельство-77")
    facts.TrainingRequestFactory(
        person=person, state="declined", reason=f"просит {NAME}", answer="Тайная отметка"
    )
    entry = contests.EntryFactory(person=person, result="winner", document="свидетельство-77", held_on=DAY)
    edit_entry(entry, document="свидетельство-77 (испр.)", by=officer, reason=f"скан прислала {SURNAME}")
    work = contests.EntryFileFactory(
        entry__person=person, entry__title=f"Урок {NAME}", entry__answer=SURNAME, title=f"Видео: {SURNAME}"
    )
    contests.EntryCopyFactory(source=work)
    contests.AppealFactory(entry=work.entry, reason=f"{NAME} не согласна", answer=f"Учли: {SURNAME}")
    contests.DiplomaFactory(entry=entry, revoked_on=DAY, revoke_reason=f"опечатка: {NAME}")
    contests.LetterFactory(person=person, revoked_on=DAY, revoke_reason=f"опечатка: {NAME}")
    participation = facts.ParticipationFactory(person=person)
    facts.CertificateFactory(
        participation=participation, state="revoked", revoked_on=DAY, revoke_reason=f"опечатка: {NAME}"
    )
    facts.RegistrationFactory(person=person)
    facts.EventSessionFactory(person=person, speaker=NAME)
    facts.ExpertAppointmentFactory(person=person, basis=f"заявление {NAME}")
    facts.RecusalFactory(expert=person, reason=f"с ним работала {NAME}")
    contests.JuryMemberFactory(
        appointment__person=person, appointment__kind="other", left_on=DAY, left_because="Тайная отметка"
    )
    said_no = contests.AssignmentFactory(entry=work.entry, state="abstained", reason=f"узнал: {NAME}")
    contests.MarkSheetFactory(assignment=said_no, answers={"q4": f"{NAME} умеет"})
    facts.MentorshipFactory(mentor=person)
    pair = facts.MentorshipFactory(mentee=person, content=f"помочь, {NAME}", result_note="Тайная отметка")
    PairTaskFactory(mentorship=pair, title=f"урок: {SURNAME}")
    PairSheetFactory(mentorship=pair, answers={"change": f"Тайная отметка, {NAME}"})
    ConversationFactory(mentorship=pair, topic=f"просит {NAME}", next_step="Тайная отметка")
    MentorProfileFactory(person=person, note="Тайная отметка")
    MenteeNeedFactory(person=person, note=f"пишет {NAME}")
    measured = facts.DiagnosticFactory(person=person)
    Deficit.objects.create(
        person=person,
        competence=Competence.objects.exclude(block=None).first(),
        severity="slight",
        opened_by=measured,
        opened_on=DAY,
    )
    facts.ShareFactory(person=person, diagnostic=measured, user=UserFactory())
    step = facts.RouteStepFactory(
        route=facts.RouteFactory(person=person, goal=f"{SURNAME} ведёт РМО"),
        note="Тайная отметка",
        file=SimpleUploadedFile(f"{SURNAME}-шаг.pdf", b"%PDF-3"),
    )
    CommunityMemberFactory(person=person)
    LineFactory(counted=[person.pk])
    AttendanceFactory(person=person)
    DecisionFactory(person=person, note="Тайная отметка")
    GuestFactory(person=person, name=f"{NAME}, ЦРО")
    AuthorshipFactory(person=person, basis=f"заявление {NAME}")
    ReviewFactory(person=person)
    GivenAwardFactory(person=person, basis=f"приказ о награждении: {NAME}")
    NominationFactory(person=person, merits=f"{SURNAME} ведёт РМО")
    MarkFactory(person=person)
    RepeatFactory(
        person=person,
        result="Тайная отметка",
        file=SimpleUploadedFile(f"{SURNAME}-класс.pdf", b"%PDF-4"),
    )
    audit.record(
        officer, "routes.remove_step", step, changes={"route": (step.route_id, None), "note": (SURNAME, None)}
    )
    campaign = CampaignFactory(municipality=person.municipality)
    for topic in ("синтаксис", "лексика"):  # two lessons of one campaign must stay two
        SheetFactory(
            campaign=campaign,
            person=person,
            occasion=f"{SURNAME}, {topic}",
            answers={"q4": f"Я, {NAME}, хочу"},
        )
    ConsentFactory(person=person)
    CardReadingFactory(person=person)
    ExportFactory(filters=f"Найти: {SURNAME.lower()}").people.add(person)
    ExportFactory(filters=f"Найти: {NAME}")  # found nobody
    ActivityResponsibleFactory(person=person, name="Заместитель директора")
    DocumentPersonFactory(person=person, note="Тайная отметка")
    gone = add_attestation(person=person, category="first", starts_on=DAY, basis="Тайная отметка", by=officer)
    remove_attestation(gone, by=officer, reason=f"двойник: {NAME}")
    NoticeFactory(user=user, text="Маршрут утверждён")
    NoticeFactory(user=officer, text=f"Педагог согласен с маршрутом: {NAME}")
    PreferenceFactory(user=user)
    FeedFactory(user=user)
    MatchingFactory(by=user)
    _account(user)
    contests.AppealFactory(entry=entry, reason=f"{SURNAME} не согласна с оценкой", answer=f"Ответ: {NAME}")
    _papers(person, entry, officer)
    _imports(person, school, officer)
    LogEntry.objects.create(
        user=officer,
        content_type=ContentType.objects.get_for_model(Person),
        object_id=str(person.pk),
        object_repr=NAME,
        action_flag=CHANGE,
    )
    assert {each.model for each, keys in keys_about(person).items() if not keys} == {
        "privacy.Erasure",
        "reports.Report",
        "imports.ImportBatch",
        "reports.FrozenValue",
        "documents.DocumentFile",
        "practices.FileCopy",
    }


def _account(user):
    GrantFactory(user=user, ends_on=dt.date(2026, 1, 1), basis=f"приказ о назначении: {NAME}")
    InvitationFactory(user=user)
    UserSessionFactory(user=user)
    EmailAddress.objects.create(user=user, email=EMAIL)
    Authenticator.objects.create(user=user, type="totp", data={})
    SocialAccount.objects.create(user=user, provider="outside", uid="1", extra_data={"name": NAME})
    audit.record(user, "accounts.sign_in", user)
    tasks = apps.get_model("django_tasks_database.DBTaskResult")
    tasks.objects.create(args_kwargs={}, task_path="accounts.send_letter", traceback=f"refused: {EMAIL}")


def _papers(person, entry, officer):
    own = create_document(
        municipality=person.municipality,
        kind="order",
        number="1",
        dated_on=DAY,
        title=f"Диплом: {NAME}",
        file=SimpleUploadedFile(f"{SURNAME}.pdf", b"%PDF-1"),
        by=officer,
    )
    edit_document(own, file=SimpleUploadedFile(f"{SURNAME}-2.pdf", b"%PDF-2"), by=officer)
    shared = create_document(
        municipality=person.municipality, kind="order", number="2", dated_on=DAY, title="Итоги", by=officer
    )
    for target in (entry, person):
        attach_document(own, target=target, by=officer)
    for target in (entry, contests.EntryFactory()):
        attach_document(shared, target=target, by=officer)


def _imports(person, school, officer):
    """A row that became a record, a refused one, and a candidate for somebody else's."""
    municipality = person.municipality
    known = {"ФИО": NAME, "Дата рождения": "05.05.1980", "Код": CODE, "Организация": school.title}
    rows = [
        GOOD_ROWS["people"] | known | {"E-mail": EMAIL, "Уволен": "31.08.2026"},
        GOOD_ROWS["people"] | {"ФИО": NAME, "Организация": "нет такой школы", "Код": ""},
        GOOD_ROWS["people"] | {"ФИО": f"{SURNAME} И. Е.", "Организация": school.title, "Код": ""},
    ]
    batch = open_batch(
        municipality=municipality, kind="people", name="люди.xlsx", content=xlsx(rows), by=officer
    )
    fix_rows(batch=batch, fixes={2: {"E-mail": EMAIL}}, by=officer)
    commit_batch(batch=ImportBatch.objects.get(), clean_rows=True, by=officer)


def found(secrets=SECRETS):
    """Return {(table, column)} where one of the words stands, whatever the database: every text and JSON column of every table."""
    places = set()
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_concrete_fields:
            texts = (models.CharField, models.TextField, models.JSONField, models.FileField)
            if isinstance(field, texts):
                values = model._base_manager.values_list(field.attname, flat=True)
                if any(word.lower() in str(value).lower() for value in values for word in secrets):
                    places.add((model._meta.label, field.name))
    return places


def stored(root):
    return {path.name for path in Path(root).rglob("*") if path.is_file()}


def test_the_name_is_nowhere_afterwards(person, officer, settings, django_capture_on_commit_callbacks):
    fill(person, officer)
    assert len(found()) > 15
    assert any(SURNAME in name for name in stored(settings.MEDIA_ROOT))

    with django_capture_on_commit_callbacks(execute=True):
        erasure = erase_person(person, by=officer, today=TODAY, **BASIS)

    assert found() == set()
    assert erasure.mentions == []
    assert not any(SURNAME in name or name.startswith("people-") for name in stored(settings.MEDIA_ROOT))
    assert [each for each in find_faults() if not each.is_remark] == []


def test_the_database_itself_holds_no_such_letters(person, officer, django_capture_on_commit_callbacks):
    """Columns of any type, as the database keeps them."""
    fill(person, officer)
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(person, by=officer, today=TODAY, **BASIS)

    escaped = SURNAME.encode("unicode_escape").decode()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            text = str(cursor.fetchall()).replace("\\\\", "\\")
            assert not {SURNAME, escaped, CODE, EMAIL} & {word for word in (SURNAME, escaped, CODE, EMAIL) if word in text}, table  # fmt: skip


def test_what_our_actions_do_not_reach_is_named_in_the_act(person, officer):
    activity = ActivityResponsibleFactory(person=person, name=f"{SURNAME} И. Е.").activity
    activity.actual_result = f"Провела {SURNAME[:-1]}ой мастер-класс"
    activity.save()

    erasure = erase_person(person, by=officer, today=TODAY, **BASIS)

    named = {(each["title"], each["column"]): each["n_rows"] for each in erasure.mentions}
    assert named == {("Ответственные", "Как написано"): 1, ("Мероприятия плана", "Фактический результат"): 1}
    assert ActivityResponsible.objects.get().person is None


def test_a_namesake_is_neither_touched_nor_taken_for_the_person(person, officer, school):
    other = PersonFactory(municipality=school.municipality, last_name=SURNAME, first_name="Вера")
    edit_person(other, by=None, reason=f"{SURNAME} сменила адрес", email="vera@school.example")

    erasure = erase_person(person, by=officer, today=TODAY, **BASIS)

    assert str(Person.objects.get(pk=other.pk)).startswith(f"{SURNAME} Вера")
    assert AuditRecord.objects.filter(reason=f"{SURNAME} сменила адрес").exists()
    assert erasure.mentions == []


def test_a_refused_row_is_shown_to_nobody_as_their_own(person, officer, school):
    """It may speak of a namesake who is not in the registry."""
    rows = [
        GOOD_ROWS["people"] | {"ФИО": f"{SURNAME} Ида Львовна", "Организация": "нет такой школы", "Код": ""}
    ]
    open_batch(municipality=school.municipality, kind="people", name="a.xlsx", content=xlsx(rows), by=officer)

    shown = next(each for each in data_of(person) if each.title == "Строки загруженных файлов")

    assert shown.rows == []


# --- What stays -----------------------------------------------------------------------------------------------------
def test_every_number_and_seal_is_what_it_was(person, officer, school, django_capture_on_commit_callbacks):
    fill(person, officer)
    for _ in range(3):
        EmploymentFactory(organization=school, ends_on=dt.date(2026, 9, 1))
    plan = PlanFactory(municipality=school.municipality, year_from=2025, year_to=2025)
    for number, code in enumerate(Indicator.objects.values_list("code", flat=True)[:5]):
        TargetFactory(plan=plan, number=str(number), indicator_code=code)
    as_of = dt.date(2025, 12, 31)
    draft = create_report(plan=plan, as_of=as_of, by=officer)
    order = {"order_number": "9", "order_on": as_of, "signer": "Г. Г.", "signer_position": "Начальник"}
    Report.objects.filter(pk=draft.pk).update(**order)
    report = approve_report(Report.objects.get(pk=draft.pk), by=officer)
    assert FrozenValue.objects.filter(report=report).exists()

    def numbers():
        scope = Scope(municipality_id=school.municipality_id)
        told = evaluate(Indicator.objects.all(), scope=scope, period=report_period(as_of))
        return {code: (each.value, each.included, each.base) for code, each in told.items()}

    before = numbers()
    with django_capture_on_commit_callbacks(execute=True):
        erasure = erase_person(person, by=officer, today=TODAY, **BASIS)

    assert (SURNAME in str(report.content)) == any(each["title"] == "Отчёты" for each in erasure.mentions)
    assert any(person.pk in base for _, _, base in before.values())
    assert numbers() == before
    assert drift(report, secrecies_of_files()) == []
    assert [each.what for each in find_faults() if not each.is_remark] == []


def test_the_card_becomes_a_number_that_counts_as_before(person, officer):
    erase_person(person, by=officer, today=TODAY, **BASIS)

    erased = Person.objects.get(pk=person.pk)
    assert (str(erased), erased.short_name) == (f"Человек № {person.pk}",) * 2
    assert (erased.born_on, erased.sex, erased.education, erased.user, erased.erased_on) == (
        dt.date(1980, 5, 31), "", "", None, timezone.localdate(),
    )  # fmt: skip
    assert Employment.objects.filter(person=erased).count() == 1


@pytest.mark.parametrize(
    ("as_of", "born_on"),
    [
        (
            dt.date(2025, 5, 20),
            dt.date(1990, 5, 20),
        ),  # was 35 that day, and the end of the month would say 34
        (dt.date(2025, 5, 4), dt.date(1990, 5, 31)),
        (dt.date(2025, 12, 20), dt.date(1990, 5, 31)),
    ],
)
def test_the_age_on_the_day_of_a_report_is_what_it_was(person, officer, as_of, born_on):
    Person.objects.filter(pk=person.pk).update(born_on=dt.date(1990, 5, 5))
    ReportFactory(as_of=as_of)

    erase_person(person, by=officer, today=TODAY, **BASIS)

    erased = Person.objects.get(pk=person.pk)
    assert erased.born_on == born_on
    assert full_years(erased.born_on, as_of) == full_years(dt.date(1990, 5, 5), as_of)


def test_what_the_person_made_stays_under_the_code_name(person, officer):
    other = PersonFactory(municipality=person.municipality)
    edit_person(other, by=person.user, reason="уточнили", email="new@school.example")
    reading = CardReadingFactory(person=other, by=person.user)
    batch = open_batch(municipality=person.municipality, kind="people", name="a.xlsx", content=xlsx([GOOD_ROWS["people"]]), by=person.user)  # fmt: skip
    share = facts.ShareFactory(person=other, user=person.user)

    erase_person(person, by=officer, today=TODAY, **BASIS)

    record = AuditRecord.objects.get(object_type="people.person", object_id=other.pk, reason="уточнили")
    assert (str(record.by), record.changes["email"][1]) == (f"Человек № {person.pk}", "new@school.example")
    assert str(type(reading).objects.get(pk=reading.pk).by) == f"Человек № {person.pk}"
    assert ImportBatch.objects.get(pk=batch.pk).by == person.user
    assert not Share.objects.filter(pk=share.pk).exists()  # nothing stays open to an account that nobody has


def test_the_account_is_shut_and_nobody_is_written_to(person, officer, django_capture_on_commit_callbacks):
    _account(person.user)

    with django_capture_on_commit_callbacks(execute=True):
        erase_person(person, by=officer, today=TODAY, **BASIS)

    user = User.objects.get(pk=person.user_id)
    assert (user.is_active, user.has_usable_password(), user.email) == (False, False, f"closed-{user.pk}@closed.invalid")  # fmt: skip
    for model in (Authenticator, EmailAddress, SocialAccount, UserSession):
        assert not model.objects.filter(user=user).exists()
    assert user.invitations.get().withdrawn_at
    assert mail.outbox == []


def test_the_log_keeps_who_did_what_and_says_it_was_redacted_once(person, officer):
    edit_person(person, by=officer, first_name="Инесса", reason="паспорт")
    n_before = AuditRecord.objects.filter(object_type="people.person", object_id=person.pk).count()

    erase_person(person, by=officer, today=TODAY, **BASIS)

    told = AuditRecord.objects.filter(object_type="people.person", object_id=person.pk)
    kept = told.filter(action="people.edit_person").order_by("-pk").first()
    assert (kept.by, kept.reason, kept.changes) == (
        officer,
        audit.REDACTED,
        {"first_name": [audit.REDACTED] * 2},
    )
    own = set(told.order_by("pk").values_list("action", flat=True)[n_before:])
    assert own == {"people.erase_card", "core.redact_all", "privacy.erase_person"}


def test_the_officer_still_sees_what_is_left(person, officer):
    fill(person, officer)
    erase_person(person, by=officer, today=TODAY, **BASIS)

    left = {each.title: len(each.rows) for each in data_of(Person.objects.get(pk=person.pk)) if each.rows}

    assert {"Карточка", "Места работы", "Курсы", "Акты об обезличивании"} <= left.keys()
    assert not {"Приложенные документы", "Учётная запись"} & left.keys()


# --- The act ----------------------------------------------------------------------------------------------------------
def test_acts_are_numbered_within_the_year(person, officer, school):
    other = EmploymentFactory(organization=school, ends_on=dt.date(2026, 9, 1)).person

    numbers = [erase_person(each, by=officer, today=TODAY, **BASIS).number for each in (person, other)]

    assert numbers == [1, 2]


def test_the_preview_counts_what_the_act_counts(person, officer):
    fill(person, officer)
    shown = lines(person, keys_about(person))

    erasure = erase_person(person, by=officer, today=TODAY, **BASIS)

    assert [(each.title, each.n_rows) for each in shown] == [
        (row["title"], row["n_rows"]) for row in erasure.kinds
    ]
    titles = {each.title for each in holdings()}
    assert titles - {row["title"] for row in erasure.kinds} == {
        "Показатели утверждённых отчётов", "Отчёты, которые человек утвердил", "Акты об обезличивании",
        "Загрузки, которые провёл человек", "Приложенные файлы документов", "Копии файлов практик для экспертов",
    }  # fmt: skip


# --- Refusals ---------------------------------------------------------------------------------------------------------
def _still_works(person, officer):
    EmploymentFactory(person=person, organization=OrganizationFactory(title="Новая школа"), basis="external")
    return "сначала закройте место работы"


def _is_own(person, officer):
    person.user, officer.full_name = officer, NAME
    person.save()
    return "ваша собственная карточка"


def _is_support(person, officer):
    User.objects.filter(pk=person.user_id).update(is_superuser=True)
    return "службы поддержки"


def _holds_role(person, officer):
    GrantFactory(user=person.user, starts_on=dt.date(2027, 1, 1))
    return "сначала завершите её"


@pytest.mark.parametrize("arrange", [_still_works, _is_own, _is_support, _holds_role])
def test_who_may_not_be_erased_yet(person, officer, arrange):
    words = arrange(person, officer)

    with pytest.raises(MayNotBeErased, match=words):
        erase_person(person, by=officer, today=TODAY, **BASIS)

    assert Person.objects.get(pk=person.pk).last_name == SURNAME


def test_nobody_is_erased_twice(person, officer):
    erase_person(person, by=officer, today=TODAY, **BASIS)

    with pytest.raises(MayNotBeErased, match="уже обезличена"):
        erase_person(person, by=officer, today=TODAY, **BASIS)


def test_the_basis_names_nobody(person, officer):
    with pytest.raises(BasisNamesPerson):
        erase_person(person, by=officer, today=TODAY, **BASIS | {"basis": f"заявление {SURNAME[:-1]}ой"})


def test_a_short_surname_is_a_word_not_a_part_of_one(officer, school):
    person = EmploymentFactory(
        organization=school, ends_on=dt.date(2026, 9, 1), person__last_name="Ли"
    ).person
    ExportFactory(filters="Организация: Лицей № 2; Найти: курсы")
    ExportFactory(filters="Найти: ли")

    erase_person(person, by=officer, today=TODAY, **BASIS | {"basis": "заявление из лицея"})

    assert set(Export.objects.values_list("filters", flat=True)) == {"Организация: Лицей № 2; Найти: курсы", audit.REDACTED}  # fmt: skip


def test_a_refusal_in_the_middle_changes_nothing(person, officer, settings):
    """The file that somebody still works on is met when half of the tables are cleared already."""
    fill(person, officer)
    rows = [GOOD_ROWS["people"] | {"ФИО": NAME, "Код": CODE, "Организация": "нет такой"}]
    open_batch(
        municipality=person.municipality, kind="people", name="ещё.xlsx", content=xlsx(rows), by=officer
    )
    before, files_before, n_records = found(), stored(settings.MEDIA_ROOT), AuditRecord.objects.count()

    with pytest.raises(Exception, match="ещё не внесли"):
        erase_person(person, by=officer, today=TODAY, **BASIS)

    assert (found(), stored(settings.MEDIA_ROOT)) == (before, files_before)
    assert AuditRecord.objects.count() == n_records
    assert not Erasure.objects.exists()
    assert User.objects.get(pk=person.user_id).is_active


@pytest.mark.parametrize("at", ["documents.Attachment", "core.AuditRecord", "plans.ActivityResponsible"])
def test_a_breakdown_anywhere_changes_nothing(person, officer, monkeypatch, at):
    from masterstvo.people import personal

    def breaks(keys, **_):
        raise ZeroDivisionError

    fill(person, officer)
    before = found()
    monkeypatch.setitem(personal._erasers, at, breaks)

    with pytest.raises(ZeroDivisionError):
        erase_person(person, by=officer, today=TODAY, **BASIS)

    assert found() == before
    assert EmailAddress.objects.filter(email=EMAIL).exists()


def test_a_file_that_comes_later_does_not_find_the_erased_card(person, officer, school):
    erase_person(person, by=officer, today=TODAY, **BASIS)
    row = GOOD_ROWS["training"] | {"ФИО": person.code_name, "Дата рождения": "31.05.1980"}

    open_batch(
        municipality=school.municipality, kind="training", name="a.xlsx", content=xlsx([row]), by=officer
    )

    assert ImportBatch.objects.get().rows.get().verdict == "refused"
