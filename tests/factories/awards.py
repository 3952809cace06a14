"""Kinds of awards, who has them, nominations."""

import datetime as dt

import factory

from masterstvo.awards.models import Award, GivenAward, Nomination
from tests.factories.organizations import MunicipalityFactory
from tests.factories.people import PersonFactory


class AwardFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Award

    municipality = factory.SubFactory(MunicipalityFactory)
    title = factory.Sequence("Почётная грамота {}".format)
    level = "municipal"
    starts_on = dt.date(2024, 1, 1)


class GivenAwardFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = GivenAward

    person = factory.SubFactory(PersonFactory)
    title = "Благодарность"
    level = "municipal"
    given_on = dt.date(2020, 5, 1)


class NominationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Nomination

    award = factory.SubFactory(AwardFactory)
    person = factory.SubFactory(PersonFactory)
    year = 2026
    merits = "Учит так, что остаются после уроков"
