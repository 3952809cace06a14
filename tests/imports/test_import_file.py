"""From a file to the registry and back, by the command and the actions beneath it."""

import datetime as dt
import io
import json
import random

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from masterstvo.core.models import AuditRecord, Term
from masterstvo.experts.models import ExpertAppointment
from masterstvo.imports import actions
from masterstvo.imports.actions.write import write_records
from masterstvo.imports.checking.check import check
from masterstvo.imports.checking.rows import FileRow
from masterstvo.imports.kinds import KINDS
from masterstvo.imports.models import ImportBatch, ImportRow
from masterstvo.imports.queries import load_snapshot
from masterstvo.organizations.models import Organization, OrganizationStatus
from masterstvo.people.models import Attestation, Employment, Person
from masterstvo.training.models import Programme, Provider, Training
from tests.factories.core import TermFactory
from tests.factories.facts import TrainingFactory
from tests.factories.organizations import MunicipalityFactory, OrganizationFactory
from tests.factories.people import AttestationFactory, EmploymentFactory, PersonFactory
from tests.factories.sheets import GOOD_ROWS, SCHOOL, WHO, csv_bytes, xlsx

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def place():
    """A municipality with one school and the two people of the sample rows."""
    school = OrganizationFactory(title=SCHOOL, short_title="СОШ № 1", code="001")
    names = [
        ("Соколова", "Ирина", "Викторовна", dt.date(1987, 9, 5)),
        ("Орлов", "Пётр", "Сергеевич", dt.date(2001, 2, 11)),
    ]
    for last, first, patronymic, born in names:
        EmploymentFactory(
            organization=school,
            person__last_name=last,
            person__first_name=first,
            person__patronymic=patronymic,
            person__born_on=born,
        )
    return school.municipality


@pytest.fixture
def bring(tmp_path, settings):
    """Run the command on a file of rows and return what it printed as JSON."""
    settings.MEDIA_ROOT = tmp_path / "files"

    def brought(kind, rows, *options, content=None, name="файл.xlsx"):
        path = tmp_path / name
        path.write_bytes(content if content is not None else xlsx(rows))
        out = io.StringIO()
        try:
            call_command("import_file", kind, str(path), "--json", *options, stdout=out)
        finally:
            brought.said = json.loads(out.getvalue()) if out.getvalue() else None
        return brought.said

    return brought


def content_of(kind):
    """Return everything in the tables of ``kind``, without primary keys and times."""
    from django.apps import apps

    found = {}
    for table in KINDS[kind].tables:
        model = apps.get_model(table.model)
        names = [*table.key, *table.loose, *table.fields]
        found[table.model] = sorted(map(str, model.objects.values_list(*names, *table.many)))
    return found


# --- Every kind ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", KINDS)
def test_a_good_row_is_new_and_the_second_time_unchanged(kind, place, bring):
    first = bring(kind, [GOOD_ROWS[kind]])
    content = content_of(kind)
    second = bring(kind, [GOOD_ROWS[kind]])

    assert first == {"rows": 1, "new": 1, "changed": 0, "unchanged": 0, "refused": []}
    assert second == {"rows": 1, "new": 0, "changed": 0, "unchanged": 1, "refused": []}
    assert content_of(kind) == content


@pytest.mark.parametrize("kind", KINDS)
def test_a_dry_run_stores_nothing(kind, place, bring):
    before = content_of(kind)

    said = bring(kind, [GOOD_ROWS[kind]], "--dry-run")

    assert said["new"] == 1
    assert content_of(kind) == before
    assert ImportBatch.objects.count() == 0


@pytest.mark.parametrize("kind", KINDS)
def test_undo_takes_everything_back(kind, place, bring):
    before, words = content_of(kind), Term.objects.count()
    bring(kind, [GOOD_ROWS[kind]])

    batch = actions.undo_batch(batch=ImportBatch.objects.get(), by=None)

    assert batch.counts["kept"] == []
    assert content_of(kind) == before
    assert Term.objects.count() == words


@pytest.mark.parametrize("kind", KINDS)
def test_required_columns_that_are_missing_are_named(kind, place, bring):
    required = [column.name for column in KINDS[kind].columns if column.required]
    row = {name: text for name, text in GOOD_ROWS[kind].items() if name != required[-1]}

    with pytest.raises(CommandError) as caught:
        bring(kind, [row])

    assert f"«{required[-1]}»" in str(caught.value) or "Похоже, это" in str(caught.value)
    assert ImportBatch.objects.count() == 0


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_required_cell_is_refused_and_nothing_else_is_stored(kind, place, bring):
    required = next(c.name for c in reversed(KINDS[kind].columns) if c.required and not c.may_be_empty)
    before = content_of(kind)

    with pytest.raises(CommandError, match="Ничего не внесено"):
        bring(kind, [GOOD_ROWS[kind], {**GOOD_ROWS[kind], required: ""}])

    assert bring.said["refused"] == [{"row": 3, "column": required, "value": "", "reason": "Не заполнено."}]
    assert content_of(kind) == before


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_row_again_in_the_file_is_a_repeat(kind, place, bring):
    said = bring(kind, [GOOD_ROWS[kind]] * 2, "--dry-run")

    assert said["refused"] == [{"row": 3, "column": "", "value": "", "reason": "повтор строки 2"}]


@pytest.mark.parametrize("kind", KINDS)
def test_the_snapshot_takes_the_same_queries_whatever_the_registry(
    kind, place, bring, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    bring(kind, [GOOD_ROWS[kind]])
    with CaptureQueriesContext(
        connection,
    ) as few:
        load_snapshot(KINDS[kind], place, TODAY, by=None)
    school = Organization.objects.first()
    EmploymentFactory.create_batch(5, organization=school)
    OrganizationFactory.create_batch(5, municipality=place)
    with django_assert_num_queries(len(few)):
        load_snapshot(KINDS[kind], place, TODAY, by=None)
    assert len(few) <= 3 + 2 * bool(KINDS[kind].who) + sum(
        1 + len(table.many) for table in KINDS[kind].tables
    )


@hypothesis_settings(max_examples=15, suppress_health_check=list(HealthCheck), deadline=None)
@given(data=st.data(), kind=st.sampled_from(sorted(KINDS)))
def test_columns_may_stand_in_any_order_under_any_of_their_names(place, data, kind):
    row = GOOD_ROWS[kind]
    names = data.draw(st.permutations(list(row)))
    taken = set()
    written = {}
    for name in names:
        spelling = data.draw(st.sampled_from((name, *KINDS[kind].column(name).synonyms)))
        case = data.draw(st.sampled_from((str, str.upper, str.lower, lambda text: f" {text}. ")))
        taken.add(spelling)
        written[case(spelling)] = row[name]
    from masterstvo.imports.checking.headers import open_table

    _, _, plain = open_table(KINDS[kind], xlsx([row]), "файл.xlsx")
    layout, _, other = open_table(KINDS[kind], csv_bytes([{"Лишний": "x", **written}]), "файл.csv")

    assert layout.missing == []
    assert [found.cells for found in other] == [found.cells for found in plain]


# --- Order, repeats, conflicts -----------------------------------------------------------------------------------------
def people_file():
    base = GOOD_ROWS["people"]
    return [
        base,
        {
            **base,
            "Должность": "директор",
            "Принят": "01.09.2024",
            "Уволен": "",
            "Категория работника": "руководитель",
        },
        {
            **base,
            "Должность": "педагог доп. образования",
            "Основное место": "нет",
            "Принят": "01.09.2024",
            "Уволен": "",
        },
        {**base, "ФИО": "Зайцев Олег Ильич", "Дата рождения": "03.03.1970", "E-mail": "z@school.example"},
        {**base, "ФИО": "Зайцев Олег Ильич", "Дата рождения": "04.07.1991", "E-mail": ""},
    ]


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_rows_does_not_matter(seed, place, bring):
    rows = people_file()
    random.Random(seed).shuffle(rows)

    said = bring("people", rows)

    assert said == {"rows": 5, "new": 5, "changed": 0, "unchanged": 0, "refused": []}
    assert Employment.objects.filter(person__last_name="Белова").count() == 3
    assert sorted(Employment.objects.filter(person__last_name="Белова").values_list("basis", flat=True)) == [
        "internal",
        "main",
        "main",
    ]
    assert Person.objects.filter(last_name="Зайцев").count() == 2
    assert Attestation.objects.filter(person__last_name="Белова").count() == 1


def test_a_second_row_that_contradicts_the_first_is_refused_with_its_number(place, bring):
    other = {
        **GOOD_ROWS["participations"],
        "ФИО": "Орлов Пётр Сергеевич",
        "Дата рождения": "11.02.2001",
        "Часы": "4",
    }

    said = bring("participations", [GOOD_ROWS["participations"], other], "--dry-run")

    assert [(refusal["row"], refusal["column"]) for refusal in said["refused"]] == [(3, "Часы")]
    assert "строке 2" in said["refused"][0]["reason"]
    assert "«2»" in said["refused"][0]["reason"]


def test_one_event_is_made_for_all_its_rows(place, bring):
    from masterstvo.events.models import Event

    other = {**GOOD_ROWS["participations"], "ФИО": "Орлов Пётр Сергеевич", "Дата рождения": "11.02.2001"}

    bring("participations", [GOOD_ROWS["participations"], other])

    assert Event.objects.annotate(n=Count("participations")).get().n == 2


NAMES = st.sampled_from(
    ["Белова Мария Олеговна", "Зайцев Олег Ильич", "Орлов Пётр Сергеевич", "Белова М. О.", ""]
)
DAYS = st.sampled_from(["01.02.1990", "11.02.2001", "1990", ""])
PEOPLE_ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "ФИО": NAMES,
            "Дата рождения": DAYS,
            "Организация": st.sampled_from([SCHOOL, "Ключевская СОШ", "Луна"]),
            "Должность": st.sampled_from(["учитель", "директор"]),
            "Категория работника": st.just("педагог"),
            "Основное место": st.sampled_from(["да", "нет", ""]),
            "Принят": st.sampled_from(["01.09.2015", "01.09.2020"]),
            "Уволен": st.sampled_from(["", "31.08.2018"]),
            "Предмет": st.sampled_from(["", "химия", "химия; физика"]),
        }
    ),
    min_size=1,
    max_size=6,
)


@hypothesis_settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
@given(rows=PEOPLE_ROWS)
def test_whatever_is_accepted_is_unchanged_the_second_time(place, rows):
    from django.db import transaction

    kind = KINDS["people"]
    file = [FileRow(number, row) for number, row in enumerate(rows, start=2)]
    with transaction.atomic():
        first = check(kind, file, load_snapshot(kind, place, TODAY, by=None))
        write_records(kind, list({id(entry): entry for row in first for entry in row.records}.values()))
        second = check(kind, file, load_snapshot(kind, place, TODAY, by=None))
        transaction.set_rollback(True)

    accepted = [row.number for row in first if not row.refusals]
    again = [row.verdict.value for row in second if row.number in accepted]
    assert again == ["unchanged"] * len(accepted)


# --- People ------------------------------------------------------------------------------------------------------------
def test_the_last_day_of_a_file_is_stored_half_open(place, bring):
    bring("people", [GOOD_ROWS["people"]])

    assert Employment.objects.get(person__last_name="Белова").ends_on == dt.date(2024, 9, 1)


def test_a_changed_cell_is_shown_before_and_after(place, bring):
    bring("people", [GOOD_ROWS["people"]])
    changed = {**GOOD_ROWS["people"], "Уволен": "30.09.2024", "Нагрузка, ч": "20", "Предмет": "химия"}

    said = bring("people", [changed])

    row = ImportRow.objects.order_by("pk").last()
    assert said["changed"] == 1
    assert row.changes == {
        "Уволен": ["31.08.2024", "30.09.2024"],
        "Нагрузка, ч": ["18,5", "20"],
        "Предмет": ["математика; физика", "химия"],
    }


def test_an_empty_cell_erases_nothing(place, bring):
    bring("people", [GOOD_ROWS["people"]])
    poorer = {**GOOD_ROWS["people"], "E-mail": "", "Уволен": "—", "Предмет": "нет данных"}

    assert bring("people", [poorer])["unchanged"] == 1
    assert Person.objects.get(last_name="Белова").email == "belova@school.example"


def test_a_main_place_is_refused_while_another_is_open_unless_the_file_closes_it(place, bring):
    employment = Employment.objects.get(person__last_name="Соколова")
    other = OrganizationFactory(municipality=place, title="Ключевская СОШ")
    row = {
        **WHO, "Организация": other.title, "Должность": "учитель", "Категория работника": "педагог", "Принят": "01.09.2025",
    }  # fmt: skip
    closing = {
        **row, "Организация": SCHOOL, "Принят": f"{employment.starts_on:%d.%m.%Y}", "Уволен": "31.08.2025",
    }  # fmt: skip

    refused = bring("people", [row], "--dry-run")["refused"]
    assert refused[0]["column"] == "Основное место"
    assert "СОШ № 1, учитель, с 01.09.2015" in refused[0]["reason"]
    assert bring("people", [{**row, "Основное место": "нет"}], "--dry-run")["new"] == 1
    assert bring("people", [row, closing])["refused"] == []
    assert Employment.objects.get(pk=employment.pk).ends_on == dt.date(2025, 9, 1)


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"Уволен": "01.01.2010"}, "Уволен"),
        ({"Дата рождения": "01.02.1890"}, "Дата рождения"),
        ({"Дата рождения": "01.02.2015"}, "Дата рождения"),
        ({"Категория работника": "педагогх"}, "Категория работника"),
        ({"Организация": "Школа на луне"}, "Организация"),
        ({"Категория присвоена": ""}, "Категория присвоена"),
        ({"E-mail": "нет почты"}, "E-mail"),
        ({"Ставка": "сто"}, "Ставка"),
        ({"ФИО": "Белова"}, "ФИО"),
    ],
)
def test_a_bad_cell_of_people_is_refused_at_its_column(changes, column, place, bring):
    said = bring("people", [{**GOOD_ROWS["people"], **changes}], "--dry-run")

    assert [(refusal["row"], refusal["column"]) for refusal in said["refused"]] == [(2, column)]


def test_no_category_means_no_attestation(place, bring):
    row = {**GOOD_ROWS["people"], "Квалификационная категория": "нет", "Категория присвоена": ""}

    bring("people", [row])

    assert Attestation.objects.count() == 0


def test_people_without_their_organization_are_told_what_to_load_first(bring):
    MunicipalityFactory()

    said = bring("people", [GOOD_ROWS["people"]], "--dry-run")

    assert "сначала загрузите" in said["refused"][0]["reason"]


def test_an_organization_is_found_by_a_looser_spelling(place, bring):
    said = bring("people", [{**GOOD_ROWS["people"], "Организация": 'МКОУ "Приреченская СОШ №1"'}])

    assert said["new"] == 1


# --- Courses ---------------------------------------------------------------------------------------------------------
def test_an_unknown_topic_is_kept_as_the_users_own_word_and_a_synonym_is_the_known_one(place, bring):
    bring("training", [GOOD_ROWS["training"]])

    topics = Programme.objects.get().topics.order_by("is_confirmed").values_list("title", "is_confirmed")
    assert list(topics) == [("своя тема", False), ("функциональная грамотность", True)]


def test_a_poorer_file_finds_the_same_programme(place, bring):
    bring("training", [GOOD_ROWS["training"]])
    poorer = {
        name: GOOD_ROWS["training"][name]
        for name in (*WHO, "Программа", "Организатор обучения", "Часы", "Окончание")
    }

    assert bring("training", [poorer])["unchanged"] == 1
    assert (Provider.objects.count(), Programme.objects.count(), Training.objects.count()) == (1, 1, 1)


def test_a_person_by_name_alone_is_held(place, bring):
    row = {**GOOD_ROWS["training"], "Дата рождения": ""}

    said = bring("training", [row], "--dry-run")

    assert said["refused"][0]["column"] == "ФИО"
    assert bring("training", [{**row, "Организация": "СОШ № 1"}], "--dry-run")["new"] == 1


def test_a_course_that_has_not_ended_is_a_warning(place, bring):
    bring("training", [{**GOOD_ROWS["training"], "Окончание": "31.12.2099"}])

    assert [warning["column"] for warning in ImportRow.objects.get().warnings] == ["Темы", "Окончание"]


def test_experts_come_with_subjects_and_an_unknown_one_is_told_in_words(place, bring):
    TermFactory(vocabulary="subject", title="математика")
    bring("experts", [{**GOOD_ROWS["experts"], "Предметы": "математика; шахматоведение"}])

    (warning,) = ImportRow.objects.get().warnings
    subjects = ExpertAppointment.objects.get().subjects
    assert (warning["column"], "«шахматоведение»" in warning["reason"]) == ("Предметы", True)
    assert sorted(each.title for each in subjects.all()) == ["математика", "шахматоведение"]
    actions.undo_batch(batch=ImportBatch.objects.get(), by=None)
    assert not ExpertAppointment.objects.exists()


def test_an_expert_is_not_appointed_twice_at_one_time(place, bring):
    bring("experts", [{**GOOD_ROWS["experts"], "Окончание": ""}])
    again = {**GOOD_ROWS["experts"], "Начало": "01.03.2026", "Окончание": ""}

    said = bring("experts", [again], "--clean-rows")

    assert [each["column"] for each in said["refused"]] == ["Начало"]
    assert ExpertAppointment.objects.count() == 1


# --- Committing ------------------------------------------------------------------------------------------------------
def test_clean_rows_go_in_without_the_refused(place, bring):
    rows = [GOOD_ROWS["statuses"], {**GOOD_ROWS["statuses"], "Статус": "Точка рста"}]

    said = bring("statuses", rows, "--clean-rows")

    assert (said["new"], len(said["refused"])) == (1, 1)
    assert OrganizationStatus.objects.count() == 1
    assert ImportRow.objects.get(verdict="refused").refusals[0]["candidates"][0]["fix"] == "Точка роста"


def test_the_log_tells_of_a_batch_and_of_each_row_that_it_wrote(place, bring):
    before = set(Person.objects.values_list("pk", flat=True))

    bring("people", people_file())

    told = AuditRecord.objects.filter(action="imports.import_record", object_type="people.person")
    (batch,) = AuditRecord.objects.filter(action="imports.commit_batch")
    assert {each.object_id for each in told} == set(Person.objects.values_list("pk", flat=True)) - before
    assert {(each.origin, each.place_id) for each in [*told, batch]} == {
        (f"imports.importbatch:{batch.object_id}", place.pk)
    }


def test_the_municipality_is_asked_for_when_there_are_several(place, bring):
    MunicipalityFactory(code="other")

    with pytest.raises(CommandError, match="--municipality"):
        bring("figures", [GOOD_ROWS["figures"]])
    with pytest.raises(CommandError, match="нет"):
        bring("figures", [GOOD_ROWS["figures"]], "--municipality", "нет")
    with pytest.raises(CommandError, match="Вида «kings» нет"):
        bring("kings", [GOOD_ROWS["figures"]])
    assert bring("figures", [GOOD_ROWS["figures"]], "--municipality", place.code)["new"] == 1


def test_checking_writes_nothing_and_gives_the_same_twice(place, django_assert_num_queries):
    kind = KINDS["people"]
    rows = [FileRow(number, row) for number, row in enumerate(people_file(), start=2)]
    snapshot = load_snapshot(kind, place, TODAY, by=None)

    with django_assert_num_queries(0):
        first, second = check(kind, rows, snapshot), check(kind, rows, snapshot)

    assert first == second


# --- Undoing -----------------------------------------------------------------------------------------------------------
def test_undo_restores_what_was_changed(place, bring):
    person = Person.objects.get(last_name="Соколова")
    row = {
        **WHO, "Организация": SCHOOL, "Должность": "учитель", "Категория работника": "педагог", "Принят": "01.09.2015",
        "Нагрузка, ч": "20", "Предмет": "химия", "E-mail": "new@school.example",
    }  # fmt: skip
    bring("people", [row])

    actions.undo_batch(batch=ImportBatch.objects.get(), by=None)

    employment = person.employments.get()
    person.refresh_from_db()
    assert (person.email, employment.weekly_hours, employment.subjects.count()) == ("", None, 0)


def test_undo_keeps_what_was_edited_or_is_needed_since_and_says_so(place, bring):
    bring("people", people_file())
    edited = Employment.objects.get(person__last_name="Белова", position="директор")
    edited.rate = "0.5"
    edited.save()
    TrainingFactory(person=Person.objects.get(last_name="Зайцев", born_on=dt.date(1970, 3, 3)))

    batch = actions.undo_batch(batch=ImportBatch.objects.get(), by=None)

    assert Employment.objects.filter(pk=edited.pk).exists()
    assert sorted(kept["why"] for kept in batch.counts["kept"]) == [
        "исправлено после загрузки",
        "на неё уже ссылаются другие записи",
        "на неё уже ссылаются другие записи",
    ]
    assert set(
        Person.objects.exclude(last_name__in=["Соколова", "Орлов"]).values_list("last_name", "born_on__year")
    ) == {
        ("Белова", 1990),
        ("Зайцев", 1970),
    }
    with pytest.raises(actions.undo.BatchIsNotCommitted):
        actions.undo_batch(batch=batch, by=None)


def test_a_registry_that_moved_on_makes_the_preview_old(place, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    batch = actions.open_batch(
        municipality=place, kind="people", name="файл.xlsx", content=xlsx([GOOD_ROWS["people"]]), by=None
    )
    batch.refresh_from_db()
    PersonFactory(
        municipality=place, last_name="Белова", first_name="Мария", patronymic="Олеговна", born_on=None
    )

    with pytest.raises(actions.PreviewIsOld):
        actions.commit_batch(batch=batch, clean_rows=False, by=None)

    assert Person.objects.filter(last_name="Белова").count() == 1


def test_a_fix_and_a_decision_lead_to_a_committed_row(place, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    row = {
        **GOOD_ROWS["training"],
        "ФИО": "Соколова И. В.",
        "Часы": "сто восемь",
        "Организация": "Приреченская школа 1",
    }
    batch = actions.open_batch(
        municipality=place, kind="training", name="k.xlsx", content=xlsx([row]), by=None
    )
    person = Person.objects.get(last_name="Соколова")

    batch.refresh_from_db()
    school = Organization.objects.get(title=SCHOOL)
    decisions = {"Часы": "108", "@ФИО": str(person.pk), "@Организация": str(school.pk)}
    actions.fix_rows(batch=batch, fixes={2: decisions}, by=None)
    batch.refresh_from_db()
    actions.commit_batch(batch=batch, clean_rows=False, by=None)

    assert Training.objects.get().person == person
    assert Organization.objects.get(title=SCHOOL).aliases.get().name == "Приреченская школа 1"


def test_who_is_meant_is_never_decided_in_bulk(place, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    row = {**GOOD_ROWS["training"], "ФИО": "Соколова И. В."}
    batch = actions.open_batch(
        municipality=place, kind="training", name="k.xlsx", content=xlsx([row]), by=None
    )
    batch.refresh_from_db()

    actions.accept_suggestions(batch=batch, by=None)

    held = batch.rows.get()
    assert (held.verdict, held.fixes, len(held.refusals[0]["candidates"])) == ("refused", {}, 1)


def test_a_held_person_may_be_said_to_be_new(place, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    row = {**GOOD_ROWS["people"], "ФИО": "Соколова Ирина Вячеславовна", "Дата рождения": "05.09.1987"}
    batch = actions.open_batch(municipality=place, kind="people", name="k.xlsx", content=xlsx([row]), by=None)
    batch.refresh_from_db()
    labels = [candidate["label"] for candidate in batch.rows.get().refusals[0]["candidates"]]

    actions.fix_rows(batch=batch, fixes={2: {"@ФИО": "new"}}, by=None)
    batch.refresh_from_db()
    actions.commit_batch(batch=batch, clean_rows=False, by=None)

    assert labels == ["Соколова Ирина Викторовна, 05.09.1987, СОШ № 1", "это новый человек"]
    assert Person.objects.filter(last_name="Соколова").count() == 2


def test_a_renamed_person_with_a_category_known_before_is_only_changed(place, bring):
    person = Person.objects.get(last_name="Соколова")
    person.code = "П-7"
    person.save()
    AttestationFactory(person=person, category="first", starts_on=dt.date(2022, 12, 20))
    row = {
        **GOOD_ROWS["people"], **WHO, "Код": "П-7", "ФИО": "Петрова Ирина Викторовна", "Принят": "01.09.2015", "Уволен": "",
        "E-mail": "",
    }  # fmt: skip

    said = bring("people", [row])

    person.refresh_from_db()
    assert (said["changed"], person.last_name, person.attestations.count()) == (1, "Петрова", 1)
    assert ImportRow.objects.get().changes["ФИО"][1] == "Петрова"
