import datetime as dt

import factory

from masterstvo.people.models import (
    Attestation,
    CardReading,
    Employment,
    Export,
    Person,
    ReserveEntry,
    Vacancy,
)
from tests.factories.accounts import UserFactory
from tests.factories.organizations import MunicipalityFactory, OrganizationFactory


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person

    municipality = factory.SubFactory(MunicipalityFactory)
    last_name = factory.Sequence("Фамилия{}".format)
    first_name = "Анна"
    patronymic = "Сергеевна"
    born_on = dt.date(1980, 5, 5)


class EmploymentFactory(factory.django.DjangoModelFactory):
    """The main place of a teacher; the person is registered where the organization is."""

    class Meta:
        model = Employment

    organization = factory.SubFactory(OrganizationFactory)
    person = factory.SubFactory(
        PersonFactory, municipality=factory.SelfAttribute("..organization.municipality")
    )
    position = "учитель"
    category = "teaching"
    starts_on = dt.date(2015, 9, 1)


class AttestationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Attestation

    person = factory.SubFactory(PersonFactory)
    category = "first"
    starts_on = dt.date(2023, 1, 1)


class VacancyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Vacancy

    organization = factory.SubFactory(OrganizationFactory)
    position = "учитель"
    opened_on = dt.date(2025, 1, 1)


class ReserveEntryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ReserveEntry

    person = factory.SubFactory(PersonFactory)
    position = "директор"
    starts_on = dt.date(2025, 1, 1)


class CardReadingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CardReading

    by = factory.SubFactory(UserFactory)
    person = factory.SubFactory(PersonFactory)
    purpose = "работа с карточкой"


class ExportFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Export

    by = factory.SubFactory(UserFactory)
    what = "Педагоги"
    purpose = "работа со списком"
    n_people = 1
