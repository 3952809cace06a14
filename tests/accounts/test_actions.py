import pytest

from masterstvo.accounts.actions import EmailIsTaken, change_password, create_user
from masterstvo.accounts.models import User
from masterstvo.core.models import AuditRecord
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_an_address_is_kept_in_lower_case():
    user = create_user(email=" Anna@Example.ORG ", full_name="Анна", password="pass-word-1", by=None)

    assert user.email == "anna@example.org"
    assert user.check_password("pass-word-1")


def test_an_address_taken_in_another_case_is_refused():
    UserFactory(email="anna@example.org")

    with pytest.raises(EmailIsTaken, match="уже занят"):
        create_user(email="ANNA@example.org", full_name="Анна", by=None)
    assert User.objects.count() == 1


def test_an_account_without_a_password_opens_to_nobody():
    assert not create_user(email="a@example.org", full_name="Анна", by=None).has_usable_password()


def test_the_log_tells_that_a_password_changed_and_never_the_password():
    user = UserFactory()

    change_password(user, password="new-pass-word", by=user)

    record = AuditRecord.objects.get(action="accounts.change_password")
    assert (record.by, record.changes) == (user, {})
    user.refresh_from_db()
    assert user.check_password("new-pass-word")
