import datetime as dt

import factory

from masterstvo.privacy.models import Consent
from tests.factories.people import PersonFactory


class ConsentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Consent

    person = factory.SubFactory(PersonFactory)
    purpose = "development"
    categories = factory.LazyFunction(lambda: ["name"])
    starts_on = dt.date(2025, 9, 1)
