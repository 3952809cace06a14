"""Columns and filters of the log of readings and exports, and the panel on one's own card."""

from operator import attrgetter

from django.urls import reverse
from django.utils import timezone

from masterstvo.core.forms import DayField
from masterstvo.core.listing import Column, Filter, Panel, Table, search
from masterstvo.people.models import CardReading, Person
from masterstvo.people.panels import NAME, person_column

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


def readers_panel(user, person: Person) -> Panel | None:
    """Who opened the card: shown to the person it is about."""
    if person.user_id != user.pk:
        return None
    rows = CardReading.objects.filter(person=person).select_related("by")[:SHOWN_ON_CARD]
    return Panel(
        title="Кто открывал мою карточку",
        columns=(WHEN, WHO, AS_ROLE, PURPOSE),
        rows=list(rows),
        note="Последние обращения; все, вместе с выгрузками, – в «Моих данных»",
        empty="Пока никто, кроме вас.",
        all_url=reverse("privacy:my_data"),
    )
