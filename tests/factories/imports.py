import factory

from masterstvo.imports.models import ImportBatch, ImportRow, ResultScale
from tests.factories.organizations import MunicipalityFactory


class ImportBatchFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ImportBatch

    municipality = factory.SubFactory(MunicipalityFactory)
    kind = "people"
    file = "imports/people.xlsx"
    name = "people.xlsx"
    sha256 = "0" * 64


class ImportRowFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ImportRow

    batch = factory.SubFactory(ImportBatchFactory)
    number = factory.Sequence(lambda n: n + 2)
    verdict = "new"


class ResultScaleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ResultScale

    municipality = factory.SubFactory(MunicipalityFactory)
    sender = "Областной институт"
    procedure = factory.Sequence("Тест {}".format)
    maximum = 20
