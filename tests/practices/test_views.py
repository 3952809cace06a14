import datetime as dt
from io import BytesIO

import docx
import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pdfminer.high_level import extract_text

from masterstvo.organizations.choices import Role
from masterstvo.practices import panels
from masterstvo.practices.actions.practice import withdraw_consent
from masterstvo.practices.models import Practice
from masterstvo.practices.queries.open import without_contacts
from masterstvo.search.actions import rebuild
from tests.editing import sent_by
from tests.factories import facts
from tests.factories.accounts import UserFactory
from tests.factories.organizations import GrantFactory, MunicipalityFactory, RegionFactory
from tests.factories.people import EmploymentFactory, PersonFactory
from tests.factories.practices import (
    AuthorshipFactory,
    BankFactory,
    FileCopyFactory,
    MarkFactory,
    PracticeFileFactory,
    PracticeVersionFactory,
    RepeatFactory,
    ReviewFactory,
    banked,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def job():
    return EmploymentFactory(person__last_name="Авторова", person__user=UserFactory())


@pytest.fixture
def here(job):
    return job.organization.municipality


@pytest.fixture
def methodist(sign_in, here):
    return sign_in(municipality=here)


@pytest.fixture
def teacher(sign_in, here):
    """Somebody of the district who wrote nothing."""
    return sign_in(EmploymentFactory(organization__municipality=here, person__user=UserFactory()).person.user)


def plain(response):
    return response.content.decode().replace("\xa0", " ")


def page(name, *args):
    return reverse(f"practices:{name}", args=args)


def fill(here, count):
    """Return a practice with so many of everything that its pages show."""
    for _ in range(count):
        banked(municipality=here)
    practice = banked(municipality=here)
    AuthorshipFactory.create_batch(count, practice=practice)
    MarkFactory.create_batch(count, practice=practice)
    RepeatFactory.create_batch(count, practice=practice)
    PracticeFileFactory.create_batch(count, version=practice.shown)
    version = PracticeVersionFactory(practice=practice, number=2, sent=True)
    ReviewFactory.create_batch(count, version=version)
    for _ in range(count):
        PracticeVersionFactory(practice__municipality=here, sent=True)
        EmploymentFactory(organization__municipality=here, person__user=UserFactory())
    return practice


@pytest.mark.parametrize("count", [1, 3])
def test_pages_do_not_query_more_for_more_rows(client, here, count, django_assert_num_queries):
    practice = fill(here, count)
    client.force_login(GrantFactory(role=Role.METHODIST, municipality=here).user)

    for name, args, n_queries in (
        ("practice_list", [], 19),
        ("practice_detail", [practice.pk], 23),
        ("practice_queue", [], 14),
        ("practice_decide", [practice.pk], 11),
    ):
        with django_assert_num_queries(n_queries):
            assert client.get(page(name, *args)).status_code == 200


def test_a_misspelt_word_finds_and_the_title_goes_before_the_text(methodist, here):
    second = banked(municipality=here, title="Дневник чтения", words={"problem": "Рефлексия в конце урока"})
    first = banked(municipality=here, title="Рефлексия без опроса")
    rebuild()

    found = methodist.get(page("practice_list"), {"q": "рефлексией"})
    assert [row.pk for row in found.context["page"].rows] == [first.pk, second.pk]

    found = methodist.get(page("practice_list"), {"q": "рифлексия"})
    assert [row.pk for row in found.context["page"].rows] == [first.pk, second.pk]
    assert "Показываем похожее" in plain(found)

    found = methodist.get(page("practice_list"), {"q": "htaktrcbz"})
    assert len(found.context["page"].rows) == 2


def test_facets_offer_only_what_the_bank_has_with_numbers(methodist, here):
    banked(municipality=here, words={"level": "basic"})
    banked(municipality=here, words={"level": "primary"})

    answer = methodist.get(page("practice_list"), {"level": "basic"})

    assert len(answer.context["page"].rows) == 1
    assert "основное общее (1)" in plain(answer)
    assert "дошкольное" not in plain(answer)


def test_only_what_is_recommended_is_read_in_the_whole_region(client, here):
    own = banked(municipality=here)
    shared = banked(municipality=here)
    Practice.objects.filter(pk=shared.pk).update(
        recommended_on=dt.date(2026, 2, 1), recommended_by="протокол"
    )
    near = GrantFactory(role=Role.METHODIST, municipality=MunicipalityFactory(region=here.region)).user
    away = GrantFactory(role=Role.METHODIST, municipality=MunicipalityFactory(region=RegionFactory())).user

    for user, read in ((near, {shared.pk}), (away, set())):
        client.force_login(user)
        rows = client.get(page("practice_list")).context["page"].rows
        assert {row.pk for row in rows} == read
        assert client.get(page("practice_detail", own.pk)).status_code == 404


def test_a_practice_whose_authors_do_not_consent_is_gone_at_once_for_everybody_but_them(
    teacher, sign_in, job
):
    practice = banked(municipality=job.organization.municipality, author=job.person)
    assert teacher.get(page("practice_detail", practice.pk)).status_code == 200

    withdraw_consent(practice.authors.get(), by=None)

    assert teacher.get(page("practice_detail", practice.pk)).status_code == 404
    mine = sign_in(job.person.user).get(page("practice_detail", practice.pk))
    assert "Ни у одного автора нет действующего согласия" in plain(mine)


def test_a_methodist_enters_consent_only_with_its_paper(methodist, here):
    practice = banked(municipality=here)
    author = AuthorshipFactory(practice=practice, consented_on=None)
    url = page("practice_consent", practice.pk)

    methodist.post(url, {"author": author.pk, "act": "give"})
    author.refresh_from_db()
    assert author.consented_on is None

    methodist.post(url, {"author": author.pk, "act": "give", "basis": "заявление от 02.02.2026"})
    author.refresh_from_db()
    assert (author.consented_on, author.basis) == (timezone.localdate(), "заявление от 02.02.2026")


def test_a_coauthor_does_not_speak_for_another(sign_in, job, here):
    practice = banked(municipality=here, author=job.person)
    other = AuthorshipFactory(practice=practice)

    answer = sign_in(job.person.user).post(
        page("practice_consent", practice.pk), {"author": other.pk, "act": "withdraw"}
    )

    other.refresh_from_db()
    assert (answer.status_code, other.withdrawn_on) == (404, None)


# --- Review -----------------------------------------------------------------------------------------------------------
@pytest.fixture
def review(job, here):
    expert = PersonFactory(municipality=here, user=UserFactory())
    practice = PracticeVersionFactory(
        practice__municipality=here, practice__organization=job.organization, sent=True, is_blind=True, link="https://example.org/avtorova"
    ).practice  # fmt: skip
    AuthorshipFactory(practice=practice, person=job.person)
    return ReviewFactory(version=practice.versions.get(), person=expert)


def test_a_blind_review_tells_neither_names_nor_school_nor_what_may_hold_them(sign_in, review, job, here):
    named = PracticeFileFactory(version=review.version, title="Авторова, презентация")
    copied = FileCopyFactory(source=named, title="Карточки")
    expert = sign_in(review.person.user)

    told = plain(expert.get(page("review_answer", review.pk)))

    assert "Карточки" in told
    assert not any(word in told for word in ("Авторова", "avtorova", str(job.organization)))
    taken = expert.get(page("copy_file", copied.pk))
    taken.close()
    assert taken.status_code == 200
    assert expert.get(page("practice_file", named.pk)).status_code == 404
    assert expert.get(page("practice_detail", review.version.practice_id)).status_code == 404
    assert "Авторова" not in plain(expert.get(page("my_practices")))
    assert expert.get(reverse("search:results"), {"q": review.version.title}).status_code == 200


def test_an_expert_goes_on_later_and_a_colleague_of_the_author_cannot_be_asked(sign_in, review, job, here):
    colleague = EmploymentFactory(
        organization=job.organization, person__municipality=here, person__user=UserFactory()
    ).person
    facts.ExpertAppointmentFactory(person=colleague, starts_on=dt.date(2025, 1, 1))
    expert = sign_in(review.person.user)

    expert.post(page("review_answer", review.pk), {"need.problem": "3", "comment": "Хорошо", "verdict": ""})
    refused = expert.post(page("review_answer", review.pk), {"need.problem": "3", "finish": "1"})
    review.refresh_from_db()
    assert (review.answers, review.comment) == ({"need.problem": "3"}, "Хорошо")
    assert refused.status_code == 422
    assert "Ответьте ещё" in plain(refused)

    methodist = sign_in(municipality=here)
    told = plain(methodist.get(page("practice_appoint", review.version.practice_id)))
    assert "в одной организации" in told


def test_an_expert_steps_aside_with_a_reason(sign_in, review):
    sign_in(review.person.user).post(
        page("review_answer", review.pk), {"recuse": "1", "reason": "Вместе учились"}
    )

    review.refresh_from_db()
    assert (review.recused_because, review.is_open) == ("Вместе учились", False)


# --- Readers ----------------------------------------------------------------------------------------------------------
def test_a_reader_tells_of_a_repeat_and_corrects_it(teacher, here):
    practice = banked(municipality=here)
    url = page("practice_repeat", practice.pk)

    for result in ("Не вышло", "Вышло со второго раза"):
        token = sent_by(teacher.get(url)).get("token", "")
        sent = {"repeated_on": "2026-02-10", "effect": "helped", "result": result, "token": token}
        assert teacher.post(url, sent).status_code == 302

    assert [each.result for each in practice.repeats.all()] == ["Вышло со второго раза"]
    assert "Вышло со второго раза" in plain(teacher.get(page("practice_detail", practice.pk)))


# --- What is taken away -----------------------------------------------------------------------------------------------
def test_the_collection_of_a_year_has_contents_and_names_only_who_consents(methodist, here, job):
    practice = banked(municipality=here, author=job.person, title="Разговор о книге")
    AuthorshipFactory(practice=practice, person=PersonFactory(last_name="Молчалин"), consented_on=None)
    banked(municipality=here, kind="lesson", title="Урок одной задачи")

    answer = methodist.get(page("practice_list"), {"as": "docx", "year": "2026"})

    document = docx.Document(BytesIO(answer.content))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs).replace("\xa0", " ")
    assert text.count("Разговор о книге") == 2
    assert "TOC" in document.element.xml
    assert "Авторова" in text
    assert "Молчалин" not in text


@pytest.mark.usefixtures("assets")
def test_the_same_collection_is_a_pdf(methodist, here):
    banked(municipality=here)

    answer = methodist.get(page("practice_list"), {"as": "pdf", "year": "2026"})

    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")


@pytest.mark.usefixtures("assets")
def test_contents_of_the_pdf_tell_the_page_where_a_practice_begins(methodist, here):
    for _ in range(2):
        banked(municipality=here)

    answer = methodist.get(page("practice_list"), {"as": "pdf", "year": "2026"})

    contents, *texts = (
        extract_text(BytesIO(answer.content), page_numbers=[number]).split() for number in range(3)
    )
    assert contents[-3:] == ["2", "3", "1"]
    assert [each[-1] for each in texts] == ["2", "3"]


@pytest.mark.parametrize(
    ("told", "hidden"),
    [
        ("Пишите: anna@school.example", "Пишите: (контакт скрыт)"),
        ("Тел. 8 (34355) 2-15-43", "Тел. (контакт скрыт)"),
        ("+7 912 345-67-89, спросить Анну", "(контакт скрыт), спросить Анну"),
        ("мы в https://vk.com/anna.petrova и @anna_teacher", "мы в (контакт скрыт) и (контакт скрыт)"),
        ("запись: https://vk.com/video-12_34", "запись: https://vk.com/video-12_34"),
        ("В 8 классе 24 ученика, 7 из 10 ответили", "В 8 классе 24 ученика, 7 из 10 ответили"),
    ],
)
def test_contacts_are_hidden_where_everybody_reads(told, hidden):
    assert without_contacts(told) == hidden


def test_the_bank_is_filtered_by_what_a_practice_teaches(methodist, here):
    known = panels.competences(here.pk, timezone.localdate())
    wanted = banked(municipality=here, words={"competences": ["method.assessment"]})
    banked(municipality=here)

    answer = methodist.get(page("practice_list"), {"competence": "method.assessment"})

    assert [row.pk for row in answer.context["page"].rows] == [wanted.pk]
    assert f"{known['method.assessment']} (1)" in plain(answer)
    assert known["method.dialogue"] not in plain(answer)


def test_the_open_page_needs_the_authority_and_the_author_and_tells_no_contacts(client, here):
    practice = banked(municipality=here, words={"effect": "Пишите: anna@school.example, +7 912 345-67-89"})
    url = page("open_practice", here.pk, practice.pk)
    assert client.get(url).status_code == 404

    BankFactory(municipality=here)
    assert client.get(url).status_code == 404
    author = practice.authors.get()
    author.is_public = True
    author.save()
    AuthorshipFactory(practice=practice, person__last_name="Скромнова")

    told = plain(client.get(url))
    assert str(author.person) in told
    assert not any(word in told for word in ("Скромнова", "anna@", "345-67"))
    assert practice.title in plain(client.get(page("open_bank", here.pk)))


def test_a_contact_in_a_title_is_hidden_on_the_open_page_and_in_its_list(client, here):
    title = "Мини-проекты, пишите @anna_teacher"
    practice = banked(municipality=here, title=title, words={"title": title})
    BankFactory(municipality=here)
    practice.authors.update(is_public=True)

    pages = [
        plain(client.get(page(*each)))
        for each in (("open_bank", here.pk), ("open_practice", here.pk, practice.pk))
    ]

    assert ["Мини-проекты" in each for each in pages] == [True, True]
    assert [each for each in pages if "anna_teacher" in each] == []


def test_the_queue_goes_to_excel(methodist, here):
    version = PracticeVersionFactory(practice__municipality=here, sent=True)
    ReviewFactory(version=version)

    book = load_workbook(BytesIO(methodist.get(page("practice_queue"), {"as": "xlsx"}).content))
    head, line = (list(row) for row in book.active.iter_rows(values_only=True))

    assert dict(zip(head, line, strict=True))["Практика"] == version.title
    assert (line[3], line[4]) == (1, 0)


def test_competences_come_from_an_app_above(sign_in, job, here, monkeypatch):
    monkeypatch.setattr(
        panels, "_competences", [lambda municipality, day: [("method.design", "Замысел урока")]]
    )
    practice = PracticeVersionFactory(practice__municipality=here).practice
    AuthorshipFactory(practice=practice, person=job.person)
    author = sign_in(job.person.user)
    opened = author.get(page("practice_edit", practice.pk))
    sent = {
        "title": "Замысел",
        "licence": "with_name",
        "hours": 4,
        "competences": ["method.design"],
        "authors": [job.person.pk],
        "token": opened.context["form"]["token"].value(),
    }

    author.post(page("practice_edit", practice.pk), sent)

    assert practice.versions.get().competences == ["method.design"]
    assert "Замысел урока" in plain(author.get(page("practice_detail", practice.pk)))


@pytest.mark.parametrize("way", ["author", "expert", "nobody"])
def test_a_head_who_writes_or_reviews_finds_the_own_practices_in_the_menu(client, job, way):
    user = GrantFactory(of_organization=True, organization=job.organization).user
    own = EmploymentFactory(organization=job.organization, person__user=user).person
    if way == "author":
        AuthorshipFactory(person=own)
    elif way == "expert":
        ReviewFactory(person=own)
    client.force_login(user)

    assert ("Мои практики" in plain(client.get(page("practice_list")))) == (way != "nobody")


def test_steps_that_their_author_numbered_are_numbered_once(methodist, here):
    practice = banked(municipality=here)
    practice.versions.update(steps="1. Читаем вслух\n2) Спорим\n15 минут пишем")

    assert practice.versions.get().step_lines == ["Читаем вслух", "Спорим", "15 минут пишем"]


def test_a_draft_is_not_deleted_by_one_press(sign_in, job, here):
    practice = PracticeVersionFactory(practice__municipality=here).practice
    AuthorshipFactory(practice=practice, person=job.person)

    opened = plain(sign_in(job.person.user).get(page("practice_edit", practice.pk)))

    asked, button = opened.index("<summary>Удалить черновик</summary>"), opened.index('name="drop"')
    assert asked < opened.index("Вернуть её будет нельзя", asked) < button
