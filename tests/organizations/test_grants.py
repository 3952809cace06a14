"""Roles: who gives which and where, what ends them, and that a choice of one role never widens anything."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from masterstvo.accounts.models import User
from masterstvo.core.models import AuditRecord, Term
from masterstvo.organizations import actions
from masterstvo.organizations.choices import Role
from masterstvo.organizations.models import Grant
from masterstvo.organizations.rules import (
    acting_in_words,
    changeable_grants,
    grants_today,
    visible_grants,
    visible_organizations,
)
from tests.factories.accounts import InvitationFactory, UserFactory
from tests.factories.organizations import GrantFactory, MunicipalityFactory, OrganizationFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = dt.timedelta(days=1)


@pytest.fixture
def place(db):
    """A school in a district, and one giver of each kind there."""
    school = OrganizationFactory()
    here = school.municipality
    GrantFactory(role=Role.REGION, municipality=None, region=here.region, user__full_name="region")
    GrantFactory(role=Role.HEAD, municipality=here, user__full_name="head")
    GrantFactory(role=Role.METHODIST, municipality=here, user__full_name="methodist")
    GrantFactory(role=Role.OBSERVER, municipality=here, user__full_name="observer")
    GrantFactory(role=Role.ORGANIZATION, municipality=None, organization=school, user__full_name="school")
    GrantFactory(role=Role.CURATOR, municipality=None, organization=school, user__full_name="curator")
    UserFactory(full_name="superuser", is_superuser=True)
    UserFactory(full_name="plain")
    GrantFactory(role=Role.HEAD, municipality=here, ends_on=TODAY, user__full_name="expired")
    GrantFactory(role=Role.HEAD, municipality=here, starts_on=TODAY + DAY, user__full_name="future")
    return school


def form_for(role, school, **values):
    organization = school.pk if role in (Role.ORGANIZATION, Role.CURATOR) else ""
    return {
        "email": "new@example.org",
        "full_name": "Новая Анна",
        "role": role,
        "organization": organization,
        "starts_on": f"{TODAY:%d.%m.%Y}",
    } | values


GIVEN = {
    "superuser": set(Role.values),
    "region": {Role.HEAD},
    "head": {Role.HEAD, Role.METHODIST, Role.OBSERVER, Role.ORGANIZATION, Role.CURATOR},
    "methodist": {Role.OBSERVER, Role.ORGANIZATION, Role.CURATOR},
    "school": {Role.CURATOR},
    "observer": set(),
    "curator": set(),
    "plain": set(),
    "expired": set(),
    "future": set(),
}


@pytest.mark.parametrize("actor", GIVEN)
def test_who_gives_which_role(client, place, actor):
    client.force_login(User.objects.get(full_name=actor))

    given = set()
    for role in Role.values:
        with transaction.atomic():
            response = client.post(reverse("organizations:grant_create"), form_for(role, place))
            if response.status_code == 302:
                given.add(role)
            transaction.set_rollback(True)

    assert given == GIVEN[actor]


@pytest.mark.parametrize("actor", GIVEN)
def test_who_gives_a_role_also_ends_lengthens_and_invites_it(place, actor):
    user = User.objects.get(full_name=actor)
    theirs = changeable_grants(user)

    assert set(theirs.exclude(user=user).values_list("role", flat=True)) == GIVEN[actor]
    assert user.is_superuser or not theirs.filter(user=user).exists()
    assert not theirs.exclude(pk__in=visible_grants(user).values("pk")).exists()


@pytest.mark.parametrize("page", ["grant_end", "grant_extend", "grant_delete"])
@pytest.mark.parametrize(
    ("actor", "status"), [("head", 200), ("methodist", 403), ("school", 404), ("observer", 404)]
)
def test_pages_of_a_methodists_grant(client, place, page, actor, status):
    other = GrantFactory(municipality=place.municipality)
    client.force_login(User.objects.get(full_name=actor))

    assert client.get(reverse(f"organizations:{page}", args=[other.pk])).status_code == status


def test_nobody_gives_a_role_to_oneself(client, place):
    head = User.objects.get(full_name="head")
    client.force_login(head)

    response = client.post(
        reverse("organizations:grant_create"), form_for(Role.ORGANIZATION, place, email=head.email)
    )

    assert response.status_code == 422
    assert "Самому себе роль не дают" in response.content.decode()


def test_a_school_of_another_district_cannot_be_chosen(client, place):
    client.force_login(User.objects.get(full_name="head"))

    response = client.post(
        reverse("organizations:grant_create"), form_for(Role.CURATOR, OrganizationFactory())
    )

    assert response.status_code == 422


def test_a_new_address_gets_an_account_and_a_letter(client, place, django_capture_on_commit_callbacks):
    client.force_login(User.objects.get(full_name="head"))

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("organizations:grant_create"), form_for(Role.CURATOR, place))

    grant = Grant.objects.get(user__email="new@example.org")
    assert grant.organization == place
    assert not grant.user.has_usable_password()
    assert [letter.to for letter in mail.outbox] == [["new@example.org"]]


def test_a_known_address_gets_the_role_without_a_letter(client, place, django_capture_on_commit_callbacks):
    known = UserFactory(email="new@example.org", password="есть пароль 3")
    client.force_login(User.objects.get(full_name="head"))

    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            reverse("organizations:grant_create"), form_for(Role.METHODIST, place, email="NEW@example.org")
        )

    assert Grant.objects.get(user=known).municipality == place.municipality
    assert mail.outbox == []


def test_the_same_role_is_not_given_twice_for_the_same_days(client, place):
    client.force_login(User.objects.get(full_name="head"))
    url = reverse("organizations:grant_create")

    assert client.post(url, form_for(Role.CURATOR, place)).status_code == 302
    assert client.post(url, form_for(Role.CURATOR, place)).status_code == 422


def test_the_database_refuses_a_role_in_a_place_that_does_not_suit(place):
    with pytest.raises(IntegrityError), transaction.atomic():
        GrantFactory(role=Role.METHODIST, municipality=None, organization=place)
    with pytest.raises(IntegrityError), transaction.atomic():
        GrantFactory(role=Role.CURATOR, municipality=place.municipality)


def test_an_expired_and_a_future_grant_give_nothing(place):
    for actor in ("expired", "future"):
        user = User.objects.get(full_name=actor)
        assert grants_today(user) == []
        assert not visible_organizations(user).exists()


def test_an_ended_role_can_be_taken_back(client, place):
    grant = GrantFactory(municipality=place.municipality)
    client.force_login(User.objects.get(full_name="head"))

    client.post(reverse("organizations:grant_end", args=[grant.pk]), {"last_day": f"{TODAY:%d.%m.%Y}"})
    grant.refresh_from_db()
    assert grant.ends_on == TODAY + DAY

    client.post(reverse("organizations:grant_extend", args=[grant.pk]), {"ends_on": ""})
    grant.refresh_from_db()
    assert grant.ends_on is None
    recorded = AuditRecord.objects.filter(object_id=grant.pk).values_list("action", flat=True)
    assert set(recorded) == {"organizations.end_grant", "organizations.extend_grant"}


def test_a_role_does_not_end_before_it_begins(place):
    grant = GrantFactory(municipality=place.municipality, starts_on=TODAY)

    with pytest.raises(actions.NotYetBegun):
        actions.end_grant(grant, last_day=TODAY - DAY, by=None)


def test_the_form_says_which_roles_need_an_organization(client, place):
    client.force_login(User.objects.get(full_name="methodist"))
    page = client.get(reverse("organizations:grant_create")).content.decode()

    label = re.search(r'<label for="id_organization">.*?</label>', page)[0]
    hint = re.search(r'id="id_organization_helptext">(.*?)</p>', page)[1]
    school = dict(Term.objects.filter(vocabulary="role").values_list("key", "title"))[Role.ORGANIZATION]
    assert "можно позже" not in label
    assert hint.startswith("Обязательна для ролей: ")
    assert school in hint


@pytest.mark.parametrize(("page", "field"), [("grant_end", "last_day"), ("grant_delete", "reason")])
def test_the_last_head_is_asked_about_once_more(client, place, page, field):
    head = Grant.objects.on(TODAY).get(role=Role.HEAD)
    client.force_login(User.objects.get(full_name="region"))
    url, values = reverse(f"organizations:{page}", args=[head.pk]), {field: f"{TODAY:%d.%m.%Y}"}

    assert client.post(url, values).status_code == 422
    assert Grant.objects.get(pk=head.pk).ends_on is None
    assert client.post(url, values | {"is_sure": "on"}).status_code == 302


def test_a_head_who_is_not_the_last_is_not_asked_about(client, place):
    GrantFactory(role=Role.HEAD, municipality=place.municipality)
    head = Grant.objects.on(TODAY).filter(role=Role.HEAD).first()
    client.force_login(User.objects.get(full_name="region"))

    page = client.get(reverse("organizations:grant_end", args=[head.pk])).content.decode()
    assert "is_sure" not in page


def test_a_letter_is_sent_again_and_withdrawn(client, place, django_capture_on_commit_callbacks):
    grant = GrantFactory(municipality=place.municipality)
    InvitationFactory(user=grant.user)
    client.force_login(User.objects.get(full_name="head"))

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("organizations:grant_invite", args=[grant.pk]))
    assert len(mail.outbox) == 1
    client.post(reverse("organizations:grant_withdraw", args=[grant.pk]))
    assert not grant.user.invitations.live(timezone.now()).exists()


def test_the_authority_names_the_roles_in_its_own_words(client, place):
    Term.objects.filter(vocabulary="role", key=Role.METHODIST).update(title="специалист управления")
    client.force_login(User.objects.get(full_name="methodist"))

    assert "специалист управления" in client.get(reverse("organizations:grant_list")).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_for_any_length(sign_in, django_assert_num_queries, count):
    here = MunicipalityFactory()
    client = sign_in(municipality=here, role=Role.HEAD)
    for _ in range(count):
        GrantFactory(
            municipality=None, role=Role.CURATOR, organization=OrganizationFactory(municipality=here)
        )
    with django_assert_num_queries(8):
        page = client.get(reverse("organizations:grant_list"))
    assert page.content.count(b"/grants/") >= count


# --- Acting by one of several roles -----------------------------------------------------------------------------------
@pytest.fixture
def double(db):
    """A methodist of one district who also heads a school in another."""
    grant = GrantFactory(municipality__title="Ясный район")
    GrantFactory(user=grant.user, of_organization=True, organization__title="Лесная школа")
    return grant


def choose(client, grant):
    return client.post(reverse("organizations:role_switch"), {"grant": grant.pk if grant else ""})


def test_a_chosen_role_narrows_what_is_seen_and_says_so(client, double):
    OrganizationFactory(municipality=double.municipality, title="Школа Ясного района")
    client.force_login(double.user)
    school = double.user.grants.get(role=Role.ORGANIZATION)

    assert choose(client, school).status_code == 302
    page = client.get(reverse("organizations:organization_list"))

    assert page.wsgi_request.user.acting_as == f"руководитель организации, {school.organization}"
    assert str(page.wsgi_request.municipality) == str(school.organization.municipality)
    assert "Школа Ясного района" not in page.content.decode()
    own = visible_organizations(page.wsgi_request.user)
    assert list(own) == [school.organization]


def test_all_roles_come_back(client, double):
    client.force_login(double.user)
    choose(client, double)
    choose(client, None)

    user = client.get(reverse("accounts:my_access")).wsgi_request.user
    assert {grant.pk for grant in grants_today(user)} == set(double.user.grants.values_list("pk", flat=True))


def test_a_choice_never_widens(client, double):
    client.force_login(double.user)
    theirs = {grant.pk for grant in grants_today(User.objects.get(pk=double.user.pk))}
    foreign = GrantFactory()
    ended = GrantFactory(user=double.user, ends_on=TODAY)

    assert choose(client, foreign).status_code == 422
    for pk in (foreign.pk, ended.pk, 0, "nonsense", None):  # a session that was right yesterday
        user = User.objects.get(pk=double.user.pk)
        user.chosen_grant = pk
        assert {grant.pk for grant in grants_today(user)} <= theirs


def test_a_switch_is_offered_only_where_there_is_a_choice(client, double):
    client.force_login(double.user)
    assert "Действую как" in client.get(reverse("accounts:my_access")).content.decode()

    client.force_login(GrantFactory().user)
    assert "Действую как" not in client.get(reverse("accounts:my_access")).content.decode()


def test_the_log_can_tell_by_which_roles_somebody_acts(double):
    named = acting_in_words(double.user)

    assert (
        named.startswith("руководитель организации, Лесная школа")
        or "муниципальный методист, Ясный район" in named
    )


def test_ones_own_roles_stand_on_my_access(client, double):
    client.force_login(double.user)

    page = client.get(reverse("accounts:my_access")).content.decode()
    assert "Мои роли" in page
    assert "Ясный район" in page
