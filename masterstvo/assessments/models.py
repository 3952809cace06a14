"""Instruments with their versions, campaigns, and the sheets that people fill in."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from masterstvo.assessments.choices import Assessor, Subject
from masterstvo.assessments.content.parts import Content
from masterstvo.assessments.content.reading import read
from masterstvo.core.models import Dated, Recorded
from masterstvo.organizations.models import Municipality, Organization
from masterstvo.people.models import Person


class Instrument(Recorded):
    """Something that is asked and scored: a questionnaire, a test, a card of a lesson. What it asks stands in its versions."""

    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="instruments",
        verbose_name="чей",
        help_text="null: shipped, open to everybody, nobody's to change",
    )
    key = models.SlugField("ключ", max_length=80, help_text="named by frameworks and files: never rename")
    title = models.CharField("название", max_length=300)
    kind = models.CharField("вид", max_length=80, help_text="term of «instrument_kind»")
    subject = models.CharField("о ком или о чём", max_length=12, choices=Subject, default=Subject.PERSON)
    purpose = models.TextField(
        "зачем", blank=True, max_length=1000, help_text="respondents read it before the first question"
    )
    archived_on = models.DateField("в архиве с", null=True, blank=True)

    is_shipped = True

    class Meta:
        verbose_name = "инструмент"
        verbose_name_plural = "инструменты"
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "key"],
                name="assessments_instrument_key_is_unique",
                violation_error_message="Инструмент с таким ключом уже есть.",
            ),
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(municipality=None),
                name="assessments_shipped_instrument_key_is_unique",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("assessments:instrument_detail", args=[self.pk])


class Version(Recorded):
    """What an instrument asks. A draft is edited; once published it never changes, so answers keep their questions."""

    instrument = models.ForeignKey(
        Instrument, on_delete=models.CASCADE, related_name="versions", verbose_name="инструмент"
    )
    number = models.PositiveSmallIntegerField("номер")
    content = models.JSONField("содержание", default=dict, help_text="assessments.content.reading")
    published_on = models.DateField("опубликована", null=True, blank=True)

    is_shipped = True

    class Meta:
        verbose_name = "версия инструмента"
        verbose_name_plural = "версии инструментов"
        ordering = ["instrument", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "number"], name="assessments_version_number_is_unique"
            ),
            models.UniqueConstraint(
                fields=["instrument"],
                condition=Q(published_on=None),
                name="assessments_instrument_has_one_draft",
                violation_error_message="Черновик новой версии уже есть.",
            ),
        ]

    def __str__(self):
        return f"{self.instrument}, версия {self.number}"

    @property
    def is_draft(self):
        return self.published_on is None

    @property
    def parts(self) -> Content:
        """The content as typed objects. Raises: NotContent, which a stored version never does."""
        return read(self.content)


class Campaign(Dated, Recorded):
    """Asking a circle of people by one version, from ``starts_on`` to the day before ``ends_on``."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="campaigns", verbose_name="муниципалитет"
    )
    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, related_name="campaigns", verbose_name="инструмент"
    )
    title = models.CharField("название", max_length=300)
    assessor = models.CharField("кто отвечает", max_length=8, choices=Assessor, default=Assessor.SELF)
    circle = models.JSONField(
        "кого спрашивают", default=dict, blank=True, help_text="assessments.queries.Circle"
    )
    link = models.CharField(
        "ссылка", max_length=40, unique=True, null=True, blank=True, help_text="anonymous campaigns only"
    )
    closed_on = models.DateField(
        "закрыта", null=True, blank=True, help_text="the first day on which nobody answers"
    )
    reminded_on = models.DateField("последнее напоминание", null=True, blank=True)

    class Meta(Dated.Meta):
        verbose_name = "кампания"
        verbose_name_plural = "кампании"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_on__isnull=False), name="assessments_campaign_has_an_end"
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("assessments:campaign_detail", args=[self.pk])

    @property
    def is_anonymous(self):
        return self.assessor == Assessor.ANYONE

    def is_open(self, day):
        """Tell whether answers are taken on ``day``."""
        ends_on = min(filter(None, (self.ends_on, self.closed_on)))
        return self.starts_on <= day < ends_on


class Answered(models.Model):
    """Answers to one version: those so far, and once finished, their scores."""

    answers = models.JSONField("ответы", default=dict, blank=True, help_text="content.flow.Answers")
    form = models.JSONField(
        "свой вариант", null=True, blank=True, help_text="keys of the criteria drawn; null: all of them"
    )
    percent = models.DecimalField("итог, %", max_digits=5, decimal_places=2, null=True, blank=True)
    level = models.CharField("уровень", max_length=200, blank=True)

    class Meta:
        abstract = True


class Sheet(Answered, Recorded):
    """One person's sheet in a campaign, or one observed lesson. ``organization``: where the person worked when it was opened."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="sheets", verbose_name="кампания"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sheets", verbose_name="о ком")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, related_name="sheets", verbose_name="организация"
    )
    respondent = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="кто заполнил",
    )
    occasion = models.CharField("что наблюдали", max_length=300, blank=True, help_text="class, topic")
    at_question = models.CharField("на чём остановились", max_length=80, blank=True)
    started_at = models.DateTimeField("начат", null=True, blank=True)
    finished_at = models.DateTimeField("закончен", null=True, blank=True)
    is_on_paper = models.BooleanField("внесён с бумаги", default=False)

    class Meta:
        verbose_name = "лист ответов"
        verbose_name_plural = "листы ответов"
        ordering = ["campaign", "person", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "person", "occasion"], name="assessments_sheet_is_unique"
            ),
        ]
        indexes = [models.Index(fields=["person", "finished_at"], name="assessments_sheet_of_person")]

    def __str__(self):
        return f"{self.campaign}: {self.person}"


class AnonymousSheet(Answered):
    """Answers of nobody known: no person, no account, no hour. ``key_hash`` only lets the same phone go on, and goes with the end."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="anonymous_sheets", verbose_name="кампания"
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="организация",
    )
    key_hash = models.CharField("хеш ключа", max_length=64, unique=True, null=True, blank=True)
    is_finished = models.BooleanField("закончен", default=False)

    class Meta:
        verbose_name = "анонимный лист"
        verbose_name_plural = "анонимные листы"
        ordering = ["campaign", "pk"]

    def __str__(self):
        return f"{self.campaign}: лист {self.pk}"
