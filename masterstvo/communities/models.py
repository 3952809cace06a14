"""Communities, their members over time, meetings with guests, attendance and materials, and decisions as tasks."""

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from masterstvo.communities.choices import MeetingState, MemberRole
from masterstvo.core.models import Dated, Recorded, Term
from masterstvo.documents.models import Document
from masterstvo.organizations.models import Municipality, Organization
from masterstvo.people.models import Person
from masterstvo.plans.models import Activity

LESSON = dt.timedelta(minutes=45)  # an academic hour


def _holds(row: Dated, day: dt.date) -> bool:
    return row.starts_on <= day and (row.ends_on is None or row.ends_on > day)


class Community(Dated, Recorded):
    """People who work together over years: an association of subject teachers, a club, a council, a working group."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="communities", verbose_name="чьё сообщество"
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="communities",
        verbose_name="организация",
    )
    title = models.CharField("название", max_length=300)
    kind = models.CharField("вид", max_length=80, help_text="term of «community_kind»")
    subjects = models.ManyToManyField(
        Term,
        blank=True,
        limit_choices_to={"vocabulary": "subject"},
        related_name="communities",
        verbose_name="предметы",
    )
    basis = models.CharField("чем создано", max_length=200, blank=True)
    goal = models.TextField("зачем", blank=True)

    class Meta(Dated.Meta):
        verbose_name = "сообщество"
        verbose_name_plural = "сообщества"
        ordering = ["title", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["municipality", "title", "starts_on"],
                name="communities_community_is_unique",
                violation_error_message="Сообщество с таким названием с этого дня уже есть.",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("communities:community_detail", args=[self.pk])

    def holds_on(self, day: dt.date) -> bool:
        return _holds(self, day)


class CommunityMember(Dated, Recorded):
    """A person in a community for a while, in one role."""

    community = models.ForeignKey(
        Community, on_delete=models.CASCADE, related_name="members", verbose_name="сообщество"
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="memberships", verbose_name="человек"
    )
    role = models.CharField("роль", max_length=20, choices=MemberRole, default=MemberRole.MEMBER)

    class Meta(Dated.Meta):
        verbose_name = "участник сообщества"
        verbose_name_plural = "участники сообществ"
        ordering = ["community", "starts_on", "person", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["community", "person", "starts_on"],
                name="communities_member_is_unique",
                violation_error_message="Этот человек с этого дня в сообществе уже есть.",
            ),
        ]
        indexes = [models.Index(fields=["person", "starts_on", "ends_on"], name="communities_member_by_date")]

    def __str__(self):
        return f"{self.person}: {self.community}"

    def holds_on(self, day: dt.date) -> bool:
        return _holds(self, day)


class Meeting(Recorded):
    """One meeting: planned with an agenda, then held or, with a reason, cancelled."""

    community = models.ForeignKey(
        Community, on_delete=models.CASCADE, related_name="meetings", verbose_name="сообщество"
    )
    title = models.CharField("тема", max_length=300)
    held_on = models.DateField("день")
    starts_at = models.TimeField("начало", null=True, blank=True)
    hours = models.PositiveSmallIntegerField("часы", default=2)
    place = models.CharField("место", max_length=200, blank=True)
    link = models.URLField("ссылка на встречу", max_length=500, blank=True)
    agenda = models.TextField("повестка", blank=True, help_text="one question a line")
    minutes = models.TextField("ход заседания", blank=True)
    state = models.CharField("состояние", max_length=20, choices=MeetingState, default=MeetingState.PLANNED)
    cancelled_because = models.CharField("почему отменено", max_length=500, blank=True)
    protocol_number = models.PositiveSmallIntegerField("протокол №", null=True, blank=True)

    activities = models.ManyToManyField(
        Activity, blank=True, related_name="meetings", verbose_name="мероприятия плана"
    )
    document = models.ForeignKey(
        Document,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name="протокол среди документов",
    )

    class Meta:
        verbose_name = "заседание"
        verbose_name_plural = "заседания"
        ordering = ["held_on", "starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=MeetingState.CANCELLED) | ~Q(cancelled_because=""),
                name="communities_meeting_is_cancelled_with_reason",
                violation_error_message="Напишите, почему заседание отменено.",
            )
        ]
        indexes = [models.Index(fields=["community", "held_on"], name="communities_meeting_by_date")]

    def __str__(self):
        return f"{self.title}, {self.held_on:%d.%m.%Y}"

    def get_absolute_url(self):
        return reverse("communities:meeting_detail", args=[self.pk])

    @property
    def questions(self) -> list[str]:
        """The agenda, question by question."""
        return [line.strip() for line in self.agenda.splitlines() if line.strip()]

    @property
    def ends_at(self) -> dt.time | None:
        """When it is over by its academic hours; the last minute of the day for what would pass midnight."""
        if self.starts_at is None:
            return None
        ends = dt.datetime.combine(self.held_on, self.starts_at) + LESSON * max(1, self.hours)
        return ends.time() if ends.date() == self.held_on else dt.time(23, 59)

    def expected(self):
        """Return the memberships that hold on the day of the meeting. Queries: one."""
        rows = CommunityMember.objects.on(self.held_on).filter(community=self.community_id)
        return rows.select_related("person").order_by("person", "pk")


class Guest(Recorded):
    """Somebody invited to a meeting who is no member: a person of the registry, or anybody by name."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="guests", verbose_name="заседание"
    )
    name = models.CharField("кто", max_length=200, blank=True, help_text="as it was written")
    person = models.ForeignKey(
        Person,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="invitations_to_meetings",
        verbose_name="человек",
    )
    was_present = models.BooleanField("присутствовал", default=False)

    class Meta:
        verbose_name = "приглашённый"
        verbose_name_plural = "приглашённые"
        ordering = ["meeting", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "name"],
                condition=~Q(name=""),
                name="communities_guest_is_unique",
                violation_error_message="Этот приглашённый уже внесён.",
            )
        ]

    def __str__(self):
        return self.name or str(self.person)


class Attendance(Recorded):
    """Whether a member of that day was at a meeting that was held."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="attendances", verbose_name="заседание"
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="attendances", verbose_name="человек"
    )
    was_present = models.BooleanField("присутствовал", default=True)

    class Meta:
        verbose_name = "посещение заседания"
        verbose_name_plural = "посещения заседаний"
        ordering = ["meeting", "person", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                name="communities_attendance_is_unique",
                violation_error_message="Посещение уже отмечено.",
            )
        ]

    def __str__(self):
        return f"{self.person}: {self.meeting}"


class DecisionQuerySet(models.QuerySet):
    def overdue(self, day: dt.date):
        """Keep what is not done although its last day is over on ``day``."""
        return self.filter(done_on=None, due_on__lt=day)

    def done_in_time(self):
        return self.filter(done_on__lte=F("due_on"))


class Decision(Recorded):
    """What a meeting decided: a task of one person until a day."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="decisions", verbose_name="заседание"
    )
    text = models.CharField("что решили", max_length=500)
    person = models.ForeignKey(
        Person,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name="ответственный",
    )
    named = models.CharField(
        "ответственный, не из участников", max_length=200, blank=True, help_text="who has no card here"
    )
    due_on = models.DateField("срок")
    done_on = models.DateField("выполнено", null=True, blank=True)
    note = models.CharField("что сделано", max_length=500, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "поручение"
        verbose_name_plural = "поручения"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None) | Q(named=""),
                name="communities_decision_has_one_responsible",
                violation_error_message="Ответственный один: выберите человека или впишите, кто это.",
            )
        ]
        indexes = [models.Index(fields=["person", "done_on", "due_on"], name="communities_decision_by_term")]

    def __str__(self):
        return self.text

    @property
    def responsible(self) -> str:
        """Who answers for it, in words."""
        return self.person.short_name if self.person else self.named

    def get_absolute_url(self):
        return self.meeting.get_absolute_url()

    @property
    def look(self) -> str:
        """The code of the component «state»."""
        if self.done_on:
            return "done"
        return "overdue" if self.due_on < timezone.localdate() else "going_on"


class Material(Recorded):
    """What a meeting left for its members: a file or a link."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="materials", verbose_name="заседание"
    )
    title = models.CharField("название", max_length=200)
    link = models.URLField("ссылка", max_length=500, blank=True)
    file = models.FileField("файл", upload_to="communities/%Y/", blank=True)

    class Meta:
        verbose_name = "материал заседания"
        verbose_name_plural = "материалы заседаний"
        ordering = ["meeting", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(file="") | ~Q(link=""),
                name="communities_material_is_file_or_link",
                violation_error_message="Приложите файл или дайте ссылку.",
            )
        ]

    def __str__(self):
        return self.title
