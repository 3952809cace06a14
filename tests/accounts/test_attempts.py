"""Guessing is stopped, and nobody else is stopped with it."""

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from masterstvo.accounts.actions import TooManyAttempts, begin_attempt, forget_attempts
from masterstvo.accounts.attempts import CODE, RESET, SIGN_IN, Who, keys
from masterstvo.accounts.models import Attempt
from tests.accounts.codes import code_of, set_up
from tests.factories.accounts import AttemptFactory, UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "река-и-берег-7"
NOW = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)
WHEN_AGAIN = r"Слишком много попыток\. Попробуйте снова через \d+\sминут[уы]?, после \d\d:\d\d\."


def enter(client, email, password=PASSWORD, **more):
    return client.post(reverse("accounts:sign_in"), {"username": email, "password": password}, **more)


def whole_errors(response):
    return " ".join(map(str, response.context["form"].non_field_errors()))


def from_address(address):
    return Client(REMOTE_ADDR=address)


def test_a_hundred_wrong_passwords_shut_the_right_one_out_and_no_other_account(client):
    UserFactory(email="anna@example.org", password=PASSWORD)
    other = UserFactory(email="boris@example.org", password=PASSWORD)
    for number in range(100):
        enter(client, "anna@example.org", f"догадка-{number}")

    refused = enter(client, "anna@example.org")
    entered = enter(client, "boris@example.org")

    assert refused.status_code == 422
    assert re.fullmatch(WHEN_AGAIN, whole_errors(refused))
    assert client.session["_auth_user_id"] == str(other.pk)
    assert entered.status_code == 302


def test_the_owner_at_another_computer_is_not_shut_out(client):
    UserFactory(email="anna@example.org", password=PASSWORD)
    for number in range(20):
        enter(client, "anna@example.org", f"догадка-{number}")

    assert enter(from_address("198.51.100.1"), "anna@example.org").status_code == 302


def test_many_computers_guessing_one_account_are_stopped():
    UserFactory(email="anna@example.org", password=PASSWORD)
    for number in range(60):
        enter(from_address(f"198.51.100.{number}"), "anna@example.org", "догадка")

    assert re.search(WHEN_AGAIN, whole_errors(enter(from_address("198.51.100.250"), "anna@example.org")))


def test_one_computer_guessing_many_accounts_is_stopped(client):
    for number in range(100):
        enter(client, f"nobody{number}@example.org", "догадка")

    UserFactory(email="anna@example.org", password=PASSWORD)
    assert re.search(WHEN_AGAIN, whole_errors(enter(client, "anna@example.org")))


def test_an_account_that_does_not_exist_is_shut_in_the_same_words(client):
    UserFactory(email="anna@example.org", password=PASSWORD)
    answers = set()
    for email in ("anna@example.org", "nobody@example.org"):
        for _ in range(10):
            enter(client, email, "догадка")
        answers.add(re.sub(r"\d+", "…", whole_errors(enter(client, email, "догадка"))))

    assert len(answers) == 1


def test_writing_an_address_otherwise_gives_no_more_tries(client):
    for email in ("anna@example.org", "ANNA@example.org ", " Anna@Example.org") * 4:
        refused = enter(client, email, "догадка")

    assert re.search(WHEN_AGAIN, whole_errors(refused))


def test_a_header_that_anybody_can_send_gives_no_more_tries(client):
    for number in range(11):
        refused = enter(client, "a@example.org", "догадка", headers={"x-forwarded-for": f"10.0.0.{number}"})

    assert re.search(WHEN_AGAIN, whole_errors(refused))


def test_behind_our_own_proxy_the_reader_is_told_apart_by_the_header(client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(11):
        forged = {"x-forwarded-for": f"10.0.0.{number}, 203.0.113.7"}
        refused = enter(client, "a@example.org", "догадка", headers=forged)

    assert re.search(WHEN_AGAIN, whole_errors(refused))
    other = enter(client, "a@example.org", "догадка", headers={"x-forwarded-for": "203.0.113.8"})
    assert not re.search(WHEN_AGAIN, whole_errors(other))


def test_a_right_password_makes_the_count_begin_anew(client):
    UserFactory(email="anna@example.org", password=PASSWORD)
    for _ in range(3):
        for number in range(9):
            enter(client, "anna@example.org", f"догадка-{number}")
        assert enter(client, "anna@example.org").status_code == 302
        client.logout()


def test_codes_are_guessed_ten_times_at_most_whatever_the_password(client):
    anna = UserFactory(email="anna@example.org", password=PASSWORD)
    set_up(anna)
    for number in range(12):
        enter(client, "anna@example.org")
        refused = client.post(reverse("accounts:second_factor"), {"code": f"00000{number % 10}"})

    assert re.fullmatch(WHEN_AGAIN, whole_errors(refused))
    still = client.post(reverse("accounts:second_factor"), {"code": code_of()})
    assert still.status_code == 422
    assert "_auth_user_id" not in client.session


def test_the_old_password_of_an_open_session_is_guessed_ten_times_at_most(client):
    client.force_login(UserFactory(password=PASSWORD))
    answers = {"new_password1": "чайник-и-апрель-9", "new_password2": "чайник-и-апрель-9"}
    for number in range(10):
        client.post(reverse("accounts:password_change"), {"old_password": f"догадка-{number}", **answers})
    refused = client.post(reverse("accounts:password_change"), {"old_password": PASSWORD, **answers})

    assert re.fullmatch(WHEN_AGAIN, whole_errors(refused))
    assert "old_password" not in refused.context["form"].errors


def test_three_letters_an_hour_are_sent_and_the_answer_stays_the_same(
    client, django_capture_on_commit_callbacks
):
    UserFactory(email="anna@example.org", password=PASSWORD)
    with django_capture_on_commit_callbacks(execute=True):
        answers = {client.post(reverse("accounts:password_reset"), {"email": "anna@example.org"}).url for _ in range(5)}  # fmt: skip

    assert len(mail.outbox) == 3
    assert answers == {reverse("accounts:sign_in")}


# --- The count itself -----------------------------------------------------------------------------------------------
ANNA = Who("anna@example.org", "203.0.113.7")


def tried(limits=SIGN_IN, who=ANNA, now=NOW):
    try:
        begin_attempt(limits, who, now=now)
    except TooManyAttempts as refusal:
        return str(refusal)
    return ""


def test_the_time_of_the_next_try_is_told():
    for _ in range(10):
        assert tried() == ""

    later = NOW + dt.timedelta(minutes=4)
    again = timezone.localtime(NOW + dt.timedelta(minutes=15))
    assert tried(now=later).replace("\xa0", " ") == (
        f"Слишком много попыток. Попробуйте снова через 11 минут, после {again:%H:%M}."
    )


def test_after_the_quarter_of_an_hour_one_may_try_again():
    for _ in range(11):
        tried()

    assert tried(now=NOW + dt.timedelta(minutes=15)) == ""


def test_refused_tries_are_not_counted_so_that_they_shut_nobody_else_out():
    for _ in range(500):
        tried()

    assert sorted(Attempt.objects.values_list("n_tried", flat=True)) == [10, 10, 10]


def test_forgetting_leaves_the_address_counted():
    tried()
    forget_attempts(SIGN_IN, ANNA)

    (address,) = [key for key, limit in keys(SIGN_IN, ANNA).items() if limit.of == ("address",)]
    assert list(Attempt.objects.values_list("key", flat=True)) == [address]


def test_what_is_over_is_removed():
    AttemptFactory(until=NOW)
    tried()

    assert Attempt.objects.filter(until__lte=NOW).count() == 0


def test_the_table_tells_neither_accounts_nor_addresses():
    tried()

    kept = str(list(Attempt.objects.values()))
    assert "anna" not in kept
    assert "203.0" not in kept


@pytest.mark.parametrize("limits", [SIGN_IN, CODE, RESET])
def test_every_limit_stands_alone(limits):
    """Otherwise asking for letters would shut the sign-in."""
    mine = set(keys(limits, ANNA))

    assert not any(mine & set(keys(other, ANNA)) for other in (SIGN_IN, CODE, RESET) if other is not limits)


def test_a_try_costs_few_queries(django_assert_max_num_queries):
    tried()
    with django_assert_max_num_queries(8):
        tried()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="the database of these tests lives in one process")
def test_tries_of_many_processes_at_the_same_moment_are_all_counted():
    def try_once(_):
        try:
            return tried() == ""
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        admitted = sum(pool.map(try_once, range(40)))

    assert admitted == 10
