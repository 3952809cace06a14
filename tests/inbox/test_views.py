"""Pages of notices: each sees the own ones, reads them by a button, says how to be written to."""

import pytest
from django.urls import reverse

from masterstvo.core.models import AuditRecord
from masterstvo.inbox.models import Notice, Preference
from tests.factories.inbox import NoticeFactory

pytestmark = pytest.mark.django_db
LIST = reverse("inbox:notice_list")


def test_a_notice_is_read_by_its_button_and_leads_to_its_page(sign_in):
    client = sign_in()
    notice = NoticeFactory(user=client.user)
    assert "новое" in client.get(LIST).content.decode()
    assert Notice.objects.filter(read_at=None).exists()

    answer = client.post(reverse("inbox:notice_open", args=[notice.pk]))

    assert answer["Location"] == notice.url
    assert not Notice.objects.filter(read_at=None).exists()


def test_a_notice_of_somebody_else_is_not_there(sign_in):
    client = sign_in()
    other = NoticeFactory(text="Чужое")

    assert "Чужое" not in client.get(LIST).content.decode()
    assert client.post(reverse("inbox:notice_open", args=[other.pk])).status_code == 404
    client.post(reverse("inbox:notice_read_all"))
    assert Notice.objects.get().read_at is None


def test_the_list_is_narrowed_by_kind(sign_in):
    client = sign_in()
    NoticeFactory(user=client.user, kind="due", text="Срок протокола")
    NoticeFactory(user=client.user, kind="message", text="Сбор в среду")

    page = client.get(LIST, {"kind": "due"}).content.decode()

    assert "Срок протокола" in page
    assert "Сбор в среду" not in page


@pytest.mark.parametrize("n", [1, 3])
def test_the_queries_of_the_list_do_not_grow(sign_in, django_assert_max_num_queries, n):
    client = sign_in()
    NoticeFactory.create_batch(n, user=client.user)
    client.get(LIST)

    with django_assert_max_num_queries(14):
        client.get(LIST)


def test_preferences_are_kept_and_recorded(sign_in):
    client = sign_in()
    page = reverse("inbox:notice_settings")
    assert client.get(page).status_code == 200

    asked = {"letters": "daily", "told": ["due"], "quiet_from": "21:00", "quiet_until": "07:30"}
    client.post(page, asked)

    kept = Preference.objects.get(user=client.user)
    assert (kept.letters, "due" in kept.muted, "message" in kept.muted) == ("daily", False, True)
    assert AuditRecord.objects.filter(action="inbox.edit_preference").exists()
    assert "checked" in client.get(page).content.decode()
