"""Coming in by a letter: once, for a week, and the letter is the only place where the link stands."""

import dataclasses
import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from masterstvo.accounts import actions, attempts
from masterstvo.accounts.models import Attempt, Invitation, User
from masterstvo.accounts.queries import live_invitation
from masterstvo.core.models import AuditRecord
from tests.factories.accounts import UserFactory

SITE = "https://school.example"
PASSWORD = {"new_password1": "берёзовая роща 7", "new_password2": "берёзовая роща 7"}


@pytest.fixture
def invited(db, django_capture_on_commit_callbacks):
    """Invite a user and return (user, token of the letter)."""

    def send(user=None, by=None):
        user = user or UserFactory(full_name="Петрова Анна")
        with django_capture_on_commit_callbacks(execute=True):
            actions.invite(user, by=by, site=SITE)
        return user, token_of(mail.outbox[-1])

    return send


def token_of(letter):
    return re.search(r"/invitation/([^/]+)/", letter.body)[1]


def page(token):
    return reverse("accounts:invitation_accept", args=[token])


def test_the_letter_tells_nothing_personal_and_goes_to_the_address(invited):
    user, token = invited()

    letter = mail.outbox[0]
    assert letter.to == [user.email]
    assert letter.subject == "Мастерство: приглашение"
    assert f"{SITE}{page(token)}" in letter.body
    assert user.full_name not in letter.body
    assert user.email not in letter.body


def test_the_link_is_kept_only_as_a_hash(invited):
    _, token = invited()

    kept = Invitation.objects.get()
    assert len(kept.token_hash) == 64
    assert token not in kept.token_hash
    assert not AuditRecord.objects.filter(changes__icontains=token).exists()


def test_no_letter_leaves_before_the_commit(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as later:
        actions.invite(UserFactory(), by=None, site=SITE)

    assert mail.outbox == []
    assert len(later) == 1


def test_the_link_sets_the_password_and_signs_in(client, invited):
    user, token = invited()

    response = client.post(page(token), PASSWORD)

    assert response["Location"] == reverse("accounts:my_access")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert User.objects.get(pk=user.pk).check_password(PASSWORD["new_password1"])


def test_looking_at_the_link_uses_nothing_up(client, invited):
    _, token = invited()

    assert client.get(page(token)).status_code == 200
    assert client.get(page(token)).status_code == 200


def test_a_weak_password_is_refused_and_the_link_lives_on(client, invited):
    _, token = invited()

    assert (
        client.post(page(token), {"new_password1": "12345678", "new_password2": "12345678"}).status_code
        == 422
    )
    assert live_invitation(token) is not None


def test_used_expired_replaced_withdrawn_and_unknown_links_look_the_same(client, invited):
    _, used = invited()
    client.post(page(used), PASSWORD)
    client.logout()
    user, replaced = invited()
    _, withdrawn = invited(user)
    actions.withdraw_invitation(user, by=None)
    _, expired = invited()
    Invitation.objects.filter(pk=live_invitation(expired).pk).update(expires_at=timezone.now())

    answers = []
    for token in (used, replaced, withdrawn, expired, "unknown"):
        for response in (client.get(page(token)), client.post(page(token), PASSWORD)):
            answers.append(
                re.search(r"<h1>.*?</main>", response.content.decode(), re.S)[0].split("<div", 1)[0]
            )
    assert set(answers) == {answers[0]}
    assert "попросите того, кто вас пригласил" in answers[0]
    assert "_auth_user_id" not in client.session


def test_of_two_at_once_the_second_is_refused(invited):
    user, token = invited()
    first, second = live_invitation(token), live_invitation(token)  # both have read it as live

    actions.accept_invitation(first, password="первый пароль 1")
    with pytest.raises(actions.InvitationIsDead):
        actions.accept_invitation(second, password="второй пароль 2")

    assert User.objects.get(pk=user.pk).check_password("первый пароль 1")


def test_a_job_that_runs_twice_leaves_one_link_alive(invited):
    _, first = invited()

    actions.send_invitation(Invitation.objects.get(), site=SITE)

    assert live_invitation(first) is None
    assert live_invitation(token_of(mail.outbox[-1])) is not None


def test_whoever_has_a_password_is_not_invited(db):
    with pytest.raises(actions.IsAlreadyIn):
        actions.invite(UserFactory(password="свой пароль 5"), by=None, site=SITE)


def test_a_closed_account_is_not_invited(db):
    with pytest.raises(actions.AccountIsClosed):
        actions.invite(UserFactory(is_active=False), by=None, site=SITE)


def test_an_address_gets_three_letters_a_day(invited):
    user, _ = invited()
    invited(user)
    invited(user)

    with pytest.raises(actions.TooManyInvitations):
        actions.invite(user, by=None, site=SITE)
    Attempt.objects.update(until=timezone.now())
    invited(user)


def test_an_inviter_sends_so_many_letters_a_day(invited, monkeypatch):
    narrow = (dataclasses.replace(actions.LETTERS_BY[0], most=1),)
    monkeypatch.setitem(attempts.NAMES, narrow, "letters_by")
    monkeypatch.setattr(actions, "LETTERS_BY", narrow)
    inviter = UserFactory()
    invited(by=inviter)

    with pytest.raises(actions.TooManyInvitations):
        actions.invite(UserFactory(), by=inviter, site=SITE)
    actions.invite(UserFactory(), by=UserFactory(), site=SITE)
    assert Attempt.objects.count() == 4  # of two people and two inviters: a refused letter counts for nobody
