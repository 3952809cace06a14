"""Campaigns as those see them who run and follow them: the circle, coverage, what all answers say, paper."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from masterstvo.assessments.models import Campaign, Sheet
from masterstvo.inbox.models import Notice
from masterstvo.organizations.choices import Role
from tests.factories.accounts import UserFactory
from tests.factories.assessments import (
    CONTENT,
    AnonymousSheetFactory,
    CampaignFactory,
    SheetFactory,
    VersionFactory,
)
from tests.factories.communities import CommunityFactory, CommunityMemberFactory
from tests.factories.organizations import GrantFactory, OrganizationFactory
from tests.factories.people import EmploymentFactory, PersonFactory

pytestmark = pytest.mark.django_db
SMALLEST = 5  # the shipped size of a group
LIST_QUERIES, DETAIL_QUERIES, SHEETS_QUERIES = 7, 15, 10


def at(name, *arguments):
    return reverse(f"assessments:{name}", args=arguments)


@pytest.fixture
def campaign():
    return CampaignFactory(title="Осенняя диагностика")


@pytest.fixture
def methodist(sign_in, campaign):
    return sign_in(municipality=campaign.municipality)


@pytest.fixture
def school(campaign):
    return OrganizationFactory(municipality=campaign.municipality, title="Берёзовская СОШ")


def answered(campaign, organization, n=1, **values):
    """Finish ``n`` sheets of teachers of ``organization``, all with the same answers."""
    made = {"answers": {"q1": "2", "q2": "2", "q3": "0"}, "finished_at": timezone.now()} | values
    return [
        SheetFactory(
            campaign=campaign,
            person=EmploymentFactory(organization=organization).person,
            organization=organization,
            **made,
        )
        for _ in range(n)
    ]


def said(response):
    return " ".join(str(each) for each in response.context["messages"])


# --- Opening ----------------------------------------------------------------------------------------------------------
def form_of(campaign, **values):
    today = timezone.localdate()
    days = {"starts_on": f"{today:%d.%m.%Y}", "ends_on": f"{today + dt.timedelta(days=9):%d.%m.%Y}"}
    return {"instrument": campaign.version.instrument_id, "title": "Новая", **days} | values


def test_a_methodist_counts_the_circle_before_opening_it(methodist, campaign, school):
    EmploymentFactory.create_batch(2, organization=school)
    EmploymentFactory(organization=school, category="managing")
    form = form_of(campaign, categories=["teaching"])

    counted = methodist.post(at("campaign_create"), form | {"count": "1"})
    none_yet = Campaign.objects.filter(title="Новая").exists()
    opened = methodist.post(at("campaign_create"), form, follow=True)

    assert "попадает 2\N{NO-BREAK SPACE}человека" in counted.content.decode()
    assert not none_yet
    assert opened.context["campaign"].sheets.count() == 2


def test_a_circle_of_nobody_opens_nothing(methodist, campaign, school):
    response = methodist.post(at("campaign_create"), form_of(campaign, position="космонавт"))

    assert response.status_code == 422
    assert "никто не попал" in response.content.decode()


def test_members_of_a_community_here_are_asked(methodist, campaign, school):
    here, ended, foreign = (
        CommunityFactory(municipality=campaign.municipality),
        CommunityFactory(municipality=campaign.municipality, ends_on=dt.date(2025, 9, 1)),
        CommunityFactory(),
    )
    member = CommunityMemberFactory(community=here, person=EmploymentFactory(organization=school).person)
    EmploymentFactory(organization=school)
    key = f"communities:{here.pk}"

    offered = methodist.get(at("campaign_create")).context["form"].fields["groups"].choices
    opened = methodist.post(at("campaign_create"), form_of(campaign, groups=[key]), follow=True)
    refused = methodist.post(
        at("campaign_create"),
        form_of(campaign, groups=[f"communities:{foreign.pk}", f"communities:{ended.pk}"]),
    )

    assert offered == [("Сообщества", [(key, here.title)])]
    assert [each.person for each in opened.context["campaign"].sheets.all()] == [member.person]
    assert refused.status_code == 422


def test_only_published_instruments_that_are_in_use_are_offered(methodist, campaign):
    own = {"instrument__municipality": campaign.municipality}
    draft = VersionFactory(published_on=None, **own)
    archived = VersionFactory(instrument__archived_on=dt.date(2025, 9, 1), **own)
    foreign = VersionFactory()

    offered = methodist.get(at("campaign_create")).context["form"].fields["instrument"].queryset

    assert campaign.version.instrument in offered
    assert not {each.instrument for each in (draft, archived, foreign)} & set(offered)


def test_about_an_organization_its_head_is_asked_once(methodist, campaign, school):
    instrument = campaign.version.instrument
    instrument.subject = "organization"
    instrument.save()
    grants = GrantFactory.create_batch(2, of_organization=True, organization=school)
    heads = [EmploymentFactory(organization=school, person__user=grant.user).person for grant in grants]
    EmploymentFactory(organization=school)
    GrantFactory(of_organization=True, organization=OrganizationFactory(municipality=campaign.municipality))
    form = form_of(campaign)

    counted = methodist.post(at("campaign_create"), form | {"count": "1"})
    opened = methodist.post(at("campaign_create"), form, follow=True)

    assert "попадает 1" in counted.content.decode()
    sheet = opened.context["campaign"].sheets.get()
    assert (sheet.person, sheet.organization) == (heads[0], school)


def test_whoever_came_later_is_added_on_the_page_and_nobody_twice(methodist, campaign, school):
    EmploymentFactory(organization=school)

    told = [said(methodist.post(at("campaign_widen", campaign.pk), follow=True)) for _ in range(2)]

    assert ["Добавлено: 1" in told[0], "Новых людей" in told[1]] == [True, True]


def test_a_reminder_is_sent_and_not_again_the_same_day(methodist, campaign):
    SheetFactory(campaign=campaign, person__user=UserFactory())

    told = [said(methodist.post(at("campaign_remind", campaign.pk), follow=True)) for _ in range(2)]

    assert "Напомнили: 1" in told[0]
    assert "Ещё раз можно" in told[1]


def test_nobody_is_reminded_of_a_campaign_whose_days_are_over(sign_in):
    campaign = CampaignFactory(ends_on=timezone.localdate())
    SheetFactory(campaign=campaign, person__user=UserFactory())
    client = sign_in(municipality=campaign.municipality)
    address = at("campaign_remind", campaign.pk)

    page = client.post(address, follow=True)

    assert "продлите последний день" in said(page)
    assert address not in page.content.decode()
    assert not Notice.objects.exists()


def test_a_campaign_is_closed_and_opened_again(methodist, campaign):
    states = []
    for _ in range(2):
        methodist.post(at("campaign_close", campaign.pk))
        campaign.refresh_from_db()
        states.append(campaign.is_open(timezone.localdate()))

    assert states == [False, True]


def test_an_answered_campaign_is_not_deleted(methodist, campaign, school):
    answered(campaign, school)

    response = methodist.post(at("campaign_delete", campaign.pk), {"reason": "лишняя"})

    assert response.status_code == 422
    assert Campaign.objects.filter(pk=campaign.pk).exists()


# --- Following --------------------------------------------------------------------------------------------------------
def coverage_of(response):
    return {str(each.organization): (each.n_finished, each.n_sheets) for each in response.context["coverage"]}


def test_coverage_is_shown_by_organizations_those_behind_first(methodist, campaign, school):
    other = OrganizationFactory(municipality=campaign.municipality, title="Лесная СОШ")
    answered(campaign, school)
    answered(campaign, other, finished_at=None)

    found = coverage_of(methodist.get(campaign.get_absolute_url()))

    assert list(found.items()) == [("Лесная СОШ", (0, 1)), ("Берёзовская СОШ", (1, 1))]


@pytest.mark.parametrize(("n", "is_shown"), [(SMALLEST - 1, False), (SMALLEST, True)])
def test_answers_together_are_hidden_while_few_have_answered(methodist, campaign, school, n, is_shown):
    answered(campaign, school, n)

    response = methodist.get(campaign.get_absolute_url())
    exported = methodist.get(at("campaign_export", campaign.pk))

    assert (response.context["whole"] is not None) == is_shown
    assert ("Решить задачу" in response.content.decode()) == is_shown
    assert exported.status_code == 200


@pytest.mark.parametrize(("n", "is_shown"), [(SMALLEST - 1, False), (SMALLEST, True)])
def test_anonymous_answers_together_are_hidden_while_few_have_answered(sign_in, n, is_shown):
    campaign = CampaignFactory(assessor="anyone", link="link")
    AnonymousSheetFactory.create_batch(n, campaign=campaign, answers={"q1": "2"}, is_finished=True)

    response = sign_in(municipality=campaign.municipality).get(campaign.get_absolute_url())

    assert (response.context["whole"] is not None) == is_shown


@pytest.mark.parametrize(("actor", "sees"), [("methodist", True), ("head", True), ("observer", False)])
def test_free_answers_are_read_by_those_who_run_the_campaign(as_actor, campaign, school, actor, sees):
    answered(campaign, school, SMALLEST, answers={"q1": "2", "q4": "Хочу в отпуск"})

    page = as_actor(actor, campaign.municipality).get(campaign.get_absolute_url()).content.decode()

    assert ("Хочу в отпуск" in page) == sees


def test_a_school_head_sees_coverage_of_the_own_school_and_no_answers(as_actor, campaign, school):
    other = OrganizationFactory(municipality=campaign.municipality)
    answered(campaign, school, SMALLEST)
    answered(campaign, other, SMALLEST)

    client = as_actor("school", campaign.municipality, school)
    response = client.get(campaign.get_absolute_url())
    sheets = client.get(at("campaign_sheets", campaign.pk))

    assert coverage_of(response) == {"Берёзовская СОШ": (SMALLEST, SMALLEST)}
    assert response.context["whole"] is None
    assert sheets.context["page"].n_rows == SMALLEST


def test_a_school_that_is_not_asked_finds_no_campaign(as_actor, campaign, school):
    answered(campaign, OrganizationFactory(municipality=campaign.municipality))

    client = as_actor("school", campaign.municipality, school)

    assert client.get(campaign.get_absolute_url()).status_code == 404


def test_questions_of_a_test_are_weighed(sign_in, school):
    campaign = CampaignFactory(
        municipality=school.municipality, version__instrument__kind="test", version__content=CONTENT
    )
    answered(campaign, school, 3)
    answered(campaign, school, 3, answers={"q1": "0", "q2": "0", "q3": "0"})

    response = sign_in(municipality=campaign.municipality).get(campaign.get_absolute_url())

    assert [item.difficulty for _, item in response.context["items"]] == [0.5, 0.5, 0]
    assert "Качество вопросов" in response.content.decode()


# --- Paper ------------------------------------------------------------------------------------------------------------
def test_a_paper_form_is_printed_and_entered(methodist, campaign, school):
    (sheet,) = answered(campaign, school, answers={}, finished_at=None)
    printed = methodist.get(at("campaign_paper", campaign.pk)).content.decode()

    refused = methodist.post(at("sheet_enter", sheet.pk), {"q1": "2", "q4": "Вести кружок"})
    taken = methodist.post(at("sheet_enter", sheet.pk), {"q1": "2", "q2": "1", "q3": "1"})

    sheet.refresh_from_db()
    assert "Решить задачу" in printed
    assert (refused.status_code, taken.status_code) == (422, 302)
    assert "Вести кружок" in refused.content.decode()
    assert "Решить задачу" in refused.context["error"]
    assert (sheet.is_on_paper, sheet.answers) == (True, {"q1": "2", "q2": "1", "q3": "1"})


def test_whoever_enters_paper_does_not_see_what_was_begun_on_the_screen(methodist, campaign, school):
    (sheet,) = answered(campaign, school, answers={"q4": "Тайное желание"}, finished_at=None)

    assert "Тайное" not in methodist.get(at("sheet_enter", sheet.pk)).content.decode()


def test_somebody_is_asked_no_more(methodist, campaign, school):
    (sheet,) = answered(campaign, school, finished_at=None)

    methodist.post(at("sheet_withdraw", sheet.pk), {"reason": "в отпуске"})

    assert not Sheet.objects.exists()


# --- Queries ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("count", [1, 3])
def test_campaign_list_queries_do_not_grow(methodist, campaign, django_assert_num_queries, count):
    CampaignFactory.create_batch(count - 1, municipality=campaign.municipality)
    with django_assert_num_queries(LIST_QUERIES):
        response = methodist.get(at("campaign_list"))
    assert response.context["page"].n_rows == count


@pytest.mark.parametrize("count", [1, 3])
def test_campaign_detail_queries_do_not_grow(methodist, campaign, django_assert_num_queries, count):
    for _ in range(count):
        answered(campaign, OrganizationFactory(municipality=campaign.municipality), SMALLEST)
    with django_assert_num_queries(DETAIL_QUERIES):
        response = methodist.get(campaign.get_absolute_url())
    assert len(response.context["coverage"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_campaign_sheets_queries_do_not_grow(methodist, campaign, django_assert_num_queries, count):
    for _ in range(count):
        answered(campaign, OrganizationFactory(municipality=campaign.municipality), finished_at=None)
    with django_assert_num_queries(SHEETS_QUERIES):
        response = methodist.get(at("campaign_sheets", campaign.pk))
    assert response.context["page"].n_rows == count


def test_answers_together_are_for_the_district_s_own_readers_and_not_for_readers_of_another(client):
    """A head of a school asked here, who observes another district, sees the coverage of the own school alone."""
    job = EmploymentFactory()
    campaign = CampaignFactory(municipality=job.organization.municipality)
    for number in range(5):
        SheetFactory(
            campaign=campaign, person=job.person if number == 0 else EmploymentFactory().person,
            organization=job.organization, answers={"q1": "2"}, finished_at=timezone.now(),
        )  # fmt: skip
    head = GrantFactory(of_organization=True, organization=job.organization).user
    GrantFactory(user=head, role=Role.OBSERVER)
    client.force_login(head)

    page = client.get(campaign.get_absolute_url())

    assert page.context["coverage"]
    assert page.context["whole"] is None


@pytest.mark.parametrize("subject", ["entry", "event"])
def test_what_no_campaign_can_ask_about_yet_is_not_offered(sign_in, subject):
    version = VersionFactory(instrument__subject=subject)
    client = sign_in(municipality=version.instrument.municipality)

    offered = client.get(at("campaign_create")).context["form"].fields["instrument"].queryset

    assert version.instrument not in offered


@pytest.mark.parametrize(("weak", "told"), [(4, False), (5, True), (0, True)])
def test_a_split_that_shows_a_few_of_those_known_is_not_shown_but_their_mean_is(
    methodist, campaign, weak, told
):
    for number in range(12):
        SheetFactory(
            campaign=campaign,
            person=PersonFactory(municipality=campaign.municipality),
            answers={"q1": "0" if number < weak else "2"},
            finished_at=timezone.now(),
        )

    question = methodist.get(campaign.get_absolute_url()).context["whole"].sections[0][1][0]

    assert (bool(question.answers), question.is_hidden) == (told, not told)
    assert (question.mean is not None) == (not told)


def test_a_question_that_few_were_asked_tells_nothing_even_of_nobody(methodist, campaign):
    campaign.assessor, campaign.link = "anyone", "link"
    campaign.save()
    for number in range(6):
        AnonymousSheetFactory(
            campaign=campaign, is_finished=True, answers={"q1": "2"} | ({"q2": "0"} if number < 3 else {})
        )

    first, second = methodist.get(campaign.get_absolute_url()).context["whole"].sections[0][1][:2]

    assert [answer.n for answer in first.answers] == [0, 0, 6]
    assert (second.answers, second.is_hidden) == ([], True)
