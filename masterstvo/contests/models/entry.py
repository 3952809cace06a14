"""Who entered a contest, with what, and what came of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from masterstvo.contests.choices import PAPER, ContestState, EntryState
from masterstvo.contests.models.contest import Contest, Nomination
from masterstvo.core.models import FileOrLink, Recorded
from masterstvo.documents.models import IssuedPaper
from masterstvo.experts.models import NamelessCopy
from masterstvo.organizations.models import Organization
from masterstvo.people.models import Person

# A fact that was entered, no entry that was sent: an organization may send several works to a contest of ours.
OF_ORGANIZATION = Q(person=None, sent_at=None, held_on__isnull=False)


class Entry(Recorded):
    """A person's, or an organization's, part in a contest and what came of it: from a draft in ours, as a bare fact in others'.

    Each member of a team has a row too, ``team`` leads to that of whoever applied: so the result is everybody's own fact.
    ``agreed_at``: when a member agreed to be in it, or the member's school said so; until then the entry is not sent (ADR 0049).
    ``is_finalist``: let into the final or not, None while nobody has decided; ``was_above_line``: by the marks of that moment.
    ``held_on`` comes with the result; until then nothing is proved, and no indicator counts the row.
    """

    contest = models.ForeignKey(
        Contest, on_delete=models.PROTECT, related_name="entries", verbose_name="конкурс"
    )
    person = models.ForeignKey(
        Person,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="contest_entries",
        verbose_name="человек",
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="contest_entries",
        verbose_name="организация",
        help_text="the entrant, or where the person worked when the entry was sent",
    )
    team = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="members",
        verbose_name="заявка команды",
    )
    agreed_at = models.DateTimeField("согласие", null=True, blank=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="кто внёс согласие",
    )
    moved_from = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="moved_on",
        verbose_name="с какого этапа вышли",
    )
    nomination = models.ForeignKey(
        Nomination,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name="номинация",
    )
    held_on = models.DateField("дата", null=True, blank=True)
    reported_on = models.DateField(
        "дата со слов участника",
        null=True,
        blank=True,
        help_text="of an outside contest: the result waits in pending_result until the school confirms it",
    )
    stage = models.CharField("этап", max_length=200, blank=True)
    title = models.CharField("название работы", max_length=300, blank=True)
    about = models.TextField("о работе", max_length=4000, blank=True)
    title_for_jury = models.CharField("название без имён", max_length=300, blank=True)
    about_for_jury = models.TextField("о работе без имён", max_length=4000, blank=True)
    state = models.CharField("заявка", max_length=10, choices=EntryState, default=EntryState.ADMITTED)
    note = models.CharField(
        "что исправить или почему отклонена", max_length=1000, blank=True, help_text="the organizer's words"
    )
    answer = models.CharField("ответ заявителя", max_length=1000, blank=True)
    sent_at = models.DateTimeField("отправлена", null=True, blank=True)
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="кто подал",
    )
    code = models.CharField(
        "шифр",
        max_length=10,
        blank=True,
        help_text="what the jury sees instead of a name; drawn at admission",
    )
    is_finalist = models.BooleanField("в финале", null=True, blank=True, editable=False)
    was_above_line = models.BooleanField(
        "выше черты, когда решали о финале", null=True, blank=True, editable=False
    )
    pending_result = models.CharField(
        "решение, ещё не объявленное", max_length=80, blank=True, help_text="term of «contest_result»"
    )
    pending_place = models.PositiveSmallIntegerField("место, ещё не объявленное", null=True, blank=True)
    result = models.CharField("результат", max_length=80, blank=True, help_text="term of «contest_result»")
    place = models.PositiveSmallIntegerField("место", null=True, blank=True)
    document = models.CharField("документ", max_length=200, blank=True)

    class Meta:
        verbose_name = "участие в конкурсе"
        verbose_name_plural = "участие в конкурсах"
        ordering = ["-held_on", "contest", "person", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "person", "held_on", "stage"],
                condition=Q(nomination=None, held_on__isnull=False),
                name="contests_entry_is_unique",
                violation_error_message="Это участие уже внесено.",
            ),
            models.UniqueConstraint(
                fields=["contest", "person", "held_on", "stage", "nomination"],
                condition=Q(held_on__isnull=False),
                name="contests_entry_of_nomination_is_unique",
                violation_error_message="Это участие уже внесено.",
            ),
            models.UniqueConstraint(
                fields=["contest", "organization", "held_on", "stage"],
                condition=OF_ORGANIZATION & Q(nomination=None),
                name="contests_entry_of_organization_is_unique",
                violation_error_message="Этот результат организации уже внесён.",
            ),
            models.UniqueConstraint(
                fields=["contest", "organization", "held_on", "stage", "nomination"],
                condition=OF_ORGANIZATION,
                name="contests_entry_of_organization_in_nomination_is_unique",
                violation_error_message="Этот результат организации уже внесён.",
            ),
            models.UniqueConstraint(
                fields=["contest", "code"], condition=~Q(code=""), name="contests_entry_code_is_unique"
            ),
            models.UniqueConstraint(
                fields=["team", "person"],
                condition=Q(team__isnull=False),
                name="contests_member_is_in_a_team_once",
                violation_error_message="Этот человек в команде уже есть.",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(organization__isnull=False),
                name="contests_entry_is_somebodys",
            ),
            models.CheckConstraint(
                condition=Q(is_finalist=None, was_above_line=None)
                | Q(is_finalist__isnull=False, was_above_line__isnull=False),
                name="contests_entry_final_is_decided_by_a_line",
            ),
            models.CheckConstraint(
                condition=Q(result="", held_on=None) | (~Q(result="") & Q(held_on__isnull=False)),
                name="contests_entry_result_has_a_day",
                violation_error_message="Результат и его дата вносятся вместе.",
            ),
            models.CheckConstraint(
                condition=Q(result="") | Q(state=EntryState.ADMITTED),
                name="contests_entry_result_is_of_an_admitted_one",
            ),
        ]
        indexes = [
            models.Index(fields=["held_on", "person"], name="contests_by_date"),
            models.Index(fields=["contest", "state"], name="contests_entry_by_state"),
        ]

    def __str__(self):
        return f"{self.person or self.organization}: {self.contest}"

    def get_absolute_url(self):
        """An entry in a contest of ours has a page of its own; a result in one of others stands on the card of whoever has it."""
        if self.contest.state == ContestState.OUTSIDE:
            whose = self.person or self.organization
            return whose.get_absolute_url() if whose else ""
        return reverse("contests:entry_detail", args=[self.team_id or self.pk])


class EntryFile(FileOrLink):
    """A file or a link that belongs to an entry, as it was sent. Jurors of a blind contest only get its ``EntryCopy``."""

    FOLDER = "contests"

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="files", verbose_name="заявка")
    name = models.CharField("имя файла", max_length=255, blank=True)
    size = models.PositiveIntegerField("размер", default=0, help_text="bytes")

    class Meta(FileOrLink.Meta):
        verbose_name = "файл заявки"
        verbose_name_plural = "файлы заявок"
        ordering = ["entry", "pk"]


class EntryCopy(NamelessCopy):
    """What the jury of a blind contest gets instead of a file or link: without names and schools, under a name of ours."""

    source = models.OneToOneField(
        EntryFile, on_delete=models.CASCADE, related_name="copy", verbose_name="с чего снята"
    )
    url = models.URLField("ссылка", max_length=1000, blank=True)
    file = models.FileField("файл", upload_to="contests/copies/%Y/", blank=True)

    class Meta:
        verbose_name = "копия для жюри"
        verbose_name_plural = "копии для жюри"
        ordering = ["source", "pk"]


class Diploma(IssuedPaper):
    """A paper that says what somebody won, or that they took part. ``heading``: how such a paper was called when it was issued."""

    entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, related_name="diplomas", verbose_name="участие"
    )
    heading = models.CharField("что это за бумага", max_length=200, default=PAPER)
    achievement = models.CharField("за что", max_length=200, help_text="«победитель», «призёр, 2 место»")
    contest_title = models.CharField("конкурс", max_length=500)
    nomination = models.CharField("номинация", max_length=300, blank=True)

    class Meta(IssuedPaper.Meta):
        verbose_name = "диплом"
        verbose_name_plural = "дипломы"
        constraints = [
            *IssuedPaper.Meta.constraints,
            models.UniqueConstraint(
                fields=["entry"],
                condition=Q(revoked_on=None),
                name="contests_diploma_in_force_is_one",
                violation_error_message="Диплом за это участие уже выдан.",
            ),
        ]

    def __str__(self):
        return f"{self.heading} № {self.number}"

    def get_absolute_url(self):
        return reverse("contests:diploma_verify", args=[self.code])
