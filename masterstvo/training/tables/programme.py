"""The lists of programmes and of those who teach them, and how a programme is found."""

import datetime as dt
from dataclasses import replace
from operator import attrgetter

from django.urls import reverse
from django.utils.http import urlencode

from masterstvo.core.listing import Column, Table, by_term, search
from masterstvo.core.terms import meant_titles
from masterstvo.search.panels import Kind
from masterstvo.training.rules import visible_programmes


def topics_of(programme):
    return meant_titles(programme.topics.all())


REGISTER_NUMBER = Column("Номер в реестре", attrgetter("register_number"), 20)
PROGRAMMES = Table(
    title="Программы обучения",
    columns=(
        Column("Программа", attrgetter("title"), 50),
        Column("Организатор", attrgetter("provider"), 36),
        Column("Часы", attrgetter("hours"), 8, is_number=True),
        Column("Вид", attrgetter("kind"), 22, "training_kind"),
        Column("Форма", attrgetter("form"), 16, "training_form"),
        Column(
            "Федеральный реестр",
            attrgetter("in_federal_register"),
            12,
            small=lambda row: row.register_number and f"№ {row.register_number}",
        ),
        REGISTER_NUMBER,
        Column("Темы", topics_of, 30),
    ),
    filters=(
        search("title", "provider__title", "register_number"),
        by_term("kind", "kind", "training_kind", "Вид"),
        by_term("provider", "provider__kind", "provider_kind", "Организатор"),
    ),
    edit=lambda row: reverse("training:programme_edit", args=[row.pk]),
)
PROGRAMMES = replace(PROGRAMMES, shown=tuple(each for each in PROGRAMMES.columns if each != REGISTER_NUMBER))


def _listed(row):
    if row.listed_from is None:
        return ""
    until = f" по {row.listed_until - dt.timedelta(days=1):%d.%m.%Y}" if row.listed_until else ""
    return f"с {row.listed_from:%d.%m.%Y}{until}"


PROVIDERS = Table(
    title="Организаторы обучения",
    columns=(
        Column("Организатор", attrgetter("title"), 50),
        Column("Входит в", attrgetter("parent"), 40),
        Column("Вид", attrgetter("kind"), 20, "provider_kind"),
        Column("Чья организация", attrgetter("ownership"), 20, "provider_ownership"),
        Column("В перечне допущенных", _listed, 26),
    ),
    filters=(search("title"), by_term("kind", "kind", "provider_kind", "Вид")),
    edit=lambda row: reverse("training:provider_edit", args=[row.pk]),
)


FOUND = Kind(
    model="training.Programme",
    title="Программы",
    visible=visible_programmes,
    texts=lambda programme: (programme.title, programme.provider.title),
    told=lambda programme: f"{programme.provider}, {programme.hours} ч",
    url=lambda programme: f"{reverse('training:programme_list')}?{urlencode({'q': programme.title})}",
    related=("provider",),
    kin={"training.provider": "provider"},
    list_url="training:programme_list",
    order=50,
)
