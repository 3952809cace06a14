"""Orders, acts, contracts and other papers, with their file or link, attachable to anything."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse

from masterstvo.core import terms
from masterstvo.core.models import Recorded
from masterstvo.organizations.models import Municipality, Organization


class Document(Recorded):
    """One paper: an order of the authority, a local act of a school, a protocol, a contract."""

    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        related_name="documents",
        verbose_name="муниципальное образование",
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name="организация",
    )
    kind = models.CharField("вид", max_length=80, help_text="term of «document_kind»")
    number = models.CharField("номер", max_length=60)
    dated_on = models.DateField("дата")
    title = models.CharField("название", max_length=500, blank=True)
    url = models.URLField("ссылка", max_length=1000, blank=True)
    file = models.FileField("файл", upload_to="documents/%Y/", blank=True)
    sha256 = models.CharField("контрольная сумма", max_length=64, blank=True)

    class Meta:
        verbose_name = "документ"
        verbose_name_plural = "документы"
        ordering = ["-dated_on", "number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "kind", "number", "dated_on"],
                condition=Q(organization__isnull=False),
                name="documents_document_of_organization_is_unique",
                violation_error_message="Документ с таким видом, номером и датой уже внесён.",
            ),
            models.UniqueConstraint(
                fields=["municipality", "kind", "number", "dated_on"],
                condition=Q(organization=None),
                name="documents_document_of_municipality_is_unique",
                violation_error_message="Документ с таким видом, номером и датой уже внесён.",
            ),
        ]
        indexes = [models.Index(fields=["kind", "dated_on"], name="documents_by_kind")]

    def __str__(self):
        return f"{self.title or terms.title('document_kind', self.kind)} № {self.number} от {self.dated_on:%d.%m.%Y}"

    def get_absolute_url(self):
        return reverse("documents:document_detail", args=[self.pk])


class Attachment(models.Model):
    """A document as evidence of one object of any kind."""

    document = models.ForeignKey(
        Document, on_delete=models.CASCADE, related_name="attachments", verbose_name="документ"
    )
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey()

    class Meta:
        verbose_name = "вложение"
        verbose_name_plural = "вложения"
        constraints = [
            models.UniqueConstraint(
                fields=["document", "content_type", "object_id"], name="documents_attachment_is_unique"
            )
        ]
        indexes = [models.Index(fields=["content_type", "object_id"], name="documents_attachment_target")]

    def __str__(self):
        return f"{self.document} → {self.content_type} {self.object_id}"
