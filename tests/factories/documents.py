import datetime as dt

import factory
from django.contrib.contenttypes.models import ContentType

from masterstvo.documents.models import (
    Attachment,
    Document,
    DocumentApproval,
    DocumentFile,
    DocumentPerson,
    DocumentTemplate,
    PaperTemplate,
    Register,
)
from tests.factories.organizations import MunicipalityFactory
from tests.factories.people import PersonFactory


class RegisterFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Register

    municipality = factory.SubFactory(MunicipalityFactory)
    title = factory.Sequence("Приказы {}".format)
    pattern = "{n}-о"


class DocumentTemplateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DocumentTemplate

    municipality = factory.SubFactory(MunicipalityFactory)
    title = "Бланк приказа"
    kind = "order"
    file = "documents/templates/order.docx"
    sha256 = "0" * 64


class PaperTemplateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PaperTemplate

    municipality = factory.SubFactory(MunicipalityFactory)
    kind = "certificate"
    file = factory.django.FileField(filename="template.docx")


class DocumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Document

    class Params:
        draft = factory.Trait(state="draft", number="", dated_on=None, title="О проведении олимпиады")

    municipality = factory.SubFactory(MunicipalityFactory)
    kind = "order"
    number = factory.Sequence("{}-од".format)
    dated_on = dt.date(2025, 3, 1)


class DocumentFileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DocumentFile

    document = factory.SubFactory(DocumentFactory)
    version = 1
    file = "documents/2025/order.pdf"
    sha256 = "0" * 64


class DocumentPersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DocumentPerson

    document = factory.SubFactory(DocumentFactory)
    person = factory.SubFactory(PersonFactory, municipality=factory.SelfAttribute("..document.municipality"))


class DocumentApprovalFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DocumentApproval

    document = factory.SubFactory(DocumentFactory)
    name = "Громов А. П."


class AttachmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Attachment

    document = factory.SubFactory(DocumentFactory)
    content_type = factory.LazyAttribute(lambda own: ContentType.objects.get_for_model(own.document))
    object_id = factory.SelfAttribute("document.pk")
