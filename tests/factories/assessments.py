"""Instruments, campaigns and sheets."""

import datetime as dt

import factory

from masterstvo.assessments.models import AnonymousSheet, Campaign, Instrument, Sheet, Version
from tests.factories.organizations import MunicipalityFactory
from tests.factories.people import PersonFactory

LEVELS = {
    "kind": "levels",
    "options": [
        {"key": "0", "label": "Не получается", "points": 0},
        {"key": "1", "label": "С трудом", "points": 1},
        {"key": "2", "label": "Получается", "points": 2},
    ],
}
CONTENT = {
    "levels": [{"title": "низкий", "from": 0}, {"title": "достаточный", "from": 60}],
    "sections": [
        {
            "key": "s1",
            "title": "Предметный блок",
            "criteria": [
                {"key": "q1", "text": "Объяснить трудную тему", "scale": LEVELS},
                {"key": "q2", "text": "Решить задачу", "scale": LEVELS},
            ],
        },
        {
            "key": "s2",
            "title": "Методический блок",
            "criteria": [
                {"key": "q3", "text": "Спланировать урок", "scale": LEVELS},
                {"key": "q4", "text": "Чему хотите научиться", "required": False, "scale": {"kind": "text"}},
            ],
        },
    ],
}


class InstrumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Instrument

    municipality = factory.SubFactory(MunicipalityFactory)
    key = factory.Sequence("instrument-{}".format)
    title = factory.Sequence("Самооценка {}".format)
    kind = "self_assessment"
    subject = "person"


class VersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Version

    instrument = factory.SubFactory(InstrumentFactory)
    number = 1
    content = factory.LazyFunction(lambda: CONTENT)
    published_on = dt.date(2025, 9, 1)


class CampaignFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Campaign

    municipality = factory.SubFactory(MunicipalityFactory)
    version = factory.SubFactory(
        VersionFactory, instrument__municipality=factory.SelfAttribute("...municipality")
    )
    title = factory.Sequence("Диагностика {}".format)
    starts_on = dt.date(2025, 9, 1)
    ends_on = dt.date(2200, 1, 1)


class SheetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Sheet

    campaign = factory.SubFactory(CampaignFactory)
    person = factory.SubFactory(PersonFactory)


class AnonymousSheetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AnonymousSheet

    campaign = factory.SubFactory(CampaignFactory, assessor="anyone", link=factory.Sequence("link{}".format))
