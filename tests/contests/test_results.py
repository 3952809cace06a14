import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from docx import Document

from masterstvo.contests.actions.letter import thank_schools
from masterstvo.contests.actions.paper import NoResultsYet, draft_paper
from masterstvo.contests.actions.result import (
    NobodyToDecide,
    NotYet,
    correct_result,
    issue_diplomas,
    move_on,
    propose_results,
    publish_results,
    revoke_paper,
    winners,
)
from masterstvo.contests.models import Diploma, Entry, Letter
from masterstvo.contests.printing import as_pdf, words_of
from masterstvo.core.errors import NeedsReason
from masterstvo.core.models import Term
from masterstvo.inbox.models import Notice
from masterstvo.indicators.evaluation.lookups import records
from masterstvo.indicators.registry import facts
from tests.factories.accounts import UserFactory
from tests.factories.assessments import VersionFactory
from tests.factories.contests import (
    ContestFactory,
    CriteriaFactory,
    DiplomaFactory,
    EntryFactory,
    NominationFactory,
    PhaseFactory,
)
from tests.factories.organizations import OrganizationFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def contest():
    contest = ContestFactory(own=True, moves_to=ContestFactory(level="regional"))
    PhaseFactory(contest=contest, kind="decision")
    return contest


def admitted(contest, **values):
    return EntryFactory(sent=True, contest=contest, state="admitted", **values)


def decided(contest, *entries):
    propose_results(contest, decisions={each.pk: ("winner", 1) for each in entries}, by=None)
    publish_results(contest, by=None)
    contest.refresh_from_db()


def test_results_stay_hidden_until_all_are_announced_at_once(contest):
    first, second = admitted(contest), admitted(contest)
    propose_results(contest, decisions={first.pk: ("winner", 1)}, by=None)
    assert set(Entry.objects.values_list("result", flat=True)) == {""}

    assert publish_results(contest, by=None) == 2

    told = {each.pk: (each.result, each.place, each.held_on) for each in contest.entries.all()}
    assert told == {first.pk: ("winner", 1, TODAY), second.pk: ("participant", None, TODAY)}


def test_nothing_is_announced_before_its_phase_or_without_a_decision(contest):
    admitted(contest)
    with pytest.raises(NobodyToDecide, match="внесите решение"):
        publish_results(contest, by=None)
    contest.phases.update(starts_on="2098-01-01")
    with pytest.raises(NotYet, match="ещё не начался"):
        publish_results(contest, by=None)


def test_an_entry_proves_nothing_before_its_result_and_a_fact_afterwards(contest):
    entry = admitted(contest)
    fact = facts()["contests"]
    counted = records(fact)
    assert not counted.exists()  # nor is it told among the reasons of a number: a juror reads those too

    decided(contest, entry)

    assert fact.line(counted.get()).startswith(f"«{contest.title}», {TODAY:%d.%m.%Y}")


def test_winners_move_on_once(contest):
    entry = admitted(contest)
    decided(contest, entry)

    (moved,) = move_on(contest, entries=winners(contest), by=None)
    assert (moved.contest, moved.person, moved.moved_from, moved.result) == (
        contest.moves_to,
        entry.person,
        entry,
        "",
    )
    assert move_on(contest, entries=winners(contest), by=None) == []


def test_a_diploma_is_verified_by_anybody_and_says_when_it_was_taken_back(contest, client):
    decided(contest, admitted(contest, person__last_name="Победилова"))
    assert issue_diplomas(contest, by=None) == 1
    diploma = Diploma.objects.get()
    url = reverse("contests:diploma_verify", args=[diploma.code])

    assert "Победилова" in client.get(url).content.decode()
    assert client.get(url, {"as": "pdf"})["Content-Type"] == "application/pdf"

    revoke_paper(diploma, reason="опечатка", by=None)
    assert "Отозван" in client.get(url).content.decode()
    assert client.get(url, {"as": "pdf"})["Content-Type"].startswith("text/html")


def test_the_year_is_no_part_of_the_title_and_a_label_is_not_said_twice(contest, client):
    entry = admitted(contest, nomination=NominationFactory(contest=contest, title="Урок"))
    decided(contest, entry)
    issue_diplomas(contest, by=None)
    diploma = Diploma.objects.get()
    diploma.contest_title = "Цифровой урок, 2026"
    diploma.save()

    page = client.get(diploma.get_absolute_url()).content.decode().replace("\xa0", " ")

    assert words_of(diploma).contest.replace("\xa0", " ") == "Конкурс «Цифровой урок», 2026"
    assert "<dt>Конкурс</dt><dd>«Цифровой урок», 2026</dd><dt>Номинация</dt><dd>«Урок»</dd>" in page


def test_a_revoked_diploma_is_issued_anew(contest):
    decided(contest, admitted(contest))
    issue_diplomas(contest, by=None)
    revoke_paper(Diploma.objects.get(), reason="опечатка", by=None)

    assert issue_diplomas(contest, by=None) == 1
    assert Diploma.objects.filter(revoked_on=None).count() == 1


def test_an_announced_result_is_put_right_with_a_reason_once_no_diploma_says_otherwise(contest):
    user = UserFactory()
    entry = admitted(contest, person__user=user)
    decided(contest, entry)
    issue_diplomas(contest, by=None)
    with pytest.raises(NotYet, match="Сначала отзовите"):
        correct_result(entry, result="prize_winner", place=2, reason="Опечатка", by=None)
    revoke_paper(Diploma.objects.get(), reason="опечатка", by=None)
    with pytest.raises(NeedsReason):
        correct_result(entry, result="prize_winner", place=2, reason="", by=None)

    correct_result(entry, result="prize_winner", place=2, reason="Опечатка", by=None)

    entry.refresh_from_db()
    assert (entry.result, entry.place) == ("prize_winner", 2)
    assert Notice.objects.filter(user=user, text__contains="Опечатка").exists()
    issue_diplomas(contest, by=None)
    assert Diploma.objects.get(revoked_on=None).achievement == "призёр, 2 место"


def test_a_winner_who_has_moved_on_stays_one_until_the_next_entry_is_taken_back(contest):
    entry = admitted(contest)
    decided(contest, entry)
    move_on(contest, entries=winners(contest), by=None)

    with pytest.raises(NotYet, match="следующий этап"):
        correct_result(entry, result="participant", reason="Опечатка", by=None)


def test_whoever_began_an_entry_of_the_next_level_has_no_second_one(contest):
    following = ContestFactory(own=True, level="regional", municipality=contest.municipality)
    contest.moves_to = following
    contest.save()
    entry = admitted(contest)
    decided(contest, entry)
    begun = EntryFactory(sent=True, contest=following, person=entry.person, state="draft")

    assert move_on(contest, entries=winners(contest), by=None) == [begun]
    assert following.entries.get().moved_from == entry


def test_numbers_of_diplomas_have_no_gaps(contest):
    decided(contest, admitted(contest), admitted(contest))
    issue_diplomas(contest, by=None)

    assert list(Diploma.objects.values_list("ordinal", flat=True)) == [1, 2]
    with pytest.raises(NobodyToDecide, match="у всех"):
        issue_diplomas(contest, by=None)


def test_a_paper_is_headed_by_what_it_is_in_the_words_of_the_authority(contest):
    winner, other = admitted(contest), admitted(contest)
    decided(contest, winner)
    Term.objects.filter(vocabulary="contest_paper", key="participant").update(title="Свидетельство")

    issue_diplomas(contest, by=None)

    assert str(winner.diplomas.get()).startswith("Диплом победителя № ")
    assert words_of(other.diplomas.get()).heading == "Свидетельство"


def test_the_same_diplomas_give_the_same_bytes():
    diploma = DiplomaFactory()

    first, second = (as_pdf([diploma], address=lambda each: "https://example.org/d") for _ in range(2))
    assert first == second


def test_the_order_of_results_names_those_above_taking_part(contest):
    winner, other = admitted(contest), admitted(contest)
    with pytest.raises(NoResultsYet):
        draft_paper(contest, paper="results_order", by=None)
    decided(contest, winner)

    document = draft_paper(contest, paper="results_order", by=None)

    assert list(document.people.values_list("person", "note")) == [(winner.person_id, "победитель, 1 место")]
    assert other.person_id not in document.people.values_list("person", flat=True)


def test_the_order_of_results_names_organizations_in_its_text(contest):
    winner, other = (
        admitted(contest, person=None, organization=OrganizationFactory(municipality=contest.municipality))
        for _ in range(2)
    )
    decided(contest, winner)

    document = draft_paper(contest, paper="results_order", by=None)

    assert f"{winner.organization}: победитель, 1 место." in document.body.splitlines()
    assert str(other.organization) not in document.body


def test_regulations_tell_all_that_jurors_mark_by(contest):
    steps = [
        {"key": "a", "label": "Слабо", "points": 0, "descriptor": "нет цели"},
        {"key": "b", "label": "Сильно", "points": 4, "descriptor": "цель измерима"},
    ]
    asked = {"key": "q", "text": "Цель", "hint": "Смотрите введение", "weight": 2}
    asked |= {"scale": {"kind": "levels", "options": steps}}
    section = {"key": "idea", "title": "Замысел", "weight": 3, "criteria": [asked]}
    version = VersionFactory(content={"levels": [], "sections": [section]}, instrument__title="Лист жюри")
    CriteriaFactory(contest=contest, version=version, weight=5)

    told = draft_paper(contest, paper="regulations", by=None).body.splitlines()

    place = told.index("Лист жюри, оценка работ, вес 5.")
    assert told[place + 1 : place + 5] == [
        "Замысел (вес 3).",
        "Цель. Наибольший балл 4, вес 2. Смотрите введение.",
        "– Слабо, 0: нет цели.",
        "– Сильно, 4: цель измерима.",
    ]


def test_regulations_are_drafted_from_what_the_contest_says(contest):
    document = draft_paper(contest, paper="regulations", by=None)

    assert "под шифром" in document.body
    assert draft_paper(contest, paper="regulations", by=None) == document
    contest.refresh_from_db()
    assert contest.regulations == document


def own_template(text):
    document = Document()
    document.add_paragraph(text)
    buffer = io.BytesIO()
    document.save(buffer)
    return SimpleUploadedFile("шаблон.docx", buffer.getvalue())


def test_a_diploma_is_written_by_the_authoritys_own_template(contest, sign_in, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    decided(contest, admitted(contest, person__last_name="Победилова"))
    issue_diplomas(contest, by=None)
    diploma, client = Diploma.objects.get(), sign_in(municipality=contest.municipality)
    url = reverse("contests:contest_results", args=[contest.pk])

    refused = client.post(url, {"template": "set", "file": own_template("{{ кличка }}")})
    assert refused.status_code == 422
    usual = client.get(url, {"word": diploma.pk}).content
    client.post(url, {"template": "set", "file": own_template("Награждается {{ имя }}: {{ результат }}")})

    told = [
        [line.text for line in Document(io.BytesIO(each)).paragraphs]
        for each in (usual, client.get(url, {"word": diploma.pk}).content)
    ]
    assert "ДИПЛОМ ПОБЕДИТЕЛЯ" in told[0]
    assert told[1] == [f"Награждается {diploma.name}: победитель, 1 место"]


def test_results_are_announced_once_looked_at_and_put_right_on_the_same_page(contest, sign_in):
    entry = admitted(contest)
    propose_results(contest, decisions={entry.pk: ("winner", 1)}, by=None)
    client = sign_in(municipality=contest.municipality)
    url = reverse("contests:contest_results", args=[contest.pk])
    assert "проверено" in client.post(url, {"do": "publish"}, follow=True).content.decode()

    client.post(url, {"do": "publish", "sure": "1"})
    right = {"do": "correct", "entry": entry.pk, "result": "prize_winner", "place": "2", "reason": "Опечатка"}
    client.post(url, right)

    entry.refresh_from_db()
    assert (entry.result, entry.place) == ("prize_winner", 2)


def test_a_place_needs_a_result_above_taking_part_and_what_was_typed_comes_back(contest, sign_in):
    entry = admitted(contest)
    client = sign_in(municipality=contest.municipality)
    url = reverse("contests:contest_results", args=[contest.pk])
    sent = {f"result-{entry.pk}": "participant", f"place-{entry.pk}": "4", "do": "propose"}
    refused = client.post(url, sent)
    assert (refused.status_code, 'value="4"' in refused.content.decode()) == (422, True)
    decided(contest, entry)

    right = {"do": "correct", "entry": entry.pk, "result": "participant", "place": "1", "reason": "Опечатка"}
    refused = client.post(url, right)

    assert refused.status_code == 422
    assert 'value="Опечатка"' in refused.content.decode()
    entry.refresh_from_db()
    assert (entry.result, entry.place) == ("winner", 1)


def test_a_letter_for_winners_is_taken_back_before_the_only_one_of_them_is_corrected(contest):
    school = OrganizationFactory(municipality=contest.municipality)
    first, second = admitted(contest, organization=school), admitted(contest, organization=school)
    decided(contest, first, second)
    thank_schools(contest, by=None)
    correct_result(first, result="laureate", reason="Опечатка", by=None)  # the other one still won

    with pytest.raises(NotYet, match="письмо .*Сначала отзовите"):
        correct_result(second, result="laureate", reason="Опечатка", by=None)
    revoke_paper(Letter.objects.get(), reason="опечатка", by=None)
    correct_result(second, result="laureate", reason="Опечатка", by=None)


def test_whoever_corrects_a_result_hears_what_the_order_still_says(contest, sign_in):
    entry = admitted(contest)
    decided(contest, entry)
    order = draft_paper(contest, paper="results_order", by=None)
    client = sign_in(municipality=contest.municipality)
    url = reverse("contests:contest_results", args=[contest.pk])
    right = {"do": "correct", "entry": entry.pk, "result": "laureate", "place": "", "reason": "Опечатка"}

    assert "составьте его заново" in client.post(url, right, follow=True).content.decode()
    type(order).objects.filter(pk=order.pk).update(state="signed", number="7", dated_on=TODAY)
    again = client.post(url, right | {"result": "winner", "place": "1"}, follow=True)
    assert "подписан с прежним итогом" in again.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_of_one_winner_and_of_three(
    contest, sign_in, django_assert_num_queries, count
):
    decided(contest, *(admitted(contest) for _ in range(count)))
    client = sign_in(municipality=contest.municipality)
    url = reverse("contests:contest_results", args=[contest.pk])
    client.get(url)

    with django_assert_num_queries(25):
        assert f"На следующий этап: {count}" in client.get(url).content.decode()
