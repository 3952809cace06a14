"""Columns and filters of the lists of organizations, statuses and figures."""

from operator import attrgetter, methodcaller

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from masterstvo.core.listing import (
    Column,
    Filter,
    Table,
    by_condition,
    by_scope,
    by_term,
    held_in_period,
    search,
)
from masterstvo.organizations.models import OrganizationStatus
from masterstvo.organizations.panels import ORGANIZATION
from masterstvo.organizations.queries import organizations_named
from masterstvo.organizations.rules import organizations_here, visible_organizations
from masterstvo.search.panels import Kind


def _held_status(rows, kind):
    held = OrganizationStatus.objects.on(timezone.localdate()).filter(kind=kind)
    return rows.filter(pk__in=held.values("organization"))


def _not_closed():
    return Q(closed_on=None) | Q(closed_on__gt=timezone.localdate())


_name = search("title")
ORGANIZATIONS = Table(
    title="Организации",
    columns=(
        Column("Организация", attrgetter("title"), 50),
        Column("Краткое название", attrgetter("short_title"), 30),
        Column("Код", attrgetter("code"), 12),
        Column("Вид", attrgetter("kind"), 20, "organization_kind"),
        Column("Уровень", attrgetter("level"), 14, "organization_level"),
        Column("Местность", attrgetter("locality"), 14, "locality"),
        Column("Адрес", attrgetter("address"), 40),
        Column("Сайт", attrgetter("site"), 30),
        Column("Статусы", lambda row: [status.kind for status in row.current_statuses], 40, "status_kind"),
    ),
    shown=(
        Column("Организация", str, url=methodcaller("get_absolute_url"), small=attrgetter("address")),
        Column("Вид", attrgetter("kind"), vocabulary="organization_kind"),
        Column("Местность", attrgetter("locality"), vocabulary="locality"),
        Column(
            "Статусы", lambda row: [status.kind for status in row.current_statuses], vocabulary="status_kind"
        ),
    ),
    filters=(
        Filter("q", _name.field, organizations_named),
        by_term("kind", "kind", "organization_kind", "Вид"),
        Filter("status", by_term("status", "", "status_kind", "Статус").field, _held_status, "status_kind"),
        by_term("locality", "locality", "locality", "Местность"),
        by_condition("open", _not_closed, "Без закрытых"),
    ),
)


_of_organization = by_scope(
    "organization", organizations_here, lambda rows, chosen: rows.filter(organization=chosen), "Организация"
)

STATUSES = Table(
    title="Статусы организаций",
    columns=(
        ORGANIZATION,
        Column("Статус", attrgetter("kind"), 30, "status_kind"),
        Column("Тема", attrgetter("topic"), 40),
        Column("Начало", attrgetter("starts_on"), 12),
        Column("Окончание", attrgetter("last_day"), 12),
        Column("Основание", attrgetter("basis"), 40),
    ),
    filters=(
        search("organization__title", "organization__short_title", "topic", "basis"),
        _of_organization,
        by_term("kind", "kind", "status_kind", "Статус"),
        *held_in_period(),
    ),
    edit=lambda row: reverse("organizations:organizationstatus_edit", args=[row.pk]),
)

FIGURES = Table(
    title="Показатели организаций",
    columns=(
        ORGANIZATION,
        Column("Год", attrgetter("year"), 8, is_number=True),
        Column("Показатель", attrgetter("kind"), 30, "figure_kind"),
        Column("Значение", attrgetter("value"), 14, is_number=True),
    ),
    filters=(
        search("organization__title", "organization__short_title"),
        _of_organization,
        by_term("kind", "kind", "figure_kind", "Показатель"),
    ),
    edit=lambda row: reverse("organizations:organizationfigure_edit", args=[row.pk]),
)


def sign_in_of(grant):
    """Return whether the holder has come in: the day of the last sign-in, or what became of the invitation."""
    if grant.user.last_login:
        return timezone.localtime(grant.user.last_login).date()
    if grant.user.has_usable_password():
        return "ещё не входил"
    if grant.invited_until is None:
        return "не приглашён"
    return "приглашён, ещё не вошёл" if grant.invited_until > timezone.now() else "приглашение истекло"


def _held_today():
    today = timezone.localdate()
    return Q(starts_on__lte=today) & (Q(ends_on=None) | Q(ends_on__gt=today))


_since = Column("С", attrgetter("starts_on"), 12)
_until = Column("По", attrgetter("last_day"), 12)
_role = Column("Роль", attrgetter("role"), 34, "role")
_where = Column("Где", attrgetter("place"), 36)
_basis = Column("Основание", attrgetter("document"), 40)
_came = Column("Последний вход", sign_in_of, 24)

GRANTS = Table(
    title="Доступы",
    columns=(
        Column("Кто", attrgetter("user"), 36),
        Column("Электронная почта", attrgetter("user.email"), 30),
        _role,
        _where,
        _since,
        _until,
        _basis,
        _came,
    ),
    shown=(
        Column(
            "Кто", attrgetter("user"), url=methodcaller("get_absolute_url"), small=attrgetter("user.email")
        ),
        _role,
        _where,
        _since,
        _until,
        _basis,
        _came,
    ),
    filters=(
        search("user__full_name", "user__email", "organization__title", "basis", "order_number"),
        by_term("role", "role", "role", "Роль"),
        by_condition("today", _held_today, "Действуют сегодня"),
    ),
)


FOUND = Kind(
    model="organizations.Organization",
    title="Организации",
    visible=visible_organizations,
    texts=lambda organization: (
        organization.title,
        organization.short_title,
        *(alias.name for alias in organization.aliases.all()),
    ),
    told=lambda organization: str(organization.municipality),
    related=("municipality",),
    many=("aliases",),
    kin={"organizations.organizationalias": "aliases"},
    list_url="organizations:organization_list",
    order=20,
)
