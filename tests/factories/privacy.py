import datetime as dt

import factory

from masterstvo.privacy.models import Consent, Erasure, KeepingTerm, RetentionProposal
from tests.factories.accounts import UserFactory
from tests.factories.organizations import MunicipalityFactory
from tests.factories.people import PersonFactory


class ConsentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Consent

    person = factory.SubFactory(PersonFactory)
    purpose = "development"
    categories = factory.LazyFunction(lambda: ["name"])
    starts_on = dt.date(2025, 9, 1)


class ErasureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Erasure

    person = factory.SubFactory(PersonFactory)
    municipality = factory.SelfAttribute("person.municipality")
    year = 2026
    number = factory.Sequence(lambda n: n + 1)
    by = factory.SubFactory(UserFactory)
    basis = "заявление"
    basis_on = dt.date(2026, 11, 20)


class KeepingTermFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = KeepingTerm

    municipality = factory.SubFactory(MunicipalityFactory)
    kind = "reading"
    months = 12
    source = "приказ № 4"
    starts_on = dt.date(2025, 1, 1)


class RetentionProposalFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RetentionProposal

    municipality = factory.SubFactory(MunicipalityFactory)
    year = 2025
