"""Columns and filters of the log of readings and exports, and the panel on one's own card."""

from operator import attrgetter

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from masterstvo.core.forms import DayField
from masterstvo.core.listing import Column, Filter, Panel, Table, by_condition, by_term, search
from masterstvo.organizations.rules import municipalities_where
from masterstvo.people.models import CardReading, Person
from masterstvo.people.panels import NAME, person_column, person_search, works_at
from masterstvo.plans.panels import SIDE, Sheet
from masterstvo.privacy.queries import grounds
from masterstvo.privacy.queries.retention import kept
from masterstvo.privacy.rules import OFFICERS

SHOWN_ON_CARD = 10


def _moment(row):
    return f"{timezone.localtime(row.at):%d.%m.%Y, %H:%M}"


WHEN = Column("Когда", _moment, 18)
WHO = Column("Кто", lambda row: str(row.by), 32)
AS_ROLE = Column("В какой роли", attrgetter("as_role"), 36)
PURPOSE = Column("Зачем", attrgetter("purpose"), 28)

MOMENTS = (
    Filter(
        "first", lambda request, words: DayField(label="с"), lambda rows, day: rows.filter(at__date__gte=day)
    ),
    Filter(
        "last", lambda request, words: DayField(label="по"), lambda rows, day: rows.filter(at__date__lte=day)
    ),
)
WHO_AND_WHOM = search(
    "by__full_name", "by__email", *(f"person__{name}" for name in NAME), label="Кто или о ком"
)

READINGS = Table(
    title="Обращения к карточкам",
    columns=(WHEN, person_column("Чья карточка"), WHO, AS_ROLE, PURPOSE),
    filters=(WHO_AND_WHOM, *MOMENTS),
)

EXPORTS = Table(
    title="Выгрузки",
    columns=(
        Column("Что выгружено", attrgetter("what"), 36, small=attrgetter("filters")),
        Column("Отбор", attrgetter("filters"), 44),
        Column("Человек", attrgetter("n_people"), 10, is_number=True),
        WHEN,
        WHO,
        AS_ROLE,
        PURPOSE,
    ),
    shown=(
        Column("Что выгружено", attrgetter("what"), 36, small=attrgetter("filters")),
        Column("Человек", attrgetter("n_people"), 10, is_number=True),
        WHEN,
        WHO,
        AS_ROLE,
    ),
    filters=(search("by__full_name", "by__email", "what", "filters", label="Кто или что"), *MOMENTS),
)


PURPOSE_OF_CONSENT = Column("Цель", attrgetter("purpose"), 50, "consent_purpose")
GIVEN = Column("Дано", attrgetter("starts_on"), 12)
UNTIL = Column("Действует по", attrgetter("last_day"), 12)

CONSENTS = Table(
    title="Согласия",
    columns=(
        person_column(),
        PURPOSE_OF_CONSENT,
        GIVEN,
        UNTIL,
        Column("Отозвано", attrgetter("withdrawn_on"), 12),
        Column("Как дано", lambda row: row.get_way_display(), 12),
        Column("Кто принял", lambda row: str(row.collected_by or ""), 30),
    ),
    shown=(
        person_column(),
        PURPOSE_OF_CONSENT,
        GIVEN,
        UNTIL,
        Column(
            "Отозвано",
            lambda row: row.withdrawn_on or "записать отзыв",
            url=lambda row: "" if row.withdrawn_on else reverse("privacy:consent_withdraw", args=[row.pk]),
        ),
    ),
    filters=(
        person_search(),
        works_at(),
        by_term("purpose", "purpose", "consent_purpose", "Цель"),
        by_condition("withdrawn", lambda: Q(withdrawn_on__isnull=False), "Только отозванные"),
    ),
)


def grounds_panel(user, person: Person) -> Panel | None:
    """On what grounds the person's data are kept: for the person and for whoever collects consents."""
    if not (person.user_id == user.pk or user.has_perm("privacy.collect_consent")):
        return None
    return Panel(
        title="Основания обработки данных",
        columns=(
            Column("Основание", attrgetter("title"), 20),
            Column("Что", attrgetter("what"), 50),
            Column("С", attrgetter("starts_on"), 12),
            Column("По", attrgetter("last_day"), 12),
        ),
        rows=list(grounds(person, day=timezone.localdate())),
        empty="Человек сейчас не работает, согласия нет: основание нужно проверить.",
    )


def readers_panel(user, person: Person) -> Panel | None:
    """Who opened the card: for the person it is about and for the officer, with the way to all that is held."""
    is_own = person.user_id == user.pk
    if not is_own and not user.has_perm("privacy.view_cardreading"):
        return None
    rows = CardReading.objects.filter(person=person).select_related("by")[:SHOWN_ON_CARD]
    return Panel(
        title="Кто открывал мою карточку" if is_own else "Кто открывал карточку",
        columns=(WHEN, WHO, AS_ROLE, PURPOSE),
        rows=list(rows),
        note="Последние обращения. Все обращения, выгрузки и записи – по ссылке внизу",
        empty="Пока никто.",
        all_url=reverse("privacy:my_data") if is_own else reverse("privacy:person_data", args=[person.pk]),
    )


ERASURES = Table(
    title="Обезличивания",
    columns=(
        Column("Акт", str, 24, url=lambda row: reverse("privacy:erasure_act", args=[row.pk])),
        person_column("Карточка"),
        Column("Основание", attrgetter("document"), 40),
        Column("Кто", lambda row: str(row.by), 32, small=attrgetter("as_role")),
    ),
    filters=(search("by__full_name", "basis", "basis_number", label="Кто или основание"),),
)


def today_sheet(user, municipality, day) -> Sheet | None:
    """Tell the officer on «Сегодня» what there is to decide: nothing is removed by itself."""
    if not user.has_perm("privacy.view_retention"):
        return None
    if not municipalities_where(user, OFFICERS).filter(pk=municipality.pk).exists():
        return None
    due = [each for each in kept(municipality, day=day) if each.n_due]
    return Sheet("privacy/_today.html", {"due": due, "day": day}, column=SIDE) if due else None
