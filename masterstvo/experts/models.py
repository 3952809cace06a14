"""The register of experts: appointments to judge, and what experts declared of those whom they should not judge."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from masterstvo.core import terms
from masterstvo.core.models import Dated, Recorded, Term
from masterstvo.documents.models import Document
from masterstvo.experts.choices import CopyState, RecusalGround
from masterstvo.organizations.models import Organization
from masterstvo.people.models import Person


class ExpertAppointment(Dated, Recorded):
    """A person called to expert work of one kind, at one level, for a while."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="expert_appointments", verbose_name="человек"
    )
    kind = models.CharField("вид экспертизы", max_length=80, help_text="term of «expert_kind»")
    level = models.CharField("уровень", max_length=80, help_text="term of «level»")
    subjects = models.ManyToManyField(
        Term,
        blank=True,
        limit_choices_to={"vocabulary": "subject"},
        related_name="+",
        verbose_name="предметы",
    )
    basis = models.CharField("основание", max_length=300, blank=True)
    document = models.ForeignKey(
        Document,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="expert_appointments",
        verbose_name="приказ",
    )
    max_works = models.PositiveSmallIntegerField("работ одновременно, не больше", null=True, blank=True)

    class Meta(Dated.Meta):
        verbose_name = "эксперт"
        verbose_name_plural = "эксперты"
        ordering = ["-starts_on", "person", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["person", "kind", "level", "starts_on"],
                name="experts_appointment_is_unique",
                violation_error_message="Это назначение уже внесено.",
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "level"],
                condition=Q(ends_on=None),
                name="experts_appointment_is_open_once",
                violation_error_message="Такое назначение без последнего дня уже есть: сначала поставьте его последний день.",
            ),
        ]
        indexes = [models.Index(fields=["starts_on", "ends_on", "person"], name="experts_by_date")]

    def __str__(self):
        return f"{self.person}: {terms.title('expert_kind', self.kind)}"

    @property
    def ground(self):
        """What the appointment rests on: the order once it is written, else the words of an older paper. Queries: one for the order."""
        return str(self.document) if self.document_id else self.basis


class Recusal(Dated, Recorded):
    """What an expert declared: a person or a whole organization that the expert should not judge, for which time and why."""

    expert = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="recusals", verbose_name="эксперт"
    )
    ground = models.CharField("что заявлено", max_length=10, choices=RecusalGround.choices)
    person = models.ForeignKey(
        Person,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="recused_experts",
        verbose_name="кого не оценивает",
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="recused_experts",
        verbose_name="чьи работы не оценивает",
    )
    reason = models.CharField("почему", max_length=300)

    class Meta(Dated.Meta):
        verbose_name = "самоотвод"
        verbose_name_plural = "самоотводы"
        ordering = ["expert", "-starts_on", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(person__isnull=False, organization=None)
                | Q(person=None, organization__isnull=False),
                name="experts_recusal_is_of_one",
                violation_error_message="Назовите человека или организацию, одно из двух.",
            ),
            models.CheckConstraint(
                condition=Q(person=None) | ~Q(person=F("expert")),
                name="experts_recusal_is_of_another",
                violation_error_message="Свою работу эксперт и так не оценивает: назовите другого человека.",
            ),
        ]

    def __str__(self):
        return f"{self.expert}: {self.get_ground_display()}"


class NamelessCopy(Recorded):
    """What whoever judges without names gets instead of a file: cleaned by ``redacting``, under a name of ours. Apps above say of what."""

    title = models.CharField("что это", max_length=300)
    name = models.CharField("имя файла", max_length=255, blank=True)
    state = models.CharField("копия", max_length=10, choices=CopyState)
    doubts = models.JSONField("чего программа не видит", default=list, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="кто проверил",
    )

    class Meta:
        abstract = True

    def __str__(self):
        return self.title
