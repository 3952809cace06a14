"""Persons, where they work over time, their qualification, vacancies and the reserve."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from masterstvo.core import terms
from masterstvo.core.models import Dated, Recorded, Term
from masterstvo.organizations.models import Municipality, Organization
from masterstvo.people.choices import Basis, Sex


class Person(Recorded):
    """One human being, with one card whatever the number of jobs."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="people", verbose_name="кто ведёт карточку"
    )
    code = models.CharField("код", max_length=40, blank=True)
    last_name = models.CharField("фамилия", max_length=100)
    first_name = models.CharField("имя", max_length=100)
    patronymic = models.CharField("отчество", max_length=100, blank=True)
    born_on = models.DateField("дата рождения", null=True, blank=True)
    sex = models.CharField("пол", max_length=1, choices=Sex, blank=True)
    teaching_since = models.DateField("педагогический стаж с", null=True, blank=True)
    education = models.CharField("образование", max_length=200, blank=True)
    email = models.EmailField("электронная почта", blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="person",
        verbose_name="вход",
    )
    erased_on = models.DateField(
        "обезличено", null=True, blank=True, help_text="since then the card is a number without a name"
    )

    class Meta:
        verbose_name = "человек"
        verbose_name_plural = "люди"
        ordering = ["last_name", "first_name", "patronymic", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "code"],
                condition=~Q(code=""),
                name="people_person_code_is_unique",
                violation_error_message="Человек с таким кодом уже есть.",
            )
        ]
        indexes = [models.Index(fields=["municipality", "last_name", "first_name"], name="people_by_name")]

    def __str__(self):
        return " ".join(filter(None, (self.last_name, self.first_name, self.patronymic)))

    def get_absolute_url(self):
        return reverse("people:person_detail", args=[self.pk])

    @property
    def code_name(self):
        """What the person is called once the card is erased: «Человек № 17»."""
        return f"Человек № {self.pk}"

    @property
    def short_name(self):
        """The surname with initials: «Соколова И. В.»; an erased card has none."""
        if self.erased_on:
            return str(self)
        initials = " ".join(f"{name[0]}." for name in (self.first_name, self.patronymic) if name)
        return f"{self.last_name} {initials}".strip()


class Employment(Dated, Recorded):
    """A person's work in one position of one organization. ``starts_on`` is the day of hiring, ``last_day`` the last worked."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="employments", verbose_name="человек"
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="employments", verbose_name="организация"
    )
    position = models.CharField("должность", max_length=200)
    category = models.CharField("категория работника", max_length=80, help_text="term of «staff_category»")
    basis = models.CharField("основание", max_length=10, choices=Basis, default=Basis.MAIN)
    subjects = models.ManyToManyField(
        Term,
        blank=True,
        limit_choices_to={"vocabulary": "subject"},
        related_name="+",
        verbose_name="предметы",
    )
    weekly_hours = models.DecimalField(
        "нагрузка, ч в неделю", max_digits=5, decimal_places=2, null=True, blank=True
    )
    rate = models.DecimalField("ставка", max_digits=4, decimal_places=2, null=True, blank=True)

    class Meta(Dated.Meta):
        verbose_name = "место работы"
        verbose_name_plural = "места работы"
        ordering = ["person", "-starts_on", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(basis="main", ends_on=None),
                name="people_employment_has_one_main_place",
                violation_error_message="Основное место работы уже есть: сначала укажите дату увольнения.",
            ),
            models.UniqueConstraint(
                fields=["person", "organization", "position", "starts_on"],
                name="people_employment_is_unique",
                violation_error_message="Это место работы уже внесено.",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "basis", "starts_on"], name="people_employment_by_place"),
            models.Index(fields=["basis", "starts_on", "ends_on"], name="people_employment_by_date"),
        ]

    def __str__(self):
        return f"{self.position}, {self.organization}"


class Attestation(Dated, Recorded):
    """A qualification category, or the confirmed fitness for the position, for its term."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="attestations", verbose_name="человек"
    )
    category = models.CharField("категория", max_length=80, help_text="term of «qualification»")
    basis = models.CharField("основание", max_length=300, blank=True)

    class Meta(Dated.Meta):
        verbose_name = "аттестация"
        verbose_name_plural = "аттестация"
        ordering = ["person", "-starts_on", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["person", "category", "starts_on"],
                name="people_attestation_is_unique",
                violation_error_message="Эта категория с этой даты уже внесена.",
            ),
        ]

    def __str__(self):
        return f"{self.person}: {terms.title('qualification', self.category)}"


class Vacancy(Recorded):
    """A position that waits for a person."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="vacancies", verbose_name="организация"
    )
    position = models.CharField("должность", max_length=200)
    subject = models.CharField("предмет", max_length=200, blank=True)
    weekly_hours = models.DecimalField("часы в неделю", max_digits=5, decimal_places=2, null=True, blank=True)
    opened_on = models.DateField("открыта")
    closed_on = models.DateField(
        "закрыта", null=True, blank=True, help_text="the first day on which it is no longer open"
    )

    class Meta:
        verbose_name = "вакансия"
        verbose_name_plural = "вакансии"
        ordering = ["organization", "-opened_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gt=models.F("opened_on")),
                name="people_vacancy_closes_after_opening",
                violation_error_message="Дата закрытия раньше даты открытия.",
            ),
            models.UniqueConstraint(
                fields=["organization", "position", "subject", "opened_on"],
                name="people_vacancy_is_unique",
                violation_error_message="Эта вакансия уже внесена.",
            ),
        ]

    def __str__(self):
        return f"{self.position}, {self.organization}"


class ReserveEntry(Dated, Recorded):
    """A person who stands in the reserve of heads."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="reserve", verbose_name="человек"
    )
    position = models.CharField("на должность", max_length=200)
    basis = models.CharField("основание", max_length=300, blank=True)

    class Meta(Dated.Meta):
        verbose_name = "запись кадрового резерва"
        verbose_name_plural = "кадровый резерв"
        ordering = ["person", "-starts_on", "pk"]

    def __str__(self):
        return f"{self.person}: {self.position}"


class CardReading(models.Model):
    """Somebody opened a person's card. Rows are only added, and removed when their term of keeping is over."""

    at = models.DateTimeField("когда", auto_now_add=True, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="кто"
    )
    as_role = models.CharField("в какой роли", max_length=300, blank=True)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="readings", verbose_name="чья карточка"
    )
    purpose = models.CharField("зачем", max_length=200)

    class Meta:
        verbose_name = "обращение к карточке"
        verbose_name_plural = "обращения к карточкам"
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["person", "-at"], name="people_reading_of_person"),
            models.Index(fields=["by", "-at"], name="people_reading_by_reader"),
        ]

    def __str__(self):
        return f"{self.by}, {timezone.localtime(self.at):%d.%m.%Y %H:%M}"


class Export(models.Model):
    """A file with persons in it that somebody took out: a list in Excel, a report in Word. Rows are only added."""

    at = models.DateTimeField("когда", auto_now_add=True, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="кто"
    )
    as_role = models.CharField("в какой роли", max_length=300, blank=True)
    what = models.CharField("что", max_length=300)
    filters = models.TextField("отбор", blank=True)
    purpose = models.CharField("зачем", max_length=200)
    n_people = models.PositiveIntegerField("человек в файле")
    people = models.ManyToManyField(Person, related_name="exports", verbose_name="кто в файле")

    class Meta:
        verbose_name = "выгрузка"
        verbose_name_plural = "выгрузки"
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.what}, {timezone.localtime(self.at):%d.%m.%Y %H:%M}"
