import datetime as dt

import factory

from masterstvo.organizations.choices import Role
from masterstvo.organizations.models import (
    Grant,
    Municipality,
    Organization,
    OrganizationAlias,
    OrganizationFigure,
    OrganizationStatus,
    Region,
)
from tests.factories.accounts import UserFactory


class RegionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Region

    title = factory.Sequence("Область {}".format)


class MunicipalityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Municipality

    region = factory.SubFactory(RegionFactory)
    code = factory.Sequence("district-{}".format)
    title = factory.Sequence("Район {}".format)


class OrganizationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organization

    municipality = factory.SubFactory(MunicipalityFactory)
    title = factory.Sequence("Школа № {}".format)
    kind = "school"


class OrganizationAliasFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OrganizationAlias

    organization = factory.SubFactory(OrganizationFactory)
    name = factory.Sequence("СОШ-{}".format)


class OrganizationStatusFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OrganizationStatus

    organization = factory.SubFactory(OrganizationFactory)
    kind = "risk_zone"
    starts_on = dt.date(2025, 1, 1)


class OrganizationFigureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OrganizationFigure

    organization = factory.SubFactory(OrganizationFactory)
    year = 2025
    kind = "pupils"
    value = 100


class GrantFactory(factory.django.DjangoModelFactory):
    """A methodist of a whole municipality, unless told otherwise."""

    class Meta:
        model = Grant

    user = factory.SubFactory(UserFactory)
    role = Role.METHODIST
    municipality = factory.SubFactory(MunicipalityFactory)
    starts_on = dt.date(2020, 1, 1)

    class Params:
        of_region = factory.Trait(
            role=Role.REGION, municipality=None, region=factory.SubFactory(RegionFactory)
        )
        of_organization = factory.Trait(
            role=Role.ORGANIZATION, municipality=None, organization=factory.SubFactory(OrganizationFactory)
        )
