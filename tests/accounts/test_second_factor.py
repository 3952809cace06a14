"""The second factor: setting up, entering with it, who must have one, and losing it."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from masterstvo.accounts.actions import invite
from masterstvo.accounts.adapters import SIGNED_IN
from masterstvo.accounts.queries import SecondFactor, recovery_codes_of, second_factor_of
from masterstvo.core.models import AuditRecord
from masterstvo.organizations.choices import Role
from tests.accounts.codes import SECRET, code_of, set_up
from tests.factories.accounts import UserFactory
from tests.factories.organizations import GrantFactory, RegionFactory

pytestmark = pytest.mark.django_db
PASSWORD = "река-и-берег-7"
SETUP, CODE_PAGE, CODES = (
    reverse(f"accounts:{name}") for name in ("second_factor_setup", "second_factor", "recovery_codes")
)


@pytest.fixture
def anna():
    return UserFactory(email="anna@example.org", password=PASSWORD)


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR = "required"


def enter(client, user, **more):
    answers = {"username": user.email, "password": PASSWORD, **more}
    return client.post(reverse("accounts:sign_in"), answers)


def is_in(client):
    return "_auth_user_id" in client.session


def turn_on(client, **more):
    """Set the second factor up on the page and return its secret and the answer."""
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", client.get(SETUP).content.decode())[1]
    return secret, client.post(SETUP, {"code": code_of(secret), **more})


# --- Entering -------------------------------------------------------------------------------------------------------
def test_a_password_alone_opens_an_account_without_a_second_factor(client, anna):
    enter(client, anna)

    assert is_in(client)


def test_with_a_second_factor_the_password_only_leads_to_the_code(client, anna):
    set_up(anna)

    assert enter(client, anna).url == CODE_PAGE
    assert not is_in(client)
    assert client.get(reverse("accounts:my_access")).status_code == 302


def test_the_code_leads_where_the_reader_was_going(client, anna):
    set_up(anna)
    enter(client, anna, next="/organizations/")

    response = client.post(CODE_PAGE, {"code": code_of()})

    assert response.url == "/organizations/"
    assert is_in(client)


@pytest.mark.parametrize("code", ["", "000000", "12345", "абвгде", "0" * 20])
def test_a_wrong_code_is_refused_with_a_sentence(client, anna, code):
    set_up(anna)
    enter(client, anna)

    response = client.post(CODE_PAGE, {"code": code})

    assert response.status_code == 422
    assert response.context["form"].errors["code"]
    assert not is_in(client)


@pytest.mark.parametrize(("later", "opens"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_half_a_minute_wrong_does_no_harm(client, anna, later, opens):
    set_up(anna)
    enter(client, anna)

    client.post(CODE_PAGE, {"code": code_of(later=later)})

    assert is_in(client) is opens


def test_a_code_opens_once_whichever_process_is_asked(client, anna):
    set_up(anna)
    used = code_of()
    for each in (client, Client()):
        enter(each, anna)
        each.post(CODE_PAGE, {"code": used})
    over_the_shoulder = each

    assert is_in(client)
    assert not is_in(over_the_shoulder)


def test_the_code_that_proved_the_application_does_not_open(client, anna):
    enter(client, anna)
    secret, _ = turn_on(client)
    client.logout()
    enter(client, anna)

    client.post(CODE_PAGE, {"code": code_of(secret)})

    assert not is_in(client)


def test_a_recovery_code_opens_once(client, anna):
    set_up(anna)
    code = recovery_codes_of(anna)[3]
    for opens in (True, False):
        enter(client, anna)
        client.post(CODE_PAGE, {"code": f" {code[:4]} {code[4:]} "})
        assert is_in(client) is opens
        client.logout()

    assert second_factor_of(anna).n_codes == 9


def test_the_page_of_the_code_opens_only_after_a_password(client):
    assert client.get(CODE_PAGE).url == reverse("accounts:sign_in")
    assert client.post(CODE_PAGE, {"code": code_of()}).url == reverse("accounts:sign_in")


def test_a_password_given_long_ago_must_be_given_again(client, anna):
    set_up(anna)
    enter(client, anna)
    session = client.session
    session["account_login"]["initiated_at"] -= 16 * 60
    session.save()

    assert client.post(CODE_PAGE, {"code": code_of()}).url == reverse("accounts:sign_in")
    assert not is_in(client)


def test_an_account_closed_between_the_steps_stays_closed(client, anna):
    set_up(anna)
    enter(client, anna)
    anna.is_active = False
    anna.save()

    client.post(CODE_PAGE, {"code": code_of()})

    assert not is_in(client)


# --- Setting up -----------------------------------------------------------------------------------------------------
def test_setting_up_shows_a_picture_that_says_the_same_as_the_key(client, anna):
    enter(client, anna)
    page = client.get(SETUP)
    picture = client.get(reverse("accounts:second_factor_qr"))

    key = page.context["secret"].replace(" ", "")
    link = urlsplit(page.context["link"])
    assert (link.scheme, link.netloc, unquote(link.path)) == ("otpauth", "totp", "/anna@example.org")
    assert parse_qs(link.query) == {"secret": [key], "issuer": ["Мастерство"]}
    assert picture["Content-Type"] == "image/svg+xml"
    assert "no-store" in picture["Cache-Control"]
    assert b"<path" in picture.content
    assert b"<script" not in picture.content


def test_the_key_stays_the_same_while_the_page_is_opened_again(client, anna):
    """Who has pointed the camera and reloads the page must not begin anew."""
    enter(client, anna)

    assert client.get(SETUP).context["secret"] == client.get(SETUP).context["secret"]


def test_after_the_first_code_the_recovery_codes_are_shown_until_they_are_written_down(client, anna):
    enter(client, anna)
    _, response = turn_on(client)

    shown = client.get(CODES).context["codes"]
    assert response.url == CODES
    assert (len(shown), len(set(shown))) == (10, 10)
    file = client.get(reverse("accounts:recovery_codes_file"))
    assert file["Content-Disposition"] == 'attachment; filename="masterstvo-codes.txt"'
    assert all(code in file.content.decode() for code in shown)

    client.post(CODES)

    assert client.get(CODES).url == reverse("accounts:my_access")
    assert client.get(reverse("accounts:recovery_codes_file")).url == reverse("accounts:my_access")


def test_recovery_codes_are_shown_in_no_other_session(client, anna):
    enter(client, anna)
    turn_on(client)
    other = Client()
    other.force_login(anna)

    assert other.get(CODES).url == reverse("accounts:my_access")


def test_a_wrong_first_code_sets_nothing_up(client, anna):
    enter(client, anna)
    client.get(SETUP)

    response = client.post(SETUP, {"code": "000000"})

    assert response.status_code == 422
    assert "Код не подошёл" in response.context["form"].errors["code"][0]
    assert not second_factor_of(anna).is_on


def test_at_a_screen_left_open_the_password_is_asked(client, anna):
    enter(client, anna)
    session = client.session
    session[SIGNED_IN] -= 11 * 60
    session.save()

    _, without = turn_on(client)
    _, wrong = turn_on(client, password="не тот")
    _, right = turn_on(client, password=PASSWORD)

    assert (without.status_code, wrong.status_code, right.status_code) == (422, 422, 302)


def test_another_phone_needs_a_code_of_the_one_before(client, anna):
    set_up(anna)
    client.force_login(anna)

    _, without = turn_on(client)
    _, wrong = turn_on(client, old_code="000000")
    new, right = turn_on(client, old_code=code_of())

    assert (without.status_code, wrong.status_code, right.status_code) == (422, 422, 302)
    assert Authenticator.objects.filter(type="totp").count() == 1
    client.logout()
    enter(client, anna)
    client.post(CODE_PAGE, {"code": code_of(later=1)})
    assert not is_in(client)
    client.post(CODE_PAGE, {"code": code_of(new, later=1)})
    assert is_in(client)


def test_setting_up_ends_the_other_sessions(client, anna):
    other = Client()
    enter(other, anna)
    enter(client, anna)
    turn_on(client)

    assert other.get(reverse("accounts:my_access")).status_code == 302
    assert client.get(reverse("accounts:my_access")).status_code == 200


def test_secrets_are_kept_encrypted(anna):
    set_up(anna)

    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert SECRET not in kept
    assert not any(code in kept for code in recovery_codes_of(anna))


def test_a_new_secret_key_of_the_server_still_reads_what_the_old_one_wrote(client, anna, settings):
    set_up(anna)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key of the server, made today"
    enter(client, anna)

    client.post(CODE_PAGE, {"code": code_of()})

    assert is_in(client)


def test_without_the_secret_key_of_before_a_sentence_says_what_to_do(client, anna, settings):
    """A backup holds no secret key: on another computer the second factors of it cannot be read."""
    set_up(anna)
    settings.SECRET_KEY = "the key of another computer"
    enter(client, anna)

    response = client.post(CODE_PAGE, {"code": code_of()})

    assert response.status_code == 422
    assert "Попросите его сбросить" in str(response.context["form"].non_field_errors())
    assert not is_in(client)
    assert second_factor_of(anna) == SecondFactor(is_on=True, n_codes=0)


# --- New codes, off, lost -------------------------------------------------------------------------------------------
def test_new_recovery_codes_replace_the_old_ones(client, anna):
    set_up(anna)
    client.force_login(anna)
    old = recovery_codes_of(anna)

    response = client.post(reverse("accounts:recovery_codes_create"), {"code": code_of()})

    assert response.url == CODES
    assert not set(old) & set(client.get(CODES).context["codes"])


@pytest.mark.parametrize("name", ["recovery_codes_create", "second_factor_turn_off"])
def test_without_a_code_nothing_changes(client, anna, name):
    set_up(anna)
    client.force_login(anna)
    before = recovery_codes_of(anna)

    assert client.post(reverse(f"accounts:{name}"), {"code": "000000"}).status_code == 422
    assert recovery_codes_of(anna) == before
    assert second_factor_of(anna).is_on


@pytest.mark.parametrize("name", ["recovery_codes_create", "second_factor_turn_off"])
def test_without_a_second_factor_one_is_led_to_set_it_up(client, anna, name):
    client.force_login(anna)

    assert client.get(reverse(f"accounts:{name}")).url == SETUP


def test_it_may_be_turned_off_with_a_code(client, anna, django_capture_on_commit_callbacks):
    set_up(anna)
    client.force_login(anna)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("accounts:second_factor_turn_off"), {"code": code_of()})

    assert not Authenticator.objects.exists()
    assert [letter.subject for letter in mail.outbox] == ["Мастерство: второй фактор выключен"]


def test_who_must_have_one_does_not_turn_it_off(client, required):
    user = GrantFactory(role=Role.METHODIST).user
    user.set_password(PASSWORD)
    user.save()
    set_up(user)
    enter(client, user)
    client.post(CODE_PAGE, {"code": code_of()})

    response = client.post(reverse("accounts:second_factor_turn_off"), {"code": code_of(later=1)})

    assert response.status_code == 422
    assert "обязателен" in str(response.context["form"].non_field_errors())
    assert second_factor_of(user).is_on


def test_the_support_desk_resets_it_for_one_who_lost_everything(client, anna, capsys):
    set_up(anna)
    enter(client, anna)
    client.post(CODE_PAGE, {"code": code_of()})

    call_command("second_factor_reset", "Anna@example.org", reason="телефон утонул")

    assert not second_factor_of(anna).is_on
    assert client.get(reverse("accounts:my_access")).status_code == 302
    assert AuditRecord.objects.get(action="accounts.turn_off_second_factor").reason == "телефон утонул"


def test_the_command_says_when_there_is_no_such_account(db):
    with pytest.raises(CommandError, match="нет, или вход ей закрыт"):
        call_command("second_factor_reset", "nobody@example.org")


# --- Who must have one ----------------------------------------------------------------------------------------------
ROLES = [
    (Role.REGION, True),
    (Role.HEAD, True),
    (Role.METHODIST, True),
    (Role.OBSERVER, True),
    (Role.ORGANIZATION, False),
    (Role.CURATOR, False),
]


def holder(role):
    if role == Role.REGION:
        user = GrantFactory(role=role, municipality=None, region=RegionFactory()).user
    elif role in (Role.ORGANIZATION, Role.CURATOR):
        user = GrantFactory(of_organization=True, role=role).user
    else:
        user = GrantFactory(role=role).user
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.mark.parametrize(("role", "is_led"), ROLES)
def test_roles_above_a_school_are_led_to_set_it_up_and_open_nothing_else(client, required, role, is_led):
    enter(client, holder(role))

    answers = {
        client.get(path).headers.get("Location", "") for path in ("/organizations/", "/account/", "/admin/")
    }

    assert (answers == {SETUP}) is is_led


def test_the_support_desk_is_led_as_well(client, required):
    enter(client, UserFactory(email="desk@example.org", password=PASSWORD, is_superuser=True, is_staff=True))

    assert client.get("/admin/").url == SETUP


@pytest.mark.parametrize(
    "path", ["/people/", "/account/password/", reverse("organizations:organization_create")]
)
def test_nothing_is_written_before_it_is_set_up(client, required, path):
    enter(client, holder(Role.METHODIST))

    assert client.post(path).url == SETUP


def test_before_it_is_set_up_one_can_set_it_up_or_leave(client, required):
    enter(client, holder(Role.METHODIST))

    assert client.get(SETUP).status_code == 200
    assert client.get(reverse("accounts:second_factor_qr")).status_code == 200
    assert client.post(reverse("accounts:sign_out")).url == reverse("accounts:sign_in")
    assert not is_in(client)


def test_once_it_is_set_up_everything_opens(client, required):
    enter(client, holder(Role.METHODIST))
    turn_on(client)

    assert client.get(CODES).status_code == 200
    assert client.get("/organizations/").status_code == 200


def test_a_session_from_before_the_second_factor_must_enter_again(client, required):
    user = holder(Role.METHODIST)
    client.force_login(user)
    set_up(user)

    response = client.get("/organizations/")

    assert response.url == "/sign-in/?next=/organizations/"
    assert not is_in(client)


def test_a_role_given_today_leads_from_the_next_page_on(client, required, anna):
    enter(client, anna)
    assert client.get("/account/").status_code == 200

    GrantFactory(user=anna, role=Role.METHODIST)

    assert client.get("/account/").url == SETUP


def test_where_it_is_optional_nobody_is_led(client):
    enter(client, holder(Role.METHODIST))

    assert client.get("/organizations/").status_code == 200


@pytest.mark.parametrize("way", ["optional", "required"])
def test_a_proved_second_factor_costs_no_queries(client, settings, django_assert_num_queries, way):
    settings.SECOND_FACTOR = way
    user = holder(Role.METHODIST)
    set_up(user)
    enter(client, user)
    client.post(CODE_PAGE, {"code": code_of()})
    client.get("/account/password/")

    with django_assert_num_queries(5):  # the same number both ways
        client.get("/account/password/")


def test_the_log_tells_what_was_done_and_no_code(client, anna):
    enter(client, anna)
    turn_on(client)

    told = AuditRecord.objects.filter(action__startswith="accounts.").order_by("pk")
    assert [each.action for each in told] == [
        "accounts.sign_in",
        "accounts.turn_on_second_factor",
        "accounts.end_sessions",
    ]
    assert not any(each.changes for each in told)


def test_sessions_of_the_database_are_as_many_as_are_listed(client, anna):
    enter(client, anna)

    assert Session.objects.count() == UserSession.objects.filter(user=anna).count() == 1


# --- A letter of invitation -----------------------------------------------------------------------------------------
@pytest.fixture
def invited_methodist(required, django_capture_on_commit_callbacks):
    """Return (user without a password yet, path of the link in the letter)."""
    user = GrantFactory(role=Role.METHODIST).user
    user.set_unusable_password()
    user.save()
    with django_capture_on_commit_callbacks(execute=True):
        invite(user, by=None, site="https://school.example")
    return user, urlsplit(re.search(r"https://\S+", mail.outbox[-1].body)[0]).path


def accept(client, link):
    return client.post(link, {"new_password1": PASSWORD, "new_password2": PASSWORD}, follow=True)


def test_an_invitation_leads_through_the_second_factor_to_the_readers_page(client, invited_methodist):
    user, link = invited_methodist
    assert client.get(link).status_code == 200

    assert accept(client, link).redirect_chain[-1][0] == SETUP
    _, response = turn_on(client)
    assert response.url == CODES
    assert len(client.get(CODES).context["codes"]) == 10
    landed = client.post(CODES, follow=True)

    assert (landed.status_code, landed.redirect_chain[-1][0]) == (200, reverse("accounts:my_access"))
    assert client.get("/organizations/").status_code == 200
    assert second_factor_of(user).is_on


def test_an_invitation_left_halfway_opens_nothing_and_is_taken_up_again_with_the_password(
    client, invited_methodist
):
    user, link = invited_methodist
    accept(client, link)
    assert client.get("/organizations/").url == SETUP

    later = Client()
    assert not is_in(later)
    enter(later, user)
    assert later.get("/organizations/").url == SETUP
    assert client.get(link).context["form"] is None  # the link itself opens no second time
    turn_on(later)
    assert later.get("/organizations/").status_code == 200
    assert client.get("/organizations/").url == "/sign-in/?next=/organizations/"
