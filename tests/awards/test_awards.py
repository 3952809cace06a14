import datetime as dt
from io import BytesIO

import docx
import factory
import pytest
from django.urls import reverse
from django.utils import timezone

from masterstvo.awards.actions import (
    NotFitting,
    NothingToWrite,
    NotNow,
    draft_protocol,
    move_nomination,
    remove_given,
    set_papers,
)
from masterstvo.awards.queries import conditions, earlier_awards, never_rewarded
from masterstvo.core.models import AuditRecord
from masterstvo.documents.models import Attachment, Document
from masterstvo.inbox.actions import send_letters
from masterstvo.inbox.models import Notice
from masterstvo.organizations.choices import Role
from masterstvo.people.models import Export, Person
from tests.editing import sent_by
from tests.factories import facts
from tests.factories.awards import AwardFactory, GivenAwardFactory, NominationFactory
from tests.factories.contests import EntryFactory
from tests.factories.organizations import GrantFactory
from tests.factories.people import EmploymentFactory, PersonFactory
from tests.factories.practices import banked

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 3, 1)


def known(nomination):
    return {
        each.title.replace("\xa0", " "): (each.known.replace("\xa0", " "), each.holds)
        for each in conditions(nomination, TODAY)
    }


def test_what_an_award_asks_stands_beside_what_is_known():
    award = AwardFactory(years=10, after=5, papers="Представление\nСправка")
    person = PersonFactory(teaching_since=dt.date(2017, 9, 1))
    GivenAwardFactory(person=person, given_on=dt.date(2022, 5, 1))
    nomination = NominationFactory(award=award, person=person, papers=["Справка"])

    assert known(nomination) == {
        "Стаж от 10 лет": ("8 лет", False),
        "Через 5 лет после прежней": ("последняя 01.05.2022", False),
        "Документы": ("нет: Представление", False),
    }


def test_years_are_said_as_people_say_them():
    nomination = NominationFactory(award=AwardFactory(years=1, after=2))

    assert list(known(nomination))[:2] == ["Стаж от 1 года", "Через 2 года после прежней"]


def test_the_award_that_a_nomination_brought_is_not_the_one_before_it():
    person = PersonFactory()
    brought = GivenAwardFactory(person=person, given_on=TODAY)
    nomination = NominationFactory(
        award=AwardFactory(after=2), person=person, state="granted", given=brought, decided_on=TODAY
    )

    assert known(nomination)["Через 2 года после прежней"] == ("наград нет", True)


def test_what_nobody_entered_is_unknown_and_does_not_refuse():
    nomination = NominationFactory(award=AwardFactory(years=10), person__teaching_since=None)

    assert known(nomination)["Стаж от 10 лет"] == ("стаж не внесён", None)
    assert move_nomination(nomination, state="sent", by=None).state == "sent"


def test_places_of_a_year_and_of_an_organization_run_out():
    award = AwardFactory(most=2, most_of_organization=1)
    job = EmploymentFactory()
    first, second, third, fourth = (
        NominationFactory(award=award, organization=organization)
        for organization in (job.organization, job.organization, None, EmploymentFactory().organization)
    )
    move_nomination(first, state="sent", by=None)
    with pytest.raises(NotFitting, match="Мест от организации за год: занято 1 из 1"):
        move_nomination(second, state="sent", by=None)
    move_nomination(third, state="sent", by=None)

    with pytest.raises(NotFitting, match="Мест на награду за год: занято 2 из 2"):
        move_nomination(fourth, state="sent", by=None)


def test_a_granted_nomination_is_an_award_of_the_person_and_steps_are_not_jumped_over():
    nomination = NominationFactory()
    with pytest.raises(NotNow):
        move_nomination(nomination, state="granted", by=None)

    for state in ("sent", "supported", "granted"):
        move_nomination(nomination, state=state, words="приказ № 7", by=None, today=TODAY)

    given = nomination.person.awards.get()
    assert (given.title, given.given_on, given.basis) == (nomination.award.title, TODAY, "приказ № 7")
    with pytest.raises(NotNow, match="у комиссии"):
        set_papers(nomination, merits="Другое", papers=[], by=None)


def test_a_wrongly_entered_award_goes_and_its_nomination_waits_for_the_decision_again():
    nomination = NominationFactory(state="supported", decided_on=TODAY)
    move_nomination(nomination, state="granted", words="приказ № 1", by=None, today=TODAY)

    remove_given(nomination.given, by=None, reason="Не тот человек")

    nomination.refresh_from_db()
    assert (nomination.state, nomination.given, nomination.words) == ("supported", None, "")
    assert not nomination.person.awards.exists()
    assert AuditRecord.objects.get(action="awards.remove_given").reason == "Не тот человек"


def test_an_award_is_corrected_and_removed_on_the_list_of_all(client):
    job = EmploymentFactory()
    given = GivenAwardFactory(person=job.person)
    client.force_login(GrantFactory(role=Role.METHODIST, municipality=job.organization.municipality).user)
    edit, delete = (reverse(f"awards:given_{name}", args=[given.pk]) for name in ("edit", "delete"))
    sent = sent_by(client.get(edit)) | {"title": "Почётная грамота", "reason": "Опечатка"}

    assert edit in client.get(reverse("awards:given_list")).content.decode()
    assert client.post(edit, sent).status_code == 302
    given.refresh_from_db()
    assert given.title == "Почётная грамота"
    assert client.post(delete, {"reason": "Внесли дважды"}).status_code == 302
    assert not job.person.awards.exists()


def test_a_school_leaves_the_commissions_award_alone_and_removes_its_own(client, own):
    move_nomination(own, state="sent", by=None)
    move_nomination(own, state="supported", by=None)
    move_nomination(own, state="granted", words="приказ № 7", by=None)
    entered = GivenAwardFactory(person=own.person)
    client.force_login(of_school(own))

    answers = [
        client.post(reverse("awards:given_delete", args=[each.pk]), {"reason": "Ошибка"}).status_code
        for each in (own.given, entered)
    ]

    assert answers == [403, 302]


def test_a_granted_nomination_stands_in_the_protocol_of_the_commission():
    nomination = NominationFactory(state="supported", decided_on=TODAY)
    move_nomination(nomination, state="granted", words="приказ № 1", by=None, today=TODAY)

    protocol = draft_protocol(municipality=nomination.award.municipality, year=2026, by=None)

    (line,) = protocol.people.all()
    assert line.note.endswith("комиссия поддержала; наградили. приказ № 1")


def test_a_decision_written_by_mistake_is_taken_back_until_a_protocol_names_it(client):
    nomination = NominationFactory(state="declined", decided_on=TODAY)
    url = reverse("awards:nomination_move", args=[nomination.pk])
    client.force_login(GrantFactory(role=Role.HEAD, municipality=nomination.award.municipality).user)

    client.post(url, {"state": "sent"})
    nomination.refresh_from_db()
    assert nomination.state == "declined"
    client.post(url, {"state": "sent", "words": "Не та строка"})
    client.post(url, {"state": "supported"})
    draft_protocol(municipality=nomination.award.municipality, year=nomination.year, by=None)
    client.post(url, {"state": "sent", "words": "Опять не та"})
    client.post(url, {"state": "refused", "words": "Нет мест"})
    client.post(url, {"state": "supported", "words": "Место нашлось"})
    client.post(url, {"state": "granted", "words": "приказ № 9", "given_on": "01.02.2026"})

    nomination.refresh_from_db()
    assert (nomination.state, nomination.given.given_on) == ("granted", dt.date(2026, 2, 1))


def test_a_refusal_says_why():
    nomination = NominationFactory(state="sent")

    with pytest.raises(NotNow, match="Напишите, почему"):
        move_nomination(nomination, state="declined", by=None)


def test_the_protocol_names_every_decision_once():
    nomination = NominationFactory(state="supported", decided_on=TODAY, words="единогласно")
    municipality = nomination.award.municipality

    protocol = draft_protocol(municipality=municipality, year=2026, by=None)

    assert [each.person for each in protocol.people.all()] == [nomination.person]
    with pytest.raises(NothingToWrite):
        draft_protocol(municipality=municipality, year=2026, by=None)


def test_who_has_no_award_is_told_with_numbers_by_years_of_teaching():
    old, young = (PersonFactory(teaching_since=dt.date(year, 9, 1)) for year in (1999, 2021))
    GivenAwardFactory(person=PersonFactory())
    NominationFactory(state="sent")
    EntryFactory(person=old, result="winner", held_on=TODAY)
    EntryFactory(person=old, result="participant", held_on=TODAY)
    facts.MentorshipFactory(mentor=old, mentee=young)
    banked(author=old)

    told = list(never_rewarded(Person.objects.filter(pk__in=[old.pk, young.pk]), TODAY))

    assert told == [old, young]
    assert (told[0].n_wins, told[0].n_pairs, told[0].n_practices) == (1, 1, 1)
    assert (told[1].n_wins, told[1].n_pairs, told[1].n_practices) == (0, 0, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_pages_do_not_query_more_for_more_rows(client, count, django_assert_num_queries):
    job = EmploymentFactory()
    here = job.organization.municipality
    for _ in range(count):
        NominationFactory(
            award__municipality=here, person=EmploymentFactory(organization=job.organization).person
        )
        EmploymentFactory(organization=job.organization)
    nomination = NominationFactory(award__municipality=here, person=job.person)
    GivenAwardFactory.create_batch(count, person=job.person, title=factory.Sequence("Грамота {}".format))
    client.force_login(GrantFactory(role=Role.METHODIST, municipality=here).user)

    for name, args, n_queries in (
        ("nomination_list", [], 9),
        ("nomination_detail", [nomination.pk], 14),
        ("merit_list", [], 12),
        ("given_list", [], 13),
    ):
        with django_assert_num_queries(n_queries):
            assert client.get(reverse(f"awards:{name}", args=args)).status_code == 200


def test_a_school_sends_its_own_and_the_commission_decides(client):
    job = EmploymentFactory()
    nomination = NominationFactory(
        award__municipality=job.organization.municipality, person=job.person, organization=job.organization
    )
    url = reverse("awards:nomination_move", args=[nomination.pk])
    client.force_login(
        GrantFactory(role=Role.ORGANIZATION, municipality=None, organization=job.organization).user
    )

    client.post(url, {"state": "sent"})
    client.post(url, {"state": "supported"})
    nomination.refresh_from_db()
    assert nomination.state == "sent"

    client.force_login(GrantFactory(role=Role.HEAD, municipality=job.organization.municipality).user)
    client.post(url, {"state": "supported", "words": "единогласно"})
    nomination.refresh_from_db()
    assert (nomination.state, nomination.decided_on) == ("supported", timezone.localdate())


@pytest.fixture
def own():
    """A nomination by the school where the person works."""
    job = EmploymentFactory()
    return NominationFactory(
        award__municipality=job.organization.municipality, person=job.person, organization=job.organization
    )


def of_school(nomination):
    return GrantFactory(of_organization=True, organization=nomination.organization).user


def test_a_school_lays_scans_to_what_it_still_prepares_and_they_stand_on_its_page(client, own):
    client.force_login(of_school(own))
    sent = NominationFactory(
        award=own.award, person=own.person, organization=own.organization, year=2025, state="sent"
    )
    url = reverse("documents:document_create")
    paper = {
        "kind": "other",
        "title": "Характеристика",
        "dated_on": "2026-03-01",
        "organization": own.organization_id,
    }

    for number, each in enumerate((NominationFactory(), sent, own)):
        client.post(f"{url}?to=nomination-{each.pk}", paper | {"number": str(number)})

    assert [each.target for each in Attachment.objects.all()] == [own]
    laid = Document.objects.get(number="2")
    page = client.get(own.get_absolute_url()).content.decode()
    assert laid.get_absolute_url() in page
    assert f"{url}?to=nomination-{own.pk}" in page


def test_a_nomination_is_taken_away_on_paper_with_what_is_known_and_the_log_names_the_person(client, own):
    person, user = own.person, of_school(own)
    GivenAwardFactory(person=person, title="Грамота школы", basis="приказ № 3")
    EntryFactory(person=person, result="winner", held_on=TODAY)
    client.force_login(user)

    answer = client.get(own.get_absolute_url(), {"as": "docx"})

    paper = docx.Document(BytesIO(answer.content))
    rows = [
        [cell.text.replace("\xa0", " ") for cell in row.cells] for table in paper.tables for row in table.rows
    ]
    said = "\n".join(each.text for each in paper.paragraphs)
    told = dict(row for row in rows if len(row) == 2)
    assert told["Место работы"] == str(own.organization)
    assert told["Педагогический стаж"] == "не внесён"
    assert told["Победы и призовые места в конкурсах"] == "1"
    assert "Практики в банке" not in told
    assert any(row[0] == "Грамота школы" and row[3] == "приказ № 3" for row in rows)
    assert own.merits in said
    assert "Руководитель организации" in said
    export = Export.objects.get()
    assert (export.by, list(export.people.all())) == (user, [person])


def test_the_award_that_a_nomination_brought_is_not_among_the_earlier_ones(own):
    earlier = GivenAwardFactory(person=own.person)
    for state in ("sent", "supported", "granted"):
        move_nomination(own, state=state, words="приказ № 7", by=None, today=TODAY)

    assert list(earlier_awards(own, TODAY)) == [earlier]


def test_a_nomination_of_another_school_is_not_taken_away(client, own):
    client.force_login(of_school(NominationFactory(organization=EmploymentFactory().organization)))

    assert client.get(own.get_absolute_url(), {"as": "docx"}).status_code == 404
    assert not Export.objects.exists()


def test_the_authority_hears_of_what_is_sent_and_the_school_of_every_answer(own, mailoutbox):
    here, school = own.award.municipality, own.organization
    head, methodist, _ = (
        GrantFactory(role=role, municipality=here).user for role in (Role.HEAD, Role.METHODIST, Role.OBSERVER)
    )
    of_the_school = {
        GrantFactory(role=role, municipality=None, organization=school).user
        for role in (Role.ORGANIZATION, Role.CURATOR)
    }
    GrantFactory(
        of_organization=True, organization=EmploymentFactory(organization__municipality=here).organization
    )

    def heard(state, words="", by=None):
        known = set(Notice.objects.values_list("pk", flat=True))
        move_nomination(own, state=state, words=words, by=by, today=TODAY)
        return {each.user: each.text for each in Notice.objects.exclude(pk__in=known).select_related("user")}

    assert set(heard("sent")) == {head, methodist}
    assert set(heard("draft", "Нет справки")) == of_the_school
    assert set(heard("sent", by=head)) == {methodist}
    told = heard("declined", "Мест больше нет")

    assert set(told) == of_the_school
    assert all("Мест больше нет" in text and str(own.person) in text for text in told.values())
    send_letters(timezone.now().replace(hour=9))
    assert mailoutbox
    assert not any(own.person.last_name in each.body + each.subject for each in mailoutbox)
