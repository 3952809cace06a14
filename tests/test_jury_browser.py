"""A contest in a real browser: 30 works, 6 jurors, planted conflicts, one extreme juror → marks, protocol, orders, diplomas."""

import re

import docx
import pytest
from django.urls import reverse
from django.utils import timezone

from masterstvo.contests.models import Assignment, Diploma, MarkSheet
from masterstvo.documents.actions import sign_document
from masterstvo.documents.models import Document
from masterstvo.organizations.choices import Role
from tests.browser import go, look, press
from tests.contests.juries import contest_with_jury, mark_all
from tests.factories.documents import RegisterFactory
from tests.factories.facts import MentorshipFactory, RecusalFactory
from tests.factories.organizations import GrantFactory
from tests.factories.people import EmploymentFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def plain(text):
    return text.replace("\u00a0", " ")


def words(page, where="main"):
    return plain(page.locator(where).inner_text())


@pytest.fixture
def contest():
    """Thirty works, six jurors, three of whom may not judge a work each; the second is sterner than the others by far."""
    contest = contest_with_jury(
        n_entries=30, n_jurors=6, jurors_per_entry=3, correction="additive", tie_breaks=["part:idea"]
    )
    jury, entries = list(contest.jury.order_by("pk")), list(contest.entries.order_by("code"))
    EmploymentFactory(
        person=jury[0].appointment.person, organization=entries[0].organization, basis="internal"
    )
    MentorshipFactory(mentor=jury[1].appointment.person, mentee=entries[1].person)
    RecusalFactory(expert=jury[2].appointment.person, person=entries[2].person, ground="relative")
    return contest


def test_a_contest_from_its_jury_to_a_diploma_that_anybody_can_verify(open_as, open_page, contest, tmp_path):
    methodist = GrantFactory(role=Role.METHODIST, municipality=contest.municipality).user
    jury, entries = list(contest.jury.order_by("pk")), list(contest.entries.order_by("code"))
    today = timezone.localdate()

    # The organizer gives the works out; the three planted conflicts are found, none is missed.
    desk = open_as(methodist, reverse("contests:jury_detail", args=[contest.pk]))
    look(desk)
    press(desk, "Распределить работы")
    assert "Роздано экспертам: 90 назначений. Обошли конфликты интересов: 3 пары" in words(desk)
    given = set(Assignment.objects.values_list("member", "entry"))
    planted = {(jury[number].pk, entries[number].pk) for number in range(3)}
    assert (len(given), given & planted) == (90, set())

    # Everybody marks, the last sheet is filled on a phone.
    last = Assignment.objects.filter(member=jury[5]).order_by("entry__code").first()
    mark_all(
        contest, lambda each: 95 - 2 * int(each.entry.code[1:]) - (30 if each.member_id == jury[1].pk else 0)
    )
    MarkSheet.objects.filter(assignment=last).update(answers={}, percent=None, finished_at=None)
    juror = jury[5].appointment.person.user
    phone = open_as(juror, reverse("contests:my_jury"), width=390)
    look(phone)
    phone.get_by_role("link", name=f"Работа {last.entry.code}").click()
    look(phone)
    assert last.entry.person.last_name not in words(phone)
    worth = str(95 - 2 * int(last.entry.code[1:]))
    for field in ("Новизна", "Качество"):
        phone.get_by_role("textbox", name=field).fill(worth)
        phone.get_by_role("textbox", name=field).blur()
    phone.get_by_text("Оценка готова и сохранена").wait_for()
    assert str(MarkSheet.objects.get(assignment=last).percent) == f"{worth}.00"

    # Places: the stern juror is named, the correction takes the severity off, the protocol has all marks.
    desk.goto(desk.url)
    assert f"{jury[1]}\nчлен жюри" in words(desk)
    assert "строже остальных на 2" in words(desk)
    desk.get_by_role("link", name="Места").click()
    look(desk)
    assert words(desk).index("К00") < words(desk).index("К01") < words(desk).index("К02")
    with desk.expect_download() as download:
        desk.get_by_role("link", name="Протокол в Word").click()
    download.value.save_as(tmp_path / "protocol.docx")
    table = docx.Document(str(tmp_path / "protocol.docx")).tables[-1]
    assert (len(table.rows), table.cell(1, 1).text) == (31, "К00")
    press(desk, "Протокол на подпись")
    go(desk, "contests:jury_ranking", contest.pk)
    press(desk, "Подвести итоги")
    assert "Итоги подведены." in words(desk)

    # Results are announced; orders get their numbers at signing; a diploma is verified without signing in.
    go(desk, "contests:contest_results", contest.pk)
    desk.get_by_label("Решение проверено").check()
    press(desk, "Объявить итоги")
    desk.get_by_role("button", name="Выдать дипломы").click()
    go(desk, "contests:contest_detail", contest.pk)
    look(desk)
    desk.get_by_role("button", name=re.compile("Составить.*Приказ об итогах")).click()
    desk.get_by_text("черновик в документах").wait_for()
    contest.refresh_from_db()
    register = RegisterFactory(municipality=contest.municipality, organization=None, pattern="{n}-к")
    for paper in (contest.protocol, contest.results_order):
        sign_document(paper, register=register, dated_on=today, today=today, by=methodist)
    assert [each.number for each in Document.objects.order_by("ordinal")] == ["1-к", "2-к"]
    assert contest.results_order.people.count() == 3
    winner = Diploma.objects.get(entry=entries[0])
    anybody = open_page(winner.get_absolute_url())
    assert "Действует" in words(anybody)
    assert str(entries[0].person) in words(anybody)
    assert "победитель, 1 место" in words(anybody)
