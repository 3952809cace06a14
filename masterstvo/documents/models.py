"""Orders, acts, contracts and other papers, from a draft to the archive: their registers, texts, files and what they prove."""

from functools import cached_property

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from masterstvo.core import terms
from masterstvo.core.models import Recorded
from masterstvo.documents.choices import UNSIGNED, DocumentState, PaperKind
from masterstvo.organizations.models import Municipality, Organization
from masterstvo.people.models import Person

PLACE_OF_NUMBER, PLACE_OF_YEAR = "{n}", "{year}"


class Register(Recorded):
    """A book of numbers of the authority or of a school: «Приказы по основной деятельности», 1-о, 2-о, 3-о, anew each year."""

    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        related_name="registers",
        verbose_name="муниципальное образование",
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="registers",
        verbose_name="организация",
    )
    title = models.CharField("название", max_length=200)
    kinds = models.JSONField("виды документов", default=list, help_text="terms of «document_kind»")
    pattern = models.CharField("вид номера", max_length=40, default=PLACE_OF_NUMBER)
    first_number = models.PositiveIntegerField(
        "первый номер года", default=1, validators=[MinValueValidator(1)]
    )

    class Meta:
        verbose_name = "журнал регистрации"
        verbose_name_plural = "журналы регистрации"
        ordering = ["organization", "title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "title"],
                condition=Q(organization__isnull=False),
                name="documents_register_of_organization_is_unique",
                violation_error_message="Журнал с таким названием уже есть.",
            ),
            models.UniqueConstraint(
                fields=["municipality", "title"],
                condition=Q(organization=None),
                name="documents_register_of_municipality_is_unique",
                violation_error_message="Журнал с таким названием уже есть.",
            ),
            models.CheckConstraint(
                condition=Q(pattern__contains=PLACE_OF_NUMBER),
                name="documents_register_pattern_has_a_number",
                violation_error_message="В виде номера должно стоять {n}: на его месте будет сам номер.",
            ),
        ]

    def __str__(self):
        return self.title

    def number_of(self, ordinal: int, year: int) -> str:
        """Return how the number is written: «17-о», «17/2026»."""
        return self.pattern.replace(PLACE_OF_NUMBER, str(ordinal)).replace(PLACE_OF_YEAR, str(year))


class DocumentTemplate(Recorded):
    """The authority's or a school's own .docx, with marks that become the words of a document."""

    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        related_name="document_templates",
        verbose_name="муниципальное образование",
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="document_templates",
        verbose_name="организация",
    )
    title = models.CharField("название", max_length=200)
    kind = models.CharField("вид", max_length=80, help_text="term of «document_kind»")
    file = models.FileField("файл", upload_to="documents/templates/")
    sha256 = models.CharField("контрольная сумма", max_length=64)

    class Meta:
        verbose_name = "шаблон документа"
        verbose_name_plural = "шаблоны документов"
        ordering = ["kind", "title", "pk"]

    def __str__(self):
        return self.title


class Document(Recorded):
    """One paper: an order of the authority, a local act of a school, a protocol, a contract.

    A draft has neither number nor day: both are given at signing. ``register`` and ``ordinal`` are empty for what came from outside.
    """

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
    state = models.CharField(
        "состояние", max_length=20, choices=DocumentState.choices, default=DocumentState.SIGNED
    )
    number = models.CharField("номер", max_length=60, blank=True)
    dated_on = models.DateField("дата", null=True, blank=True)
    register = models.ForeignKey(
        Register,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name="журнал регистрации",
    )
    ordinal = models.PositiveIntegerField("порядковый номер", null=True, blank=True, editable=False)
    year = models.PositiveSmallIntegerField("год номера", null=True, blank=True, editable=False)
    title = models.CharField("название", max_length=500, blank=True)
    body = models.TextField("текст", blank=True)
    template = models.ForeignKey(
        DocumentTemplate,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name="шаблон",
    )
    signer = models.CharField("кто подписывает", max_length=200, blank=True, help_text="«А. П. Громов»")
    signer_position = models.CharField("должность подписывающего", max_length=300, blank=True)
    cancelled_reason = models.CharField("почему отменён", max_length=500, blank=True)
    url = models.URLField("ссылка", max_length=1000, blank=True)
    url_checked_on = models.DateField("ссылка проверена", null=True, blank=True, editable=False)
    url_silent_since = models.DateField("ссылка не отвечает с", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "документ"
        verbose_name_plural = "документы"
        ordering = [F("dated_on").desc(nulls_first=True), "-ordinal", "number", "pk"]
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
            models.UniqueConstraint(
                fields=["register", "year", "ordinal"], name="documents_document_ordinal_is_unique"
            ),
            models.UniqueConstraint(
                fields=["register", "year", "number"],
                condition=Q(ordinal__isnull=False),
                name="documents_document_number_is_unique",
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNSIGNED, number="", dated_on=None, ordinal=None)
                | (~Q(state__in=UNSIGNED) & ~Q(number="") & Q(dated_on__isnull=False)),
                name="documents_document_signed_has_number_and_day",
                violation_error_message="У подписанного документа есть номер и дата, у черновика их ещё нет.",
            ),
            models.CheckConstraint(
                condition=Q(ordinal=None, year=None)
                | Q(ordinal__isnull=False, year__isnull=False, register__isnull=False),
                name="documents_document_ordinal_is_of_a_register",
            ),
            models.CheckConstraint(
                condition=(Q(state=DocumentState.CANCELLED) & ~Q(cancelled_reason=""))
                | (~Q(state=DocumentState.CANCELLED) & Q(cancelled_reason="")),
                name="documents_document_cancelled_has_reason",
            ),
        ]
        indexes = [models.Index(fields=["kind", "dated_on"], name="documents_by_kind")]

    def __str__(self):
        named = self.title or terms.title("document_kind", self.kind)
        if self.dated_on is None:
            return f"{named} ({self.get_state_display()})"
        return f"{named} № {self.number} от {self.dated_on:%d.%m.%Y}"

    def get_absolute_url(self):
        return reverse("documents:document_detail", args=[self.pk])

    @property
    def is_unsigned(self):
        return self.state in UNSIGNED

    @property
    def is_numbered_here(self):
        """Tell whether the number was given by a register of ours."""
        return self.ordinal is not None

    @cached_property
    def latest_file(self):
        """Return the newest version, or None. Queries: one, or none after ``prefetch_related("files")``."""
        return max(self.files.all(), key=lambda each: each.version, default=None)


class DocumentFile(models.Model):
    """One version of a document's file: the text made at signing, a scan, a better scan. Versions only come, never change."""

    document = models.ForeignKey(
        Document, on_delete=models.CASCADE, related_name="files", verbose_name="документ"
    )
    version = models.PositiveSmallIntegerField("версия")
    file = models.FileField("файл", upload_to="documents/%Y/")
    sha256 = models.CharField("контрольная сумма", max_length=64)
    is_made = models.BooleanField("составлен программой", default=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="кто приложил",
    )
    added_at = models.DateTimeField("когда приложен", auto_now_add=True)

    class Meta:
        verbose_name = "файл документа"
        verbose_name_plural = "файлы документов"
        ordering = ["document", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "version"], name="documents_documentfile_version_is_unique"
            )
        ]

    def __str__(self):
        return f"{self.document}, версия {self.version}"


class DocumentPerson(models.Model):
    """A line of the table of persons in a document: whom it concerns, and in which part."""

    document = models.ForeignKey(
        Document, on_delete=models.CASCADE, related_name="people", verbose_name="документ"
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="named_in_documents", verbose_name="человек"
    )
    note = models.CharField("в каком качестве", max_length=300, blank=True)

    class Meta:
        verbose_name = "человек в документе"
        verbose_name_plural = "люди в документах"
        ordering = ["document", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "person"],
                name="documents_documentperson_is_unique",
                violation_error_message="Этот человек в документе уже назван.",
            )
        ]

    def __str__(self):
        return f"{self.person}: {self.document}"


class Agreement(models.Model):
    """A line of an agreement sheet, of a document, a plan or a report: who agrees, in which position, when they did."""

    name = models.CharField("кто", max_length=200)
    position = models.CharField("должность", max_length=300, blank=True)
    agreed_on = models.DateField("дата", null=True, blank=True)

    class Meta:
        abstract = True
        verbose_name = "согласование"
        verbose_name_plural = "лист согласования"

    def __str__(self):
        return self.name


class DocumentApproval(Agreement):
    """A line of a document's agreement sheet."""

    document = models.ForeignKey(
        Document, on_delete=models.CASCADE, related_name="approvals", verbose_name="документ"
    )

    class Meta(Agreement.Meta):
        ordering = ["document", "pk"]


class IssuedPaper(Recorded):
    """A certificate, a diploma, a letter of thanks. All that is printed stands in the row and never changes (ADR 0037)."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="+", verbose_name="кто выдал"
    )
    year = models.PositiveSmallIntegerField("год")
    ordinal = models.PositiveIntegerField("порядковый номер")
    issued_on = models.DateField("выдан")
    code = models.CharField("код проверки", max_length=40, unique=True, help_text="secret: stands in the QR")
    issuer = models.CharField("кем выдан", max_length=300)
    name = models.CharField("имя", max_length=400, blank=True, help_text="empty once the person is erased")
    revoked_on = models.DateField("отозван", null=True, blank=True)
    revoke_reason = models.CharField("почему отозван", max_length=500, blank=True)

    class Meta:
        abstract = True
        ordering = ["municipality", "year", "ordinal", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "year", "ordinal"], name="%(app_label)s_%(class)s_number_is_unique"
            ),
        ]

    @property
    def number(self):
        return f"{self.ordinal}/{self.year}"


class PaperTemplate(Recorded):
    """The authority's own .docx, by which Word files of one kind of its papers are written."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="paper_templates", verbose_name="чей"
    )
    kind = models.CharField("чего", max_length=20, choices=PaperKind)
    file = models.FileField("файл", upload_to="documents/templates/")

    class Meta:
        verbose_name = "шаблон бумаги"
        verbose_name_plural = "шаблоны бумаг"
        ordering = ["municipality", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "kind"], name="documents_papertemplate_is_unique"
            ),
        ]

    def __str__(self):
        return f"Шаблон: {self.get_kind_display()}, {self.municipality}"


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
