"""The bank as a list, the panel on a person's card, and what the search finds."""

from collections import Counter
from operator import attrgetter
from typing import Any

from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from masterstvo.core.listing import Column, Filter, Panel, Table, by_choice, by_condition
from masterstvo.organizations.queries import municipality_key
from masterstvo.practices.choices import PracticeKind
from masterstvo.practices.models import Authorship, Practice, Review
from masterstvo.practices.panels import competences
from masterstvo.practices.queries.bank import counts, found, in_order
from masterstvo.practices.rules import banked_practices, own_card, visible_practices, visible_reviews
from masterstvo.search.panels import Kind


def bank_here(request):
    """Return the bank of the current municipality and what is recommended to its region; for a teacher, of the own one."""
    rows, here = banked_practices(request.user), request.municipality
    if not here:
        return rows
    regional = Q(recommended_on__isnull=False, municipality__region=here.region_id)
    return rows.filter(Q(municipality=here.pk) | regional)


def _facet(name: str, path: str, vocabulary: str, label: str) -> Filter:
    """A choice of the words that the bank really has, each with its number."""

    def offered(request, words):
        known = counts(bank_here(request), path)
        told = [(key, f"{title} ({known[key]})") for key, title in words[vocabulary].items() if key in known]
        return forms.ChoiceField(label=label, choices=[("", "любое значение"), *told])

    return Filter(name, offered, lambda rows, key: rows.filter(pk__in=_keys(path, key)), vocabulary)


def _by_competence() -> Filter:
    """A choice of the competences that practices here name; they stand as keys in a list, so they are counted where they are read."""

    def offered(request, words):
        card = own_card(request.user)
        here = municipality_key(request.municipality) or (card.municipality_id if card else None)
        named = Counter(
            key for keys in bank_here(request).values_list("shown__competences", flat=True) for key in keys
        )
        known = competences(here, timezone.localdate()) if named else {}
        told = [(key, f"{title} ({named[key]})") for key, title in known.items() if key in named]
        return forms.ChoiceField(label="Чему учит", choices=[("", "любое значение"), *told])

    def kept(rows, key):
        named = rows.order_by().values_list("pk", "shown__competences")
        return rows.filter(pk__in=[pk for pk, keys in named if key in keys])

    return Filter("competence", offered, kept)


def _keys(path: str, key: str) -> Any:
    return Practice.objects.filter(**{path: key}).values("pk")  # through the keys: a join would repeat rows


def by_words() -> Filter:
    """Words as people type them, the best first; see ``search.queries.ranked``."""
    return Filter(
        "q",
        lambda request, words: forms.CharField(label="Найти", max_length=200, widget=forms.SearchInput),
        lambda rows, text: in_order(rows, found(rows, text).keys),
    )


def _of_year() -> Filter:
    def offered(request, words):
        years = bank_here(request).order_by().dates("banked_on", "year", order="DESC")
        return forms.ChoiceField(
            label="Год", choices=[("", "все годы"), *((str(day.year), str(day.year)) for day in years)]
        )

    return Filter("year", offered, lambda rows, year: rows.filter(banked_on__year=int(year)))


def _authors(practice):
    return [each.person.short_name for each in practice.named]


def _subjects(practice):
    return [each.title for each in practice.shown.subjects.all()]


def _audience(practice):
    return [each.title for each in practice.shown.audience.all()]


def _useful(practice):
    return practice.n_useful or None


def _repeated(practice):
    return practice.n_repeats or None


def _about(practice):
    return " · ".join(filter(None, ("; ".join(_authors(practice)), str(practice.organization or ""))))


BANK = Table(
    title="Банк практик",
    columns=(
        Column("Практика", str, 50),
        Column("Вид", Practice.get_kind_display, 12),
        Column("Авторы", _authors, 30),
        Column("Организация", attrgetter("organization"), 30),
        Column("Предметы", _subjects, 24),
        Column("Для кого", _audience, 24),
        Column("Темы", lambda row: [each.title for each in row.shown.topics.all()], 24),
        Column("Уровень", attrgetter("shown.level"), 20, "practice_level"),
        Column("В банке с", attrgetter("banked_on"), 12),
        Column("По", attrgetter("last_day"), 12),
        Column("Рекомендована региону", attrgetter("recommended_on"), 14),
        Column("Полезно", _useful, 10, is_number=True),
        Column("Повторили", _repeated, 10, is_number=True),
    ),
    shown=(
        Column("Практика", str, url=Practice.get_absolute_url, small=_about),
        Column("Вид", Practice.get_kind_display),
        Column("Для кого", _audience),
        Column("Полезно", _useful, is_number=True),
        Column("Повторили", _repeated, is_number=True),
    ),
    filters=(
        by_words(),
        by_choice("kind", "kind", PracticeKind.choices, "Вид"),
        _facet("subject", "shown__subjects__key", "subject", "Предмет"),
        _facet("level", "shown__level", "practice_level", "Уровень"),
        _facet("audience", "shown__audience__key", "practice_audience", "Для кого"),
        _facet("topic", "shown__topics__key", "topic", "Тема"),
        _by_competence(),
        _of_year(),
        by_condition("recommended", lambda: Q(recommended_on__isnull=False), "Рекомендованы региону"),
    ),
)


MADE = (
    Column("Практика", attrgetter("practice"), 44, url=lambda row: row.practice.get_absolute_url()),
    Column("Вид", lambda row: row.practice.get_kind_display(), 12),
    Column("В банке с", attrgetter("practice.banked_on"), 12),
    Column("По", attrgetter("practice.last_day"), 12),
    Column("Рекомендована региону", attrgetter("practice.recommended_on"), 14),
)


def person_panel(user, person):
    """The practices of a person that the bank holds and that ``user`` may open; nothing for who has none."""
    kept = visible_practices(user).filter(banked_on__isnull=False)
    rows = list(
        Authorship.objects.consenting()
        .filter(person=person, practice__in=kept.values("pk"))
        .select_related("practice")
        .order_by("-practice__banked_on", "pk")
    )
    return Panel(title="Практики", columns=MADE, rows=rows) if rows else None


REVIEWED = (
    Column("Практика", attrgetter("version.told_title"), 44, url=attrgetter("url")),
    Column("Когда", attrgetter("finished_on"), 12),
    Column("Совет", Review.get_verdict_display, 18),
    Column("Балл, %", attrgetter("percent"), 10, is_number=True),
)


def reviewed_panel(user, person):
    """The practices that an expert has reviewed, for the expert and those who run the bank; nothing for who has reviewed none."""
    rows = visible_reviews(user).filter(person=person, finished_on__isnull=False).select_related("version")
    found: list[Any] = list(rows.order_by("-finished_on", "pk"))
    is_own = person.user_id == user.pk
    for row in found:
        practice = reverse("practices:practice_decide", args=[row.version.practice_id])
        row.url = row.get_absolute_url() if is_own else practice
    return Panel(title="Какие практики оценивал", columns=REVIEWED, rows=found) if found else None


def _texts(practice: Practice) -> list[str]:
    """The words of the shown version, else of the latest; the names of those authors who consent; the title first."""
    version = practice.shown or max(practice.versions.all(), key=attrgetter("number"), default=None)
    names = [str(each.person) for each in practice.authors.all() if each.consents]
    told = (version.problem, version.steps, version.effect) if version else ()
    return [practice.title, *names, *told]


def _told(practice: Practice) -> str:
    if practice.is_hidden or practice.ends_on is None:
        return "не в банке"
    return "срок прошёл" if practice.ends_on <= timezone.localdate() else practice.get_kind_display()


FOUND = Kind(
    model="practices.Practice",
    title="Практики",
    visible=visible_practices,
    texts=_texts,
    told=_told,
    related=("shown",),
    many=("versions", "authors__person"),
    kin={
        "practices.practiceversion": "versions",
        "practices.authorship": "authors",
        "people.person": "authors__person",
    },
    list_url="practices:practice_list",
    order=47,
)


# --- The queue of reviews, in Excel -------------------------------------------------------------------------------------
QUEUE = (
    ("Практика", 50),
    ("Где работает", 36),
    ("Отправлена", 12),
    ("Экспертов", 10),
    ("Ответили", 10),
    ("В среднем, %", 12),
    ("Что советуют", 36),
)


def queue_row(waiting):
    """Return the cells of one version under review with what its experts have said."""
    version, told = waiting
    where = str(version.practice.organization or "")
    answers = told.n_asked, told.n_finished, told.percent, told.advice
    return (version.title, where, version.sent_on, *answers)
