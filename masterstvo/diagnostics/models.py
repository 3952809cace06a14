"""Frameworks of competences, what was measured of a person's, the deficits that follow, and to whom results are open."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from masterstvo.assessments.models import Sheet
from masterstvo.core.models import Dated, Recorded
from masterstvo.diagnostics.choices import Severity
from masterstvo.organizations.models import Municipality, Organization, Region
from masterstvo.people.models import Person


class Framework(Dated, Recorded):
    """A tree of competences that holds from ``starts_on``; the municipality's own goes before the region's, and that before the shipped one."""

    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="frameworks",
        verbose_name="чья",
        help_text="null: of the region, or shipped",
    )
    region = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="frameworks",
        verbose_name="какого региона",
        help_text="null: of the municipality, or shipped",
    )
    key = models.SlugField("ключ", max_length=80)
    title = models.CharField("название", max_length=300)
    source = models.CharField("источник", max_length=500, blank=True, help_text="act and clause")

    is_shipped = True

    class Meta(Dated.Meta):
        verbose_name = "рамка компетенций"
        verbose_name_plural = "рамки компетенций"
        ordering = ["-starts_on", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["municipality"],
                condition=Q(ends_on=None),
                name="diagnostics_municipality_has_one_framework",
                violation_error_message="Своя рамка у муниципалитета уже есть.",
            ),
            models.UniqueConstraint(
                fields=["region"],
                condition=Q(ends_on=None),
                name="diagnostics_region_has_one_framework",
                violation_error_message="Своя рамка у региона уже есть.",
            ),
            models.UniqueConstraint(
                fields=["key", "starts_on"],
                condition=Q(municipality=None, region=None),
                name="diagnostics_shipped_framework_is_unique",
            ),
            models.CheckConstraint(
                condition=Q(municipality=None) | Q(region=None), name="diagnostics_framework_has_one_owner"
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_own(self):
        """Tell whether somebody may edit it: the shipped one only in a copy."""
        return bool(self.municipality_id or self.region_id)


class Competence(models.Model):
    """One competence, or a block of them. ``target``: percent from which it is sufficient where no ``Target`` says otherwise.

    It never changes once the competence is there: a new level is a ``Target`` that holds from a day.
    """

    framework = models.ForeignKey(
        Framework, on_delete=models.CASCADE, related_name="competences", verbose_name="рамка"
    )
    block = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="competences",
        verbose_name="блок",
        help_text="null: it is a block itself",
    )
    key = models.CharField("ключ", max_length=80)
    title = models.CharField("название", max_length=300)
    synonyms = models.JSONField("другие названия", default=list, blank=True)
    categories = models.JSONField(
        "для кого", default=list, blank=True, help_text="keys of «staff_category»; empty: for everybody"
    )
    target = models.DecimalField("достаточный уровень, %", max_digits=5, decimal_places=2, default=60)
    levels = models.JSONField(
        "уровни", default=list, blank=True, help_text='[{"title": …, "from": percent, "descriptor": …}]'
    )
    archived_on = models.DateField("в архиве с", null=True, blank=True)
    position = models.PositiveSmallIntegerField("порядок", default=0)

    is_shipped = True

    class Meta:
        verbose_name = "компетенция"
        verbose_name_plural = "компетенции"
        ordering = ["framework", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "key"], name="diagnostics_competence_key_is_unique"),
            models.CheckConstraint(
                condition=Q(target__gt=0, target__lte=100), name="diagnostics_target_is_percent"
            ),
        ]

    def __str__(self):
        return self.title


class Target(Dated):
    """From what percent a competence is sufficient, for whom and since when. What was measured before ``starts_on`` is judged as before."""

    competence = models.ForeignKey(
        Competence, on_delete=models.CASCADE, related_name="targets", verbose_name="компетенция"
    )
    percent = models.DecimalField("достаточно, %", max_digits=5, decimal_places=2)
    category = models.CharField(
        "категория работника", max_length=80, blank=True, help_text="term of «staff_category»"
    )
    job = models.CharField(
        "слова в должности", max_length=100, blank=True, help_text="folded; any position that has them"
    )
    subject = models.CharField("предмет", max_length=80, blank=True, help_text="term of «subject»")

    is_shipped = True

    class Meta(Dated.Meta):
        verbose_name = "достаточный уровень"
        verbose_name_plural = "достаточные уровни"
        ordering = ["competence", "category", "job", "subject", "starts_on", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["competence", "category", "job", "subject", "starts_on"],
                name="diagnostics_target_begins_once",
                violation_error_message="Такой уровень с этого дня уже есть.",
            ),
            models.CheckConstraint(
                condition=Q(percent__gt=0, percent__lte=100),
                name="diagnostics_dated_target_is_percent",
                violation_error_message="Уровень – больше 0 и не больше 100 процентов.",
            ),
        ]

    def __str__(self):
        return f"{self.competence}: {self.percent.normalize():f} % с {self.starts_on:%d.%m.%Y}"


class Measure(models.Model):
    """Which answers of an instrument tell of a competence, and how much. ``criterion``: its key, "" for the whole sheet."""

    competence = models.ForeignKey(
        Competence, on_delete=models.CASCADE, related_name="measures", verbose_name="компетенция"
    )
    instrument = models.CharField("инструмент", max_length=80, help_text="key of an instrument")
    criterion = models.CharField("вопрос", max_length=80, blank=True)
    weight = models.DecimalField("вес", max_digits=6, decimal_places=2, default=1)

    is_shipped = True

    class Meta:
        verbose_name = "чем измеряется"
        verbose_name_plural = "чем измеряется"
        ordering = ["competence", "instrument", "criterion", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["competence", "instrument", "criterion"], name="diagnostics_measure_is_unique"
            ),
            models.CheckConstraint(condition=Q(weight__gt=0), name="diagnostics_measure_has_weight"),
        ]

    def __str__(self):
        return f"{self.competence}: {self.instrument} {self.criterion}".strip()


class CountingRule(Dated):
    """Which measurement counts: the latest of ``kinds`` not older than ``months``; other kinds are only shown beside it."""

    kinds = models.JSONField("виды измерений, которые учитываются", help_text="keys of «diagnostic_kind»")
    months = models.PositiveSmallIntegerField("срок годности, месяцев", default=36)
    medium_from = models.PositiveSmallIntegerField("средний дефицит: не хватает от, %", default=15)
    severe_from = models.PositiveSmallIntegerField("выраженный дефицит: не хватает от, %", default=30)
    source = models.CharField("источник", max_length=500, blank=True)

    is_shipped = True

    class Meta(Dated.Meta):
        verbose_name = "правило учёта измерений"
        verbose_name_plural = "правила учёта измерений"
        ordering = ["-starts_on", "pk"]

    def __str__(self):
        return f"Правило с {self.starts_on:%d.%m.%Y}"


class Diagnostic(Recorded):
    """One measurement of one competence of one person by one procedure."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="diagnostics", verbose_name="человек"
    )
    measured_on = models.DateField("дата")
    procedure = models.CharField("процедура", max_length=300)
    kind = models.CharField("вид", max_length=80, blank=True, help_text="term of «diagnostic_kind»")
    competency = models.CharField("компетенция", max_length=300)
    competence = models.ForeignKey(
        Competence,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="diagnostics",
        verbose_name="компетенция рамки",
        help_text="null: a name that the framework does not know",
    )
    sheet = models.ForeignKey(
        Sheet,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="diagnostics",
        verbose_name="лист",
    )
    score = models.DecimalField("балл", max_digits=8, decimal_places=2, null=True, blank=True)
    maximum = models.DecimalField("максимум", max_digits=8, decimal_places=2, null=True, blank=True)
    threshold = models.DecimalField("порог", max_digits=8, decimal_places=2, null=True, blank=True)
    has_deficit = models.BooleanField("дефицит", null=True, blank=True, help_text="null: not known")

    class Meta:
        verbose_name = "результат диагностики"
        verbose_name_plural = "результаты диагностики"
        ordering = ["-measured_on", "person", "competency", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(score=None) | Q(maximum=None) | Q(score__lte=F("maximum")),
                name="diagnostics_score_within_maximum",
                violation_error_message="Балл больше максимума.",
            ),
            models.UniqueConstraint(
                fields=["person", "measured_on", "procedure", "competency"],
                name="diagnostics_diagnostic_is_unique",
                violation_error_message="Этот результат уже внесён.",
            ),
        ]
        indexes = [models.Index(fields=["measured_on", "person"], name="diagnostics_by_date")]

    def __str__(self):
        # Shown wherever a record is named, so not of what: that tells the deficit.
        return f"{self.person}: {self.procedure}, {self.measured_on:%d.%m.%Y}"

    @property
    def percent(self):
        """The score as percent of its maximum, or None when either is not known."""
        if self.score is None or not self.maximum:
            return None
        return round(self.score / self.maximum * 100, 2)


class Deficit(Recorded):
    """A competence below its target: opened by a measurement that counts, closed only by a later comparable one."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="deficits", verbose_name="у кого"
    )
    competence = models.ForeignKey(
        Competence, on_delete=models.PROTECT, related_name="deficits", verbose_name="компетенция"
    )
    severity = models.CharField("выраженность", max_length=10, choices=Severity)
    opened_by = models.ForeignKey(
        Diagnostic, on_delete=models.CASCADE, related_name="+", verbose_name="по какому измерению"
    )
    opened_on = models.DateField("выявлен")
    ready_on = models.DateField(
        "можно измерить снова", null=True, blank=True, help_text="learning is done; it closes nothing"
    )
    closed_by = models.ForeignKey(
        Diagnostic,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="каким измерением закрыт",
    )
    closed_on = models.DateField("закрыт", null=True, blank=True)

    class Meta:
        verbose_name = "дефицит"
        verbose_name_plural = "дефициты"
        ordering = ["person", "competence", "-opened_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "competence"],
                condition=Q(closed_on=None),
                name="diagnostics_deficit_is_open_once",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                name="diagnostics_deficit_closes_after_opening",
            ),
        ]
        indexes = [models.Index(fields=["closed_on", "competence"], name="diagnostics_open_deficits")]

    def __str__(self):
        return f"{self.person}: {self.competence}"


class Share(Dated, Recorded):
    """A person opens what measurements showed to one user, or to the head of one organization, until a day.

    Without ``diagnostic`` all results are open, later ones included. Revoking removes the row; the log keeps it.
    """

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="shares", verbose_name="чьи результаты"
    )
    diagnostic = models.ForeignKey(
        Diagnostic,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="shares",
        verbose_name="какой результат",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="кому",
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="руководителю организации",
    )

    class Meta(Dated.Meta):
        verbose_name = "открытый доступ к результатам"
        verbose_name_plural = "открытый доступ к результатам"
        ordering = ["ends_on", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(user=None, organization__isnull=False) | Q(user__isnull=False, organization=None),
                name="diagnostics_share_has_one_reader",
                violation_error_message="Выберите что-то одно: руководителя организации или коллегу.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=False),
                name="diagnostics_share_has_an_end",
                violation_error_message="Укажите, до какого дня открыть.",
            ),
        ]
        indexes = [models.Index(fields=["person", "ends_on"], name="diagnostics_share_by_person")]

    def __str__(self):
        return f"{self.what}: {self.reader}"

    @property
    def what(self):
        return self.diagnostic.procedure if self.diagnostic else "все результаты"

    @property
    def reader(self):
        return str(self.user) if self.user else f"руководитель: {self.organization}"
