"""Communities, their members, meetings and what these leave."""

import datetime as dt

import factory

from masterstvo.communities.models import (
    Attendance,
    Community,
    CommunityMember,
    Decision,
    Guest,
    Material,
    Meeting,
)
from tests.factories.organizations import MunicipalityFactory
from tests.factories.people import PersonFactory


class CommunityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Community

    municipality = factory.SubFactory(MunicipalityFactory)
    title = factory.Sequence("Объединение {}".format)
    kind = "municipal_association"
    starts_on = dt.date(2024, 9, 1)


class CommunityMemberFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CommunityMember

    class Params:
        leader = factory.Trait(role="leader")

    community = factory.SubFactory(CommunityFactory)
    person = factory.SubFactory(PersonFactory)
    starts_on = dt.date(2024, 9, 1)


class MeetingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Meeting

    class Params:
        held = factory.Trait(state="held", protocol_number=1)

    community = factory.SubFactory(CommunityFactory)
    title = factory.Sequence("Заседание {}".format)
    held_on = dt.date(2025, 3, 1)


class GuestFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Guest

    meeting = factory.SubFactory(MeetingFactory)
    name = factory.Sequence("Гость {}".format)


class AttendanceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Attendance

    meeting = factory.SubFactory(MeetingFactory)
    person = factory.SubFactory(PersonFactory)


class DecisionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Decision

    meeting = factory.SubFactory(MeetingFactory)
    person = factory.SubFactory(PersonFactory)
    text = factory.Sequence("Решение {}".format)
    due_on = dt.date(2025, 4, 1)


class MaterialFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Material

    meeting = factory.SubFactory(MeetingFactory)
    title = "Рабочая программа"
    link = "https://example.org/programme"
