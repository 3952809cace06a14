"""What people write about events and participation."""

from django import forms

from masterstvo.core.forms import CheckForm, DayField, TermField, correction_reason
from masterstvo.core.models import Term
from masterstvo.events.models import Event, Participation
from masterstvo.people.panels import person_field


class EventForm(CheckForm):
    held_on = DayField(label="Дата")
    kind = TermField("event_kind", label="Вид", required=False)
    level = TermField("level", label="Уровень")
    topics = forms.ModelMultipleChoiceField(Term.objects.of("topic"), label="Темы", required=False)

    class Meta:
        model = Event
        fields = [
            "title",
            "held_on",
            "kind",
            "level",
            "topics",
            "organizer",
            "hours",
            "within_system",
            "is_held",
        ]


class EventCorrectionForm(EventForm):
    reason = correction_reason()


class ParticipationForm(CheckForm):
    person = person_field("Участник")
    role = TermField("participation_role", label="Роль")

    class Meta:
        model = Participation
        fields = ["person", "role", "was_present"]


class ParticipationCorrectionForm(ParticipationForm):
    reason = correction_reason()
