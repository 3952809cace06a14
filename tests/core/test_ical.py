"""Calendar files, read by the library that wrote them and by one that did not."""

import datetime as dt
from zoneinfo import ZoneInfo

import icalendar
import vobject
from django.test import override_settings
from hypothesis import given, settings
from hypothesis import strategies as st

from masterstvo.core.ical import Entry, as_ical, clean

CHANGED = dt.datetime(2026, 11, 20, 3, 4, 5, tzinfo=dt.UTC)
SITE = "https://example.org"
texts = st.text(max_size=200)


def entry(**values):
    known = {
        "key": "events.event-1",
        "title": "Семинар",
        "starts_on": dt.date(2026, 12, 2),
        "changed_at": CHANGED,
    }
    return Entry(**known | values)


def only(**values):
    (found,) = icalendar.Calendar.from_ical(as_ical("Мой", [entry(**values)], site=SITE)).walk("VEVENT")
    return found


def test_a_whole_day_ends_on_the_day_after():
    assert only().decoded("dtstart") == dt.date(2026, 12, 2)
    assert only().decoded("dtend") == dt.date(2026, 12, 3)
    assert only(ends_on=dt.date(2026, 12, 5)).decoded("dtend") == dt.date(2026, 12, 5)
    assert only()["transp"] == "TRANSPARENT"


@override_settings(TIME_ZONE="Asia/Irkutsk")
def test_hours_are_those_of_the_municipality_wherever_they_are_read():
    timed = only(starts_time=dt.time(14), ends_time=dt.time(16, 30), takes_time=True)

    assert timed["dtstart"].params["TZID"] == "Asia/Irkutsk"
    assert timed.decoded("dtstart") == dt.datetime(2026, 12, 2, 6, tzinfo=dt.UTC)
    assert timed.decoded("dtend").astimezone(ZoneInfo("Europe/Moscow")).time() == dt.time(11, 30)
    assert timed["transp"] == "OPAQUE"


def test_hours_without_an_end_take_one():
    assert only(starts_time=dt.time(14)).decoded("dtend").time() == dt.time(15)


@override_settings(SITE="https://kabinet.example.org:8443")
def test_a_thing_has_one_name_for_ever_and_a_number_that_grows():
    before, after = only(), only(changed_at=CHANGED + dt.timedelta(seconds=1))

    assert before["uid"] == after["uid"] == "events.event-1@kabinet.example.org"
    assert after["sequence"] == before["sequence"] + 1
    assert after.decoded("last-modified") == CHANGED + dt.timedelta(seconds=1)


def test_what_was_called_off_stays_and_says_so():
    assert [str(only(status=each)["status"]) for each in ("coming", "uncertain", "done", "cancelled")] == [
        "CONFIRMED", "TENTATIVE", "CONFIRMED", "CANCELLED",
    ]  # fmt: skip


def test_what_only_pages_show_is_in_no_file():
    assert "Ивановой".encode() not in as_ical("Мой", [entry(inside="Позвонить Ивановой")], site=SITE)


def test_lines_are_folded_between_characters():
    written = as_ical("Мой", [entry(title="Ж" * 200 + "; зал, 1\nвторая")], site=SITE)

    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    assert only(title="Ж" * 200 + "; зал, 1\nвторая")["summary"] == "Ж" * 200 + "; зал, 1\nвторая"


@settings(max_examples=15, deadline=None)
@given(texts, texts, texts)
def test_a_client_that_did_not_write_it_reads_the_same(title, place, note):
    written = as_ical("Мой", [entry(title=title, place=place, note=note, starts_time=dt.time(9))], site=SITE)

    read = vobject.readOne(written.decode()).vevent

    assert read.summary.value == clean(title)
    assert (read.location.value if hasattr(read, "location") else "") == clean(place)
    assert (read.description.value if hasattr(read, "description") else "") == clean(note)
    assert read.dtstart.value.utcoffset() == dt.timedelta(hours=8)


def test_the_same_things_give_the_same_file():
    assert as_ical("Мой", [entry(starts_time=dt.time(9))], site=SITE) == as_ical(
        "Мой", [entry(starts_time=dt.time(9))], site=SITE
    )
