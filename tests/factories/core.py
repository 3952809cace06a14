import factory

from masterstvo.core.models import AuditRecord, Term


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
