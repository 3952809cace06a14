import datetime as dt
from fractions import Fraction

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from masterstvo.core.models import AuditRecord
from masterstvo.practices.actions.practice import (
    NoConsent,
    NotADraft,
    NotFinished,
    begin_version,
    create_practice,
    edit_draft,
    give_consent,
    send_version,
    set_authors,
    take_back,
    withdraw_consent,
)
from masterstvo.practices.actions.reading import OwnPractice, mark_useful, tell_repeat
from masterstvo.practices.actions.review import (
    AnswerIsMissing,
    HasConflict,
    NotNow,
    ReviewIsOver,
    appoint_reviewers,
    decide,
    recuse,
    save_review,
)
from masterstvo.practices.choices import Decision
from masterstvo.practices.models import Practice
from masterstvo.practices.queries.experts import marks_beside, reviews_waiting
from masterstvo.practices.queries.review import due_reviews, latest_version, sheets, term_from
from tests.factories.accounts import UserFactory
from tests.factories.core import TermFactory
from tests.factories.people import EmploymentFactory, PersonFactory
from tests.factories.practices import AuthorshipFactory, ReviewFactory, banked

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 3, 1)
WORDS = {"problem": "Тихий класс", "steps": "Раз\nДва", "effect": "Заговорили", "evidence": "Запись"}


@pytest.fixture
def author():
    return EmploymentFactory().person


@pytest.fixture
def draft(author):
    practice = create_practice(
        municipality=author.municipality, author=author, title="Вопросы вместо ответов", by=None
    )
    return practice.versions.get()


@pytest.fixture
def sent(draft, author):
    edit_draft(draft, by=None, **WORDS)
    give_consent(draft.practice.authors.get(), by=None)
    return send_version(draft, by=None, today=TODAY)


def answers(version, option="3"):
    content = version.parts
    return {each.key: ["yes"] if each.scale.kind == "yes_no" else [option] for each in content.criteria()}


def in_bank(practice, day=None):
    return Practice.objects.in_bank(day or timezone.localdate()).filter(pk=practice.pk).exists()


def test_a_draft_is_kept_unfinished_and_sent_only_whole(draft):
    edit_draft(draft, by=None, problem="Тихий класс")

    with pytest.raises(NotFinished, match="как это сделать; что изменилось; чем это подтверждается"):
        send_version(draft, by=None)


def test_no_author_is_published_without_consent(draft):
    edit_draft(draft, by=None, **WORDS)

    with pytest.raises(NoConsent, match="Нет согласия") as refusal:
        send_version(draft, by=None)

    assert ".." not in str(refusal.value)


def test_a_sent_version_never_changes_and_the_next_is_a_copy(sent):
    with pytest.raises(NotADraft):
        edit_draft(sent, by=None, problem="Другое")
    with pytest.raises(NotADraft, match="на экспертизе"):
        begin_version(sent.practice, by=None)

    decide(sent.practice, decision=Decision.RETURN, words="Добавьте условия", by=None)
    following = begin_version(sent.practice, by=None)
    edit_draft(following, by=None, problem="Другое")

    sent.refresh_from_db()
    assert (sent.problem, following.number, following.steps) == ("Тихий класс", 2, "Раз\nДва")


def test_a_file_goes_over_to_the_next_version_and_stays_on_the_disk(draft):
    edit_draft(draft, by=None, file=SimpleUploadedFile("cards.pdf", b"%PDF-1.4"), **WORDS)
    give_consent(draft.practice.authors.get(), by=None)
    send_version(draft, by=None)
    decide(draft.practice, decision=Decision.RETURN, words="Замените карточки", by=None)

    following = begin_version(draft.practice, by=None)
    edit_draft(following, by=None, drop_files=list(following.files.all()))

    kept = draft.files.get()
    assert not following.files.exists()
    assert kept.file.storage.exists(kept.file.name)


def test_what_no_expert_has_yet_is_taken_back(sent):
    assert take_back(sent, by=None).state == "draft"

    send_version(sent, by=None)
    ReviewFactory(version=sent)
    with pytest.raises(NotADraft):
        take_back(sent, by=None)


def test_a_new_coauthor_is_asked_and_the_others_keep_their_consent(sent, author):
    other = PersonFactory(municipality=author.municipality, user=UserFactory())
    set_authors(sent.practice, [other, author], by=None)

    assert [each.person for each in sent.practice.authors.consenting()] == [author]
    assert other.user.notices.get().text.startswith("Вас назвали соавтором")


def test_what_the_bank_shows_keeps_its_author_until_the_next_version_is_accepted(author):
    author.user = UserFactory()
    author.save()
    practice = banked(author=author)
    other = PersonFactory(municipality=practice.municipality)
    draft = begin_version(practice, by=None)

    set_authors(practice, [other], by=other.user)
    in_bank = Practice.objects.in_bank(TODAY).filter(pk=practice.pk).exists()
    told = author.user.notices.get(kind="message").text
    give_consent(practice.authors.get(person=other), by=None)
    edit_draft(draft, by=None, **WORDS)
    send_version(draft, by=None)
    decide(practice, decision=Decision.ACCEPT, by=None)

    assert (in_bank, "когда новую версию примут" in told) == (True, True)
    assert [each.person for each in practice.authors.all()] == [other]


def test_who_is_taken_off_a_draft_is_told_at_once(draft, author):
    other = PersonFactory(municipality=author.municipality, user=UserFactory())
    set_authors(draft.practice, [author, other], by=None)

    set_authors(draft.practice, [author], by=None)

    assert "Вас убрали из авторов" in other.user.notices.get(kind="message").text
    assert [each.person for each in draft.practice.authors.all()] == [author]


def test_authors_their_colleagues_and_former_coauthors_may_not_review(sent, author):
    colleague = EmploymentFactory(organization=author.employments.get().organization).person
    instrument = latest_version(sheets(author.municipality).get(key="practice-review"))

    coauthor = AuthorshipFactory(practice=banked(author=author)).person

    for person, why in (
        (author, "сам автор"),
        (colleague, "в одной организации"),
        (coauthor, "соавторы практики"),
    ):
        with pytest.raises(HasConflict, match=why):
            appoint_reviewers(
                sent, people=[person], instrument=instrument, due_on=TODAY, is_blind=True, by=None
            )


def test_a_review_is_kept_half_done_and_scored_when_finished(sent, author):
    instrument = latest_version(sheets(author.municipality).get(key="practice-review"))
    expert = PersonFactory(user=UserFactory())
    review = appoint_reviewers(
        sent, people=[expert], instrument=instrument, due_on=TODAY, is_blind=True, by=None
    )[0]
    half = dict(list(answers(instrument).items())[:3])

    save_review(review, sent=half, verdict="", comment="", is_finished=False, by=None)
    with pytest.raises(AnswerIsMissing, match="Ответьте ещё"):
        save_review(review, sent=half, verdict="accept", comment="", is_finished=True, by=None)
    save_review(review, sent=answers(instrument), verdict="accept", comment="Да", is_finished=True, by=None)

    assert (review.percent, review.level) == (100, "готова")
    with pytest.raises(ReviewIsOver):
        recuse(review, reason="Передумал", by=None)


def test_names_of_children_keep_a_practice_at_the_lowest_level(sent):
    review = ReviewFactory(version=sent)
    told = answers(review.instrument) | {"safe.names": ["no"]}

    save_review(review, sent=told, verdict="revise", comment="", is_finished=True, by=None)

    assert review.level == "рано публиковать"


def test_an_accepted_version_is_shown_until_its_term_ends(sent):
    practice = decide(sent.practice, decision=Decision.ACCEPT, by=None, today=TODAY)

    assert (practice.banked_on, practice.ends_on) == (TODAY, dt.date(2029, 3, 2))
    assert in_bank(practice, dt.date(2029, 3, 1))
    assert not in_bank(practice, dt.date(2029, 3, 2))


def test_the_bank_shows_the_old_version_while_the_new_one_is_reviewed(sent):
    practice = decide(sent.practice, decision=Decision.ACCEPT, by=None, today=TODAY)
    following = begin_version(practice, by=None)
    edit_draft(following, by=None, title="Вопросы, на которые нет ответа")
    send_version(following, by=None)

    practice.refresh_from_db()
    assert (practice.shown, practice.title) == (sent, "Вопросы вместо ответов")

    decide(practice, decision=Decision.ACCEPT, by=None)
    assert (practice.shown, practice.title) == (following, "Вопросы, на которые нет ответа")
    assert practice.banked_on == TODAY


def test_withdrawn_consent_takes_the_name_off_at_once_and_the_last_one_the_practice():
    practice = banked()
    first = practice.authors.get()
    second = AuthorshipFactory(practice=practice)

    withdraw_consent(second, by=None)
    assert in_bank(practice)
    assert list(practice.authors.consenting()) == [first]

    withdraw_consent(first, by=None)
    assert not in_bank(practice)


def test_an_erased_author_counts_as_one_who_does_not_consent():
    practice = banked()
    person = practice.authors.get().person
    person.erased_on = TODAY
    person.save()

    assert not in_bank(practice)


def test_a_decision_needs_its_words_and_its_moment(sent):
    practice = sent.practice
    for decision in (Decision.RECOMMEND, Decision.RENEW, Decision.HIDE):
        with pytest.raises(NotNow, match="так решить нельзя"):
            decide(practice, decision=decision, by=None)
    with pytest.raises(NotNow, match="почему так решили"):
        decide(practice, decision=Decision.RETURN, by=None)

    decide(practice, decision=Decision.ACCEPT, by=None)
    with pytest.raises(NotNow, match="чем оформлена"):
        decide(practice, decision=Decision.RECOMMEND, by=None)
    decide(practice, decision=Decision.RECOMMEND, words="протокол № 4", by=None)
    decide(practice, decision=Decision.HIDE, words="Найдены чужие материалы", by=None)
    assert not in_bank(practice)
    decide(practice, decision=Decision.SHOW, by=None)
    assert in_bank(practice)
    done = AuditRecord.objects.filter(object_type="practices.practice", object_id=practice.pk)
    assert {each.action for each in done} >= {
        "practices.accept_practice",
        "practices.recommend_practice",
        "practices.hide_practice",
        "practices.show_practice",
    }


def test_the_term_is_a_word_of_the_dictionary():
    TermFactory(vocabulary="practice_term", key="1")

    assert term_from(dt.date(2026, 1, 31)) == dt.date(2026, 3, 1)
    assert term_from(dt.date(2026, 12, 10)) == dt.date(2027, 1, 11)


def test_nobody_praises_or_repeats_the_own_practice():
    practice = banked()
    author = practice.authors.get().person

    for act in (
        lambda: mark_useful(practice, person=author, by=None),
        lambda: tell_repeat(
            practice,
            person=author,
            organization=None,
            repeated_on=TODAY,
            effect="helped",
            result="Да",
            by=None,
        ),
    ):
        with pytest.raises(OwnPractice):
            act()


def test_a_mark_is_taken_back_and_a_repeat_is_corrected_not_doubled():
    practice, reader = banked(), PersonFactory()

    assert mark_useful(practice, person=reader, by=None)
    assert not mark_useful(practice, person=reader, by=None)
    for result in ("Не вышло", "Вышло"):
        tell_repeat(
            practice,
            person=reader,
            organization=None,
            repeated_on=TODAY,
            effect="helped",
            result=result,
            by=None,
        )

    assert practice.repeats.get().result == "Вышло"


def test_the_page_of_an_expert_knows_what_waits_and_how_it_was_marked():
    waiting, done = ReviewFactory(), ReviewFactory(percent=80, verdict="accept", finished_on=TODAY)
    beside = ReviewFactory(version=done.version, percent=60, verdict="revise", finished_on=TODAY)

    assert reviews_waiting([waiting.person_id, done.person_id]) == {waiting.person_id: 1}
    assert {(each.expert, each.share) for each in marks_beside(done.person_id)} == {
        (done.person_id, Fraction(4, 5)),
        (beside.person_id, Fraction(3, 5)),
    }


def test_experts_and_authors_are_reminded_of_their_days():
    practice = banked()
    author = practice.authors.get().person
    author.user = UserFactory()
    author.save()
    review = ReviewFactory(person__user=UserFactory())

    told = {each.user: each.due_on for each in due_reviews(review.due_on, review.due_on)} | {
        each.user: each.due_on for each in due_reviews(practice.last_day, practice.last_day)
    }

    assert told == {review.person.user_id: review.due_on, author.user_id: practice.last_day}
