"""What people write about mentorships."""

from masterstvo.core.forms import CheckForm, DayField, LastDayField, TermField, correction_reason
from masterstvo.mentoring.models import Mentorship
from masterstvo.people.panels import person_field


class MentorshipForm(CheckForm):
    mentor = person_field("Наставник")
    mentee = person_field("Наставляемый")
    model = TermField("mentoring_model", label="Модель")
    format = TermField("mentoring_format", label="Формат")
    starts_on = DayField(label="Начало")
    ends_on = LastDayField(label="Окончание: последний день", required=False)
    act_on = DayField(label="Приказ от", required=False)

    class Meta:
        model = Mentorship
        fields = ["mentor", "mentee", "model", "format", "starts_on", "ends_on", "act_number", "act_on"]


class MentorshipCorrectionForm(MentorshipForm):
    reason = correction_reason()
