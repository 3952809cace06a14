"""Ratings, the parts of their formulas, and what was counted."""

import datetime as dt

import factory

from masterstvo.ratings.models import Line, Part, Rating, Standing
from tests.factories.documents import DocumentFactory
from tests.factories.indicators import IndicatorFactory
from tests.factories.organizations import MunicipalityFactory, OrganizationFactory


class RatingFactory(factory.django.DjangoModelFactory):
    """A rating of schools over 2025, being prepared; ``published``: its formula is open."""

    class Meta:
        model = Rating

    class Params:
        published = factory.Trait(
            state="published",
            published_on=dt.date(2025, 2, 1),
            document=factory.SubFactory(
                DocumentFactory, municipality=factory.SelfAttribute("..municipality")
            ),
        )

    municipality = factory.SubFactory(MunicipalityFactory)
    title = factory.Sequence("Лучшая школа {}".format)
    kind = "organization"
    starts_on = dt.date(2025, 1, 1)
    ends_on = dt.date(2026, 1, 1)


class PartFactory(factory.django.DjangoModelFactory):
    """The share of staff who were trained, of ten points."""

    class Meta:
        model = Part

    rating = factory.SubFactory(RatingFactory)
    position = factory.Sequence(lambda number: number + 1)
    title = factory.Sequence("Часть {}".format)
    indicator = factory.SubFactory(IndicatorFactory)
    points = 10


class StandingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Standing

    rating = factory.SubFactory(RatingFactory, published=True)
    organization = factory.SubFactory(
        OrganizationFactory, municipality=factory.SelfAttribute("..rating.municipality")
    )
    title = factory.SelfAttribute("organization.title")


class LineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Line

    standing = factory.SubFactory(StandingFactory)
    part = factory.SubFactory(PartFactory, rating=factory.SelfAttribute("..standing.rating"))
    calculation = "1 из 2 = 50 %; × 10"
