"""What people write about expert appointments."""

from masterstvo.core.forms import CheckForm, DayField, LastDayField, TermField, correction_reason
from masterstvo.experts.models import ExpertAppointment
from masterstvo.people.panels import person_field


class AppointmentForm(CheckForm):
    person = person_field("Эксперт")
    kind = TermField("expert_kind", label="Вид экспертизы")
    level = TermField("level", label="Уровень")
    starts_on = DayField(label="Начало")
    ends_on = LastDayField(label="Окончание: последний день", required=False)

    class Meta:
        model = ExpertAppointment
        fields = ["person", "kind", "level", "starts_on", "ends_on", "basis"]


class AppointmentCorrectionForm(AppointmentForm):
    reason = correction_reason()
