"""Lists of events of an institute or a region: tables and calendar files, brought in again and again."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from masterstvo.core.grids import UnreadableFile
from masterstvo.events.models import Event
from masterstvo.events.rules import offered_events
from masterstvo.imports.actions import commit_batch, open_batch, undo_batch
from masterstvo.imports.models import ImportBatch
from masterstvo.imports.reading import COLUMNS, read_tables
from masterstvo.inbox.models import Notice
from masterstvo.organizations.choices import Role
from tests.factories import facts
from tests.factories.accounts import UserFactory
from tests.factories.core import TermFactory
from tests.factories.organizations import (
    GrantFactory,
    MunicipalityFactory,
    OrganizationFactory,
    RegionFactory,
)
from tests.factories.people import EmploymentFactory, PersonFactory
from tests.factories.sheets import xlsx

pytestmark = pytest.mark.django_db
DAY = dt.date(2099, 11, 18)
ROW = {
    "Номер": "118",
    "Мероприятие": "Вебинар",
    "Дата": "18.11.2099",
    "Начало": "14:00",
    "Окончание": "15:30",
}


@pytest.fixture
def municipality():
    return MunicipalityFactory()


def bring(municipality, *rows, content=None, name="план.xlsx"):
    """Bring a file in and return its committed batch."""
    content = content if content is not None else xlsx(list(rows))
    batch = open_batch(municipality=municipality, kind="events", name=name, content=content, by=None)
    return commit_batch(batch=batch, clean_rows=True, by=None)


def ics(*events):
    """Return a calendar file. An event: its lines."""
    told = [f"BEGIN:VEVENT\r\nDTSTAMP:20270101T000000Z\r\n{each}\r\nEND:VEVENT" for each in events]
    return "\r\n".join(
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//ИРО//RU", *told, "END:VCALENDAR", ""]
    ).encode()


def cells(content):
    (grid,) = read_tables(content, "план.ics")
    return [dict(zip(COLUMNS, row, strict=True)) for row in grid.rows[1:]]


# --- Tables ---------------------------------------------------------------------------------------------------------
def test_what_is_to_come_takes_registrations_and_what_is_over_waits(municipality):
    bring(municipality, ROW, ROW | {"Номер": "119", "Дата": "18.11.2020", "Мероприятие": "Семинар"})

    ahead, over = Event.objects.order_by("-held_on")
    assert (ahead.held_on, ahead.starts_time, ahead.ends_time) == (DAY, dt.time(14), dt.time(15, 30))
    assert (ahead.state, ahead.level, over.state) == ("open", "regional", "planned")


def test_the_same_list_again_is_no_news(municipality):
    bring(municipality, ROW)

    again = bring(municipality, ROW)

    assert Event.objects.count() == 1
    assert again.counts["unchanged"] == 1


def test_a_number_finds_what_was_renamed_and_moved_and_those_who_go_there_are_told(municipality):
    bring(municipality, ROW)
    person = PersonFactory(municipality=municipality, user=UserFactory())
    facts.RegistrationFactory(event=Event.objects.get(), person=person)
    Event.objects.update(state="planned")

    again = bring(municipality, ROW | {"Мероприятие": "Вебинар для всех", "Дата": "20.11.2099"})

    event = Event.objects.get()
    assert (again.counts["changed"], event.title, event.held_on) == (
        1,
        "Вебинар для всех",
        dt.date(2099, 11, 20),
    )
    assert event.state == "planned"
    assert Notice.objects.get().user == person.user


def test_without_a_number_title_and_day_tell_which_it_is(municipality):
    event = facts.EventFactory(municipality=municipality, title="Вебинар", held_on=DAY, state="planned")

    bring(municipality, {"Мероприятие": "ВЕБИНАР", "Дата": "18.11.2099", "Место": "ИРО"})
    bring(municipality, ROW)

    found = Event.objects.get()
    assert (found.pk, found.level, found.place, found.uid) == (event.pk, "municipal", "ИРО", "118")


def test_two_of_one_title_and_day_with_numbers_of_their_own_are_two(municipality):
    bring(municipality, ROW)

    again = open_batch(
        municipality=municipality,
        kind="events",
        name="план.xlsx",
        content=xlsx([ROW | {"Номер": "120", "Уровень": "федеральный"}]),
        by=None,
    )

    assert again.counts["new"] == 1


@pytest.mark.parametrize(
    ("said", "column", "reason"),
    [
        ({"Окончание": "13:00"}, "Окончание", "«Окончание» раньше, чем «Начало»."),
        ({"Начало": ""}, "Начало", "Укажите и начало."),
        ({"Начало": "в обед"}, "Начало", "Нужно время: ЧЧ:ММ."),
        ({"Последний день": "17.11.2099"}, "Последний день", "«Последний день» раньше, чем «Дата»."),
        ({"Отменено": "да"}, "Отменено", "Организатор отменил это событие: вносить нечего."),
    ],
)
def test_a_row_that_cannot_be_says_why(municipality, said, column, reason):
    batch = open_batch(
        municipality=municipality, kind="events", name="план.xlsx", content=xlsx([ROW | said]), by=None
    )

    (refusal,) = batch.rows.get().refusals
    assert (refusal["column"], refusal["reason"]) == (column, reason)


def test_what_was_called_off_there_is_called_off_here_by_a_person(municipality):
    bring(municipality, ROW)

    batch = open_batch(
        municipality=municipality,
        kind="events",
        name="план.xlsx",
        content=xlsx([ROW | {"Отменено": "да"}]),
        by=None,
    )

    assert "отмените его на странице события" in batch.rows.get().refusals[0]["reason"]


def test_a_list_can_be_taken_back(municipality):
    bring(municipality, ROW)
    moved = bring(municipality, ROW | {"Начало": "10:00"})
    assert Event.objects.get().starts_time == dt.time(10)

    undo_batch(batch=moved, by=None)

    assert Event.objects.get().starts_time == dt.time(14)


def test_an_event_is_offered_to_those_it_is_for(municipality):
    physics = TermFactory(vocabulary="subject", key="physics", title="физика")
    school = OrganizationFactory(municipality=municipality)
    teacher = EmploymentFactory(organization=school, category="teaching", person__user=UserFactory())
    teacher.subjects.add(physics)
    head = EmploymentFactory(organization=school, category="managing", person__user=UserFactory())

    bring(
        municipality,
        ROW | {"Номер": "1", "Мероприятие": "Всем"},
        ROW | {"Номер": "2", "Мероприятие": "Руководителям", "Кому": "руководитель"},
        ROW | {"Номер": "3", "Мероприятие": "Физикам", "Кому": "педагог", "Предметы": "физика"},
    )

    offered = {
        job: set(offered_events(job.person.user).values_list("title", flat=True)) for job in (teacher, head)
    }
    assert offered == {teacher: {"Всем", "Физикам"}, head: {"Всем", "Руководителям"}}


def test_a_region_brings_in_events_and_nothing_else(client):
    grant = GrantFactory(role=Role.REGION, municipality=None, region=RegionFactory())
    here = MunicipalityFactory(region=grant.region)
    client.force_login(grant.user)

    def post(kind):
        file = SimpleUploadedFile("план.xlsx", xlsx([ROW]))
        return client.post(reverse("imports:batch_create"), {"kind": kind, "file": file})

    assert post("people").status_code == 422
    batch = ImportBatch.objects.get(municipality=here) if post("events").status_code == 302 else None
    assert client.post(reverse("imports:batch_commit", args=[batch.pk])).status_code == 302
    assert Event.objects.get().municipality == here


# --- Calendar files -------------------------------------------------------------------------------------------------
def test_a_calendar_file_is_brought_in_as_a_table_is(municipality):
    content = ics(
        "UID:118@iro\r\nSUMMARY:Вебинар\r\nDTSTART:20991118T060000Z\r\nDTEND:20991118T073000Z\r\nLOCATION:ИРО"
    )

    bring(municipality, content=content, name="план.ics")
    bring(municipality, content=content.replace(b"060000Z", b"050000Z"), name="план.ics")

    event = Event.objects.get()
    here = timezone.localtime(dt.datetime(2099, 11, 18, 5, tzinfo=dt.UTC)).time()
    assert (event.uid, event.title, event.held_on, event.place) == ("118@iro", "Вебинар", DAY, "ИРО")
    assert event.starts_time == here


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("DTSTART;VALUE=DATE:20271118\r\nDTEND;VALUE=DATE:20271119", ("18.11.2027", "", "", "")),
        ("DTSTART;VALUE=DATE:20271118\r\nDTEND;VALUE=DATE:20271121", ("18.11.2027", "20.11.2027", "", "")),
        ("DTSTART:20271118T140000\r\nDURATION:PT1H30M", ("18.11.2027", "", "14:00", "15:30")),
        ("DTSTART:20271118T140000", ("18.11.2027", "", "14:00", "")),
        ("DTSTART:20271118T220000\r\nDTEND:20271119T000000", ("18.11.2027", "", "22:00", "23:59")),
        ("DTSTART:20271118T140000\r\nRRULE:FREQ=WEEKLY", ("повторяется", "", "14:00", "")),
        ("DESCRIPTION:без дня", ("", "", "", "")),
        ("DTSTART:завтра", ("завтра", "", "", "")),
    ],
)
def test_days_and_hours_of_a_calendar_are_those_of_a_table(lines, told):
    (found,) = cells(ics(f"UID:1\r\nSUMMARY:Семинар\r\n{lines}"))

    assert tuple(found[name] for name in ("Дата", "Последний день", "Начало", "Окончание")) == told


def test_one_day_of_several_has_a_number_of_its_own():
    first, moved = cells(
        ics(
            "UID:1\r\nDTSTART:20271118T140000",
            "UID:1\r\nRECURRENCE-ID:20271125T140000\r\nDTSTART:20271126T140000\r\nSTATUS:CANCELLED",
        )
    )

    assert (first["Номер"], moved["Номер"], moved["Отменено"]) == ("1", "1/20271125", "да")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (ics(), "В календаре «план.ics» нет ни одного события. Выгрузите календарь заново или пришлите таблицу Excel."),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:\x00\r\n", "нет ни одного события"),
        (b"BEGIN:VCALENDAR\r\n\xff\xfe", "прочитать его не удалось"),
        (ics("UID:1\r\nDTSTART:20271118T140000\r\nDURATION:много"), "прочитать его не удалось"),
    ],
)  # fmt: skip
def test_a_bad_calendar_gets_a_sentence(content, said):
    with pytest.raises(UnreadableFile) as refused:
        read_tables(content, "план.ics")

    assert said in str(refused.value)
