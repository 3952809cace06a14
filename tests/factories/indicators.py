import datetime as dt

import factory

from masterstvo.indicators.models import Indicator, MethodologyEdition


class MethodologyEditionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MethodologyEdition

    code = factory.Sequence("edition-{}".format)
    title = factory.Sequence("Методика {}".format)
    valid_from = dt.date(2025, 1, 1)


class IndicatorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Indicator

    edition = factory.SubFactory(MethodologyEditionFactory)
    code = factory.Sequence("T{}".format)
    title = factory.Sequence("показатель {}".format)
    formula = factory.LazyFunction(
        lambda: {"of": {"population": "staff"}, "with": {"fact": "training", "when": "period"}}
    )
