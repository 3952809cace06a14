import factory

from masterstvo.core.models import AuditRecord, LeavingFile, Term


class TermFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Term
        django_get_or_create = ["vocabulary", "key"]

    vocabulary = "topic"
    key = factory.Sequence("term_{}".format)
    title = factory.Sequence("термин {}".format)


class AuditRecordFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AuditRecord

    action = "core.test"
    object_type = "core.term"


class LeavingFileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LeavingFile

    name = factory.Sequence("documents/2026/{}.pdf".format)
