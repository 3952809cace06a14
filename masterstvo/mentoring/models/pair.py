"""A pair of mentor and mentee: from a proposal to its result, with everything that makes it formal."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from masterstvo.core.models import Dated, DatedQuerySet, Recorded
from masterstvo.documents.models import Document
from masterstvo.mentoring.choices import HOLDING, WORKED, Agreement, PairState
from masterstvo.mentoring.models.base import MenteeNeed
from masterstvo.people.models import Person

FORMAL = (  # what makes a pair formal (Labour Code, art. 351.8); ``counting.lacking`` says the same in words
    ~Q(act_number="")
    & Q(act_on__isnull=False, consent_on__isnull=False, ends_on__isnull=False)
    & ~Q(content="")
    & ~Q(work_form="")
    & (~Q(pay="") | ~Q(unpaid_because=""))
    & (Q(agreement=Agreement.INSIDE) | Q(contract__isnull=False))
)


class MentorshipQuerySet(DatedQuerySet):
    def worked(self):
        """Keep the pairs that work or have worked: a proposal is no fact."""
        return self.filter(state__in=WORKED)

    def at_work(self, day):
        """Keep the pairs that work on ``day``."""
        return self.on(day).filter(state=PairState.ACTIVE)

    def holding(self):
        """Keep the pairs that take the mentor's hours: from the mentor's own agreement until the end."""
        return self.filter(state__in=HOLDING)

    def without_act(self, day):
        """Keep the pairs that work on ``day`` without an act."""
        return self.at_work(day).filter(Q(act_number="") | Q(act_on=None))


class Mentorship(Dated, Recorded):
    """A mentor accompanies a mentee for a while. Pairs of one ``group`` have the same mentor.

    Whatever lacks a part of art. 351.8 of the Labour Code is informal: kept, and counted apart. ``consent_on``: the mentor's written
    consent; ``mentor_agreed_on`` and ``mentee_agreed_on``: what each has answered here, and ``mentor_approved_on`` and ``mentee_approved_on`` what the employer
    of each has; ``approved_on``: when both had. ``hours_month`` unknown: entered from a table.
    """

    mentor = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="mentorships_as_mentor", verbose_name="наставник"
    )
    mentee = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="mentorships_as_mentee", verbose_name="наставляемый"
    )
    need = models.ForeignKey(
        MenteeNeed,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="mentorships",
        verbose_name="запрос",
    )
    predecessor = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name="прежняя пара",
    )
    group = models.CharField("группа", max_length=200, blank=True)
    model = models.CharField("модель", max_length=80, help_text="term of «mentoring_model»")
    format = models.CharField("формат", max_length=80, help_text="term of «mentoring_format»")
    # What a file brings works already; pages always say a state of their own.
    state = models.CharField("состояние", max_length=20, choices=PairState, default=PairState.ACTIVE)
    proposed_because = models.CharField("почему эта пара", max_length=500, blank=True)
    hours_month = models.PositiveSmallIntegerField(
        "часов в месяц", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(40)]
    )
    mentor_agreed_on = models.DateField("наставник согласился", null=True, blank=True)
    mentee_agreed_on = models.DateField("наставляемый согласился", null=True, blank=True)
    mentor_approved_on = models.DateField("утвердила организация наставника", null=True, blank=True)
    mentee_approved_on = models.DateField("утвердила организация наставляемого", null=True, blank=True)
    approved_on = models.DateField("утверждена", null=True, blank=True)
    refused_because = models.CharField("почему не состоялась", max_length=500, blank=True)

    agreement = models.CharField("где работает", max_length=20, choices=Agreement, default=Agreement.INSIDE)
    contract = models.ForeignKey(
        Document,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="mentorships_by_contract",
        verbose_name="договор организаций",
    )
    consent_on = models.DateField("письменное согласие наставника от", null=True, blank=True)
    content = models.TextField("содержание работы", max_length=2000, blank=True)
    work_form = models.CharField(
        "форма работы", max_length=80, blank=True, help_text="term of «mentoring_work_form»"
    )
    pay = models.CharField("оплата", max_length=200, blank=True)
    unpaid_because = models.CharField("почему без оплаты", max_length=300, blank=True)
    act = models.ForeignKey(
        Document,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="mentorships",
        verbose_name="приказ среди документов",
    )
    act_number = models.CharField("приказ №", max_length=60, blank=True)
    act_on = models.DateField("приказ от", null=True, blank=True)
    is_formal = models.GeneratedField(
        expression=FORMAL,  # type: ignore[arg-type]  # the stubs know no conditions here
        output_field=models.BooleanField(),
        db_persist=True,
        verbose_name="оформлена",
    )
    is_fact = models.GeneratedField(
        expression=Q(state__in=[str(each) for each in WORKED]),  # type: ignore[arg-type]
        output_field=models.BooleanField(),
        db_persist=True,
        verbose_name="работает или работала",
    )

    noticed_on = models.DateField("предупреждение об окончании от", null=True, blank=True)
    result = models.CharField("результат", max_length=80, blank=True, help_text="term of «mentoring_result»")
    result_note = models.TextField("что получилось", max_length=2000, blank=True)

    objects = MentorshipQuerySet.as_manager()  # type: ignore[misc]  # it only adds to that of Dated

    class Meta(Dated.Meta):
        verbose_name = "наставничество"
        verbose_name_plural = "наставничество"
        ordering = ["-starts_on", "mentor", "mentee", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(mentor=F("mentee")),
                name="mentoring_mentorship_is_of_two_people",
                violation_error_message="Наставник и наставляемый — один и тот же человек.",
            ),
            models.UniqueConstraint(
                fields=["mentor", "mentee", "starts_on"],
                name="mentoring_mentorship_is_unique",
                violation_error_message="Эта пара с этой даты уже внесена.",
            ),
            models.CheckConstraint(
                condition=Q(pay="") | Q(unpaid_because=""),
                name="mentoring_mentorship_is_paid_or_not",
                violation_error_message="Укажите либо оплату, либо почему её нет.",
            ),
            models.CheckConstraint(
                condition=~Q(state=PairState.CLOSED) | Q(ends_on__isnull=False),
                name="mentoring_mentorship_closed_has_an_end",
                violation_error_message="У завершённой пары есть последний день.",
            ),
        ]
        indexes = [
            models.Index(fields=["starts_on", "ends_on", "mentee"], name="mentoring_by_date"),
            models.Index(fields=["mentor", "state"], name="mentoring_by_mentor"),
        ]

    def __str__(self):
        return f"{self.mentor} – {self.mentee}"

    def get_absolute_url(self):
        return reverse("mentoring:mentorship_detail", args=[self.pk])
