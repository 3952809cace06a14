"""Practices and their versions, authors, reviews, and what readers made of them."""

import datetime as dt
import re

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from masterstvo.assessments.models import Answered
from masterstvo.assessments.models import Version as InstrumentVersion
from masterstvo.core.models import Recorded, Term
from masterstvo.experts.models import NamelessCopy
from masterstvo.organizations.models import Municipality, Organization
from masterstvo.people.models import Person
from masterstvo.practices.choices import Effect, PracticeKind, Verdict, VersionState

_NUMBER = re.compile(r"^\s*\d{1,2}[.)]\s+")


class Bank(Recorded):
    """Whether the bank of a municipality has a page for everybody, without sign-in."""

    municipality = models.OneToOneField(
        Municipality, on_delete=models.CASCADE, related_name="practice_bank", verbose_name="муниципалитет"
    )
    opened_on = models.DateField("открыт всем с", null=True, blank=True)

    class Meta:
        verbose_name = "банк практик"
        verbose_name_plural = "банки практик"
        ordering = ["municipality"]

    def __str__(self):
        return f"Банк практик: {self.municipality}"


class PracticeQuerySet(models.QuerySet):
    def in_bank(self, day: dt.date):
        """Keep what the bank holds on ``day``: accepted, not out of term, not hidden, with somebody's consent in force."""
        consents = Authorship.objects.consenting().filter(practice=OuterRef("pk"))
        return self.filter(Exists(consents), shown__isnull=False, is_hidden=False, ends_on__gt=day)


class Practice(Recorded):
    """What works somewhere and may work elsewhere. Its words stand in versions; readers see the one that was ``shown`` last."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="practices", verbose_name="муниципалитет"
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="practices",
        verbose_name="где работает",
    )
    kind = models.CharField("вид", max_length=8, choices=PracticeKind, default=PracticeKind.PRACTICE)
    title = models.CharField("название", max_length=300, help_text="of the shown version, else of the latest")
    shown = models.ForeignKey(
        "PracticeVersion",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="версия в банке",
    )
    banked_on = models.DateField("в банке с", null=True, blank=True)
    ends_on = models.DateField("в банке по", null=True, blank=True, help_text="the first day out of the bank")
    recommended_on = models.DateField("рекомендована региону", null=True, blank=True)
    recommended_by = models.CharField("чем рекомендована", max_length=200, blank=True)
    is_hidden = models.BooleanField("убрана из банка", default=False)
    hidden_because = models.CharField("почему убрана", max_length=500, blank=True)

    objects = PracticeQuerySet.as_manager()

    class Meta:
        verbose_name = "практика"
        verbose_name_plural = "практики"
        ordering = ["-banked_on", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(shown=None, banked_on=None, ends_on=None)
                | Q(shown__isnull=False, banked_on__isnull=False, ends_on__gt=models.F("banked_on")),
                name="practices_banked_practice_has_a_term",
                violation_error_message="Срок в банке раньше дня, когда практику приняли.",
            ),
            models.CheckConstraint(
                condition=Q(recommended_on=None, recommended_by="")
                | Q(recommended_on__isnull=False, banked_on__isnull=False) & ~Q(recommended_by=""),
                name="practices_recommended_practice_has_a_basis",
                violation_error_message="Напишите, чем оформлена рекомендация.",
            ),
            models.CheckConstraint(
                condition=Q(is_hidden=False) | ~Q(hidden_because=""),
                name="practices_hidden_practice_says_why",
                violation_error_message="Напишите, почему практику убирают.",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "banked_on"], name="practices_by_date")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("practices:practice_detail", args=[self.pk])

    @property
    def last_day(self):
        return self.ends_on - dt.timedelta(days=1) if self.ends_on else None


class PracticeVersion(Recorded):
    """The words of a practice at one time. A draft is written on; once sent it never changes, so reviews keep what they speak of."""

    practice = models.ForeignKey(
        Practice, on_delete=models.CASCADE, related_name="versions", verbose_name="практика"
    )
    number = models.PositiveSmallIntegerField("номер", default=1)
    state = models.CharField("состояние", max_length=10, choices=VersionState, default=VersionState.DRAFT)
    title = models.CharField("название", max_length=300)
    problem = models.TextField("какую задачу решает", blank=True, max_length=3000)
    audience = models.ManyToManyField(
        Term,
        blank=True,
        limit_choices_to={"vocabulary": "practice_audience"},
        related_name="+",
        verbose_name="для кого",
    )
    steps = models.TextField("как это сделать", blank=True, max_length=10000, help_text="one step a line")
    resources = models.TextField("что понадобится", blank=True, max_length=3000)
    effect = models.TextField("что изменилось", blank=True, max_length=3000)
    evidence = models.TextField("чем подтверждается", blank=True, max_length=3000)
    conditions = models.TextField("при каких условиях работает", blank=True, max_length=3000)
    link = models.URLField("видео или ссылка", max_length=500, blank=True)
    subjects = models.ManyToManyField(
        Term,
        blank=True,
        limit_choices_to={"vocabulary": "subject"},
        related_name="+",
        verbose_name="предметы",
    )
    topics = models.ManyToManyField(
        Term, blank=True, limit_choices_to={"vocabulary": "topic"}, related_name="+", verbose_name="темы"
    )
    competences = models.JSONField(
        "компетенции", default=list, blank=True, help_text="keys of competences, sorted"
    )
    hours = models.PositiveSmallIntegerField(
        "сколько часов займёт попробовать", default=4, help_text="academic hours, by routes"
    )
    level = models.CharField(
        "уровень образования", max_length=80, blank=True, help_text="term of «practice_level»"
    )
    licence = models.CharField(
        "на каких условиях", max_length=80, default="with_name", help_text="term of «practice_licence»"
    )
    sent_on = models.DateField("отправлена", null=True, blank=True)
    is_blind = models.BooleanField("эксперты не видят авторов", default=False)
    nameless = models.JSONField(
        "слова без имён", default=dict, blank=True, help_text="{column: what reviewers who see no names read}"
    )
    decided_on = models.DateField("решение", null=True, blank=True)
    answer = models.TextField("что ответили автору", blank=True, max_length=2000)

    class Meta:
        verbose_name = "версия практики"
        verbose_name_plural = "версии практик"
        ordering = ["practice", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "number"], name="practices_version_number_is_unique"),
            models.UniqueConstraint(
                fields=["practice"],
                condition=Q(state__in=["draft", "sent"]),
                name="practices_practice_has_one_open_version",
                violation_error_message="У практики уже есть черновик или версия на экспертизе.",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(sent_on__isnull=False),
                name="practices_sent_version_has_a_day",
            ),
        ]

    def __str__(self):
        return f"{self.title}, версия {self.number}"

    def get_absolute_url(self):
        return self.practice.get_absolute_url()

    @property
    def told_title(self) -> str:
        """What it is called where a reviewer reads, who may see no names."""
        return self.nameless.get("title", self.title) if self.is_blind else self.title

    @property
    def step_lines(self) -> list[str]:
        """The steps without the numbers that their author typed: whoever shows them numbers them."""
        return [line for each in self.steps.splitlines() if (line := _NUMBER.sub("", each).strip())]


class PracticeFile(Recorded):
    """A file of one version. Reviewers who see no names only get its ``FileCopy``."""

    version = models.ForeignKey(
        PracticeVersion, on_delete=models.CASCADE, related_name="files", verbose_name="версия"
    )
    title = models.CharField("название", max_length=200)
    file = models.FileField("файл", upload_to="practices/%Y/")

    class Meta:
        verbose_name = "файл практики"
        verbose_name_plural = "файлы практик"
        ordering = ["version", "title", "pk"]

    def __str__(self):
        return self.title


class FileCopy(NamelessCopy):
    """What reviewers who see no names get instead of a file of the version."""

    source = models.OneToOneField(
        PracticeFile, on_delete=models.CASCADE, related_name="copy", verbose_name="с чего снята"
    )
    file = models.FileField("файл", upload_to="practices/copies/%Y/")

    class Meta:
        verbose_name = "копия для экспертов"
        verbose_name_plural = "копии для экспертов"
        ordering = ["source", "pk"]


class AuthorshipQuerySet(models.QuerySet):
    def consenting(self):
        """Keep the authors whose names may be shown: consent given, not taken back, and the card not erased."""
        return self.filter(consented_on__isnull=False, withdrawn_on=None, person__erased_on=None)


class Authorship(Recorded):
    """A person who made a practice, and whether that may be told. ``is_public``: also on the page without sign-in."""

    practice = models.ForeignKey(
        Practice, on_delete=models.CASCADE, related_name="authors", verbose_name="практика"
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="authorships", verbose_name="автор"
    )
    position = models.PositiveSmallIntegerField("порядок", default=0)
    consented_on = models.DateField("согласие на публикацию", null=True, blank=True)
    basis = models.CharField("чем подтверждено согласие", max_length=200, blank=True)
    is_public = models.BooleanField("и на открытой странице", default=False)
    withdrawn_on = models.DateField("согласие отозвано", null=True, blank=True)
    is_leaving = models.BooleanField(
        "уходит с новой версией",
        default=False,
        help_text="an author of what the bank shows, not of the next one",
    )

    objects = AuthorshipQuerySet.as_manager()

    class Meta:
        verbose_name = "автор практики"
        verbose_name_plural = "авторы практик"
        ordering = ["practice", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "person"],
                name="practices_author_is_unique",
                violation_error_message="Этот человек уже среди авторов.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | Q(consented_on__isnull=False),
                name="practices_withdrawn_consent_was_given",
            ),
        ]

    def __str__(self):
        return f"{self.person}: {self.practice}"

    @property
    def consents(self) -> bool:
        """The same as ``consenting``, of a row that was read already."""
        return bool(self.consented_on and not self.withdrawn_on and not self.person.erased_on)


class Review(Answered, Recorded):
    """One expert's sheet about a version, with an advice; or the reason why the expert does not judge it."""

    version = models.ForeignKey(
        PracticeVersion, on_delete=models.CASCADE, related_name="reviews", verbose_name="версия"
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="practice_reviews", verbose_name="эксперт"
    )
    instrument = models.ForeignKey(
        InstrumentVersion, on_delete=models.PROTECT, related_name="+", verbose_name="экспертный лист"
    )
    due_on = models.DateField("срок")
    verdict = models.CharField("совет", max_length=8, choices=Verdict, blank=True)
    comment = models.TextField("что сказать автору", blank=True, max_length=3000)
    finished_on = models.DateField("закончена", null=True, blank=True)
    recused_on = models.DateField("самоотвод", null=True, blank=True)
    recused_because = models.CharField("почему самоотвод", max_length=500, blank=True)

    class Meta:
        verbose_name = "экспертиза практики"
        verbose_name_plural = "экспертизы практик"
        ordering = ["version", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "person"],
                name="practices_reviewer_is_unique",
                violation_error_message="Этот эксперт уже назначен.",
            ),
            models.CheckConstraint(
                condition=Q(finished_on=None) | ~Q(verdict=""),
                name="practices_finished_review_advises",
                violation_error_message="Скажите, что вы советуете.",
            ),
        ]

    def __str__(self):
        return f"Экспертиза: {self.version.told_title}"

    def get_absolute_url(self):
        return reverse("practices:review_answer", args=[self.pk])

    @property
    def is_open(self):
        return self.finished_on is None and self.recused_on is None


class Mark(Recorded):
    """A reader found a practice useful."""

    practice = models.ForeignKey(
        Practice, on_delete=models.CASCADE, related_name="marks", verbose_name="практика"
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="practice_marks", verbose_name="кто"
    )

    class Meta:
        verbose_name = "отметка «полезно»"
        verbose_name_plural = "отметки «полезно»"
        ordering = ["practice", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "person"], name="practices_mark_is_unique")
        ]

    def __str__(self):
        return f"Полезно: {self.practice}"


class Repeat(Recorded):
    """A reader did the same: where, with what result and by what it is seen. Such rows are the effect chain of a practice."""

    practice = models.ForeignKey(
        Practice, on_delete=models.CASCADE, related_name="repeats", verbose_name="практика"
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="practice_repeats", verbose_name="кто"
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="где"
    )
    repeated_on = models.DateField("когда")
    effect = models.CharField("итог", max_length=8, choices=Effect)
    result = models.TextField("что получилось", max_length=2000)
    link = models.URLField("ссылка", max_length=500, blank=True)
    file = models.FileField("подтверждение", upload_to="practices/%Y/", blank=True)

    class Meta:
        verbose_name = "повторение практики"
        verbose_name_plural = "повторения практик"
        ordering = ["practice", "repeated_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "person"],
                name="practices_repeat_is_unique",
                violation_error_message="Вы уже рассказали об этом: исправьте прежнюю запись.",
            )
        ]

    def __str__(self):
        return f"Повторение: {self.practice}"

    def get_absolute_url(self):
        return self.practice.get_absolute_url()

    @property
    def is_proved(self):
        """Whether something shows it: a file or a page."""
        return bool(self.file or self.link)
