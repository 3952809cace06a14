"""Factories of mentoring: bases, tasks, the diary. Pairs themselves are facts: ``tests.factories.facts.MentorshipFactory``."""

import datetime as dt

import factory
from django.utils import timezone

from masterstvo.mentoring.models import (
    Conversation,
    Matching,
    MenteeNeed,
    MentorProfile,
    PairSheet,
    PairTask,
    ProgrammeTemplate,
    SchoolCondition,
)
from masterstvo.mentoring.queries.asking import questionnaires
from tests.factories.accounts import UserFactory
from tests.factories.facts import MentorshipFactory
from tests.factories.organizations import MunicipalityFactory, OrganizationFactory
from tests.factories.people import PersonFactory

DAY = dt.date(2026, 9, 1)


class MentorProfileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MentorProfile

    person = factory.SubFactory(PersonFactory)
    consent_on = DAY


class MenteeNeedFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MenteeNeed

    person = factory.SubFactory(PersonFactory)
    opened_on = DAY


class MatchingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Matching

    by = factory.SubFactory(UserFactory)
    starts_on = DAY
    model = "long"


class PairTaskFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PairTask

    mentorship = factory.SubFactory(MentorshipFactory)
    title = factory.Sequence("Посетить урок {}".format)
    due_on = dt.date(2026, 12, 20)


class ConversationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Conversation

    mentorship = factory.SubFactory(MentorshipFactory)
    held_on = dt.date(2026, 10, 5)
    form = "talk"
    topic = factory.Sequence("Рефлексия {}".format)


class PairSheetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PairSheet

    mentorship = factory.SubFactory(MentorshipFactory)
    side = "mentee"
    stage = "mid"
    person = factory.LazyAttribute(lambda sheet: getattr(sheet.mentorship, sheet.side))
    version = factory.LazyAttribute(lambda sheet: questionnaires(None)[sheet.stage, sheet.side])
    starts_on = factory.LazyFunction(timezone.localdate)
    ends_on = factory.LazyAttribute(lambda sheet: sheet.starts_on + dt.timedelta(days=30))


class ProgrammeTemplateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ProgrammeTemplate

    municipality = factory.SubFactory(MunicipalityFactory)
    title = factory.Sequence("Программа {}".format)
    tasks = factory.LazyFunction(lambda: [{"title": "Посетить урок наставника", "weeks": 2}])


class SchoolConditionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SchoolCondition

    organization = factory.SubFactory(OrganizationFactory)
    kind = "road_map"
    met_on = DAY
