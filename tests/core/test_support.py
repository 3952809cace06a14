"""The support desk looks at everything, writes little, and never silently."""

import pytest
from django.contrib import admin
from django.db import models
from django.urls import reverse

from masterstvo.accounts.models import User
from masterstvo.core.models import AuditRecord, Term
from masterstvo.core.support import ReadOnlyAdmin, RecordedAdmin
from masterstvo.organizations.choices import Role
from tests.factories.accounts import UserFactory
from tests.factories.core import TermFactory
from tests.factories.documents import DocumentFactory
from tests.factories.organizations import GrantFactory

OURS = {
    model: page for model, page in admin.site._registry.items() if model.__module__.startswith("masterstvo.")
}
WRITABLE = {
    "accounts.user",
    "core.term",
    "organizations.region",
    "organizations.municipality",
    "training.provider",
}


@pytest.fixture
def desk(client, db):
    client.user = UserFactory(is_superuser=True, is_staff=True)
    client.force_login(client.user)
    return client


def address(obj):
    return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_change", args=[obj.pk])


def answers(user, **changed):
    kept = {"email": user.email, "full_name": user.full_name}
    flags = {name: "on" for name in ("is_active", "is_staff", "is_superuser") if getattr(user, name)}
    return {name: value for name, value in (kept | flags | changed).items() if value}


def test_every_model_is_looked_at_or_edited_with_a_record():
    assert all(isinstance(page, ReadOnlyAdmin | RecordedAdmin) for page in OURS.values())
    assert {
        model._meta.label_lower for model, page in OURS.items() if isinstance(page, RecordedAdmin)
    } == WRITABLE


def test_no_file_comes_in_past_the_antivirus():
    taking = [model for model, page in OURS.items() if isinstance(page, RecordedAdmin)]

    assert not [
        field for model in taking for field in model._meta.fields if isinstance(field, models.FileField)
    ]
    assert all(not page.inlines for page in OURS.values() if isinstance(page, RecordedAdmin))


def test_what_actions_change_is_only_looked_at(desk):
    document = DocumentFactory()

    assert desk.get(address(document)).status_code == 200
    assert desk.post(address(document), {"title": "подменено"}).status_code == 403
    assert desk.get(reverse("admin:documents_document_add")).status_code == 403
    assert (
        desk.post(reverse("admin:documents_document_delete", args=[document.pk]), {"post": "yes"}).status_code
        == 403
    )


def test_an_edit_leaves_a_record_of_what_stood_before(desk):
    term = TermFactory(title="было")
    page = desk.get(address(term)).context["adminform"].form
    values = {name: "" if page[name].value() is None else page[name].value() for name in page.fields}

    answer = desk.post(address(term), values | {"title": "стало"})

    told = AuditRecord.objects.latest("pk")
    assert answer.status_code == 302
    assert Term.objects.get(pk=term.pk).title == "стало"
    assert (told.by, told.action, told.object_id) == (desk.user, "core.edit_term", term.pk)
    assert told.changes == {"title": ["было", "стало"]}


def test_a_new_account_has_no_password_until_its_owner_chooses_one(desk):
    desk.post(
        reverse("admin:accounts_user_add"),
        {"email": "new@example.org", "full_name": "Новая", "is_active": "on"},
    )

    user = User.objects.get(email="new@example.org")
    assert not user.has_usable_password()
    assert AuditRecord.objects.latest("pk").action == "accounts.create_user"


@pytest.mark.parametrize("lost", ["is_active", "is_staff", "is_superuser"])
def test_the_last_administrator_stays(desk, lost):
    UserFactory(is_superuser=True, is_staff=True, is_active=False)

    refused = desk.post(address(desk.user), answers(desk.user, **{lost: ""}))

    assert "Это последний администратор программы" in refused.content.decode()
    assert getattr(User.objects.get(pk=desk.user.pk), lost)
    UserFactory(is_superuser=True, is_staff=True)
    assert desk.post(address(desk.user), answers(desk.user, **{lost: ""})).status_code == 302


def test_the_last_head_of_a_municipality_stays(desk):
    head = GrantFactory(role=Role.HEAD)

    refused = desk.post(address(head.user), answers(head.user, is_active=""))

    assert f"Это последний руководитель в программе: {head.municipality}" in refused.content.decode()
    GrantFactory(role=Role.HEAD, municipality=head.municipality)
    assert desk.post(address(head.user), answers(head.user, is_active="")).status_code == 302
