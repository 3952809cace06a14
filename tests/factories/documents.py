import datetime as dt

import factory
from django.contrib.contenttypes.models import ContentType

from masterstvo.documents.models import Attachment, Document
from tests.factories.organizations import MunicipalityFactory


class DocumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Document

    municipality = factory.SubFactory(MunicipalityFactory)
    kind = "order"
    number = factory.Sequence("{}-од".format)
    dated_on = dt.date(2025, 3, 1)


class AttachmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Attachment

    document = factory.SubFactory(DocumentFactory)
    content_type = factory.LazyAttribute(lambda own: ContentType.objects.get_for_model(own.document))
    object_id = factory.SelfAttribute("document.pk")
