"""What people write about events, registrations and attendance."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from masterstvo.core.forms import CheckForm, DayField, LastDayField, TermField, TermsField, correction_reason
from masterstvo.core.grids import LARGEST_FILE
from masterstvo.core.proofs import ACCEPTED, extension, refuse_unknown
from masterstvo.events.choices import LISTENER, EventState
from masterstvo.events.models import Event, EventMaterial, EventSession, Participation
from masterstvo.organizations.models import Organization
from masterstvo.organizations.queries import organizations_named
from masterstvo.people.models import Person
from masterstvo.people.panels import person_field
from masterstvo.plans.panels import ActivitiesField

BY_AUTHORITY = (
    "level",
    "organizer",
    "within_system",
    "activities",
    "quotas",
)  # what a school does not say of its own event
PHOTOS_AT_ONCE = 20
PICTURES = ("jpg", "jpeg", "png")
USUAL_THRESHOLD = 45  # minutes, until somebody has chosen another one
ENTERED = (EventState.PLANNED, EventState.OPEN, EventState.HELD)
_QUOTA = re.compile(r"^(.+?)\s*[:–—-]\s*(\d{1,4})$")


class TimeInput(forms.TimeInput):
    """The browser's own clock."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class MomentInput(forms.DateTimeInput):
    """The browser's own day and hour."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class EventForm(CheckForm):
    held_on = DayField(label="Дата")
    ends_on = LastDayField(
        label="Последний день", required=False, help_text="Если событие длится не один день"
    )
    starts_time = forms.TimeField(label="Начало", required=False, widget=TimeInput)
    ends_time = forms.TimeField(label="Окончание", required=False, widget=TimeInput)
    kind = TermField("event_kind", label="Вид", required=False)
    level = TermField("level", label="Уровень")
    format = TermField("event_format", label="Форма", required=False)
    venue = forms.ModelChoiceField(
        Organization.objects.none(),
        label="Где проходит",
        required=False,
        empty_label="не в организации района",
    )
    url = forms.URLField(label="Ссылка на трансляцию", required=False, max_length=1000, assume_scheme="https")
    categories = TermsField(
        "staff_category", label="Кому предложить", required=False, help_text="Никого не отметили – всем"
    )
    subjects = TermsField("subject", label="Учителям предметов", required=False)
    topics = TermsField("topic", label="Темы", required=False)
    activities = ActivitiesField(
        help_text="Состоявшееся событие предложит им результат; можно выбрать несколько, событие сосчитается один раз",
    )
    quotas = forms.CharField(
        label="Особые квоты",
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="По одной в строке: «Лесная школа: 5». Остальным – число выше",
    )

    class Meta:
        model = Event
        fields = [
            "title", "kind", "level", "format", "held_on", "ends_on", "starts_time", "ends_time", "hours", "venue", "place",
            "url", "organizer", "within_system", "capacity", "per_organization", "categories", "subjects", "topics",
            "activities", "is_shared",
        ]  # fmt: skip
        help_texts = {
            "hours": "Академические часы: войдут в карточку и в нагрузку недели",
            "capacity": "Для слушателей; пусто – сколько придёт",
            "is_shared": "Событие увидят все школы, и на него смогут записаться их люди; иначе – только ваши",
        }

    def __init__(
        self,
        *args: Any,
        instance: Event,
        organizations: Any,
        activities: Any,
        is_of_school: bool,
        **kwargs: Any,
    ) -> None:
        among = {"venue": organizations, "activities": activities}
        left_out = (
            *(BY_AUTHORITY if is_of_school else ()),
            *(() if instance.organization_id else ("is_shared",)),
        )
        super().__init__(*args, instance=instance, among=among, left_out=left_out, **kwargs)
        self.organizations = organizations
        if is_of_school and not instance.pk:
            self.initial["venue"] = instance.organization_id
        self.order_fields([*self.Meta.fields[:16], "quotas", *self.Meta.fields[16:]])
        if instance.pk:
            told = instance.quotas.select_related("organization").order_by("organization__title")
            self.initial["quotas"] = "\n".join(str(each) for each in told)

    def clean_quotas(self) -> dict[Organization, int]:
        found = {}
        for line in filter(str.strip, self.cleaned_data["quotas"].splitlines()):
            told = _QUOTA.match(line.strip())
            if told is None:
                raise ValidationError(f"Не поняли строку «{line.strip()}»: напишите «Лесная школа: 5».")
            fitting = list(organizations_named(self.organizations, told[1])[:2])
            exact = [each for each in fitting if str(each) == told[1]]
            if len(exact or fitting) != 1:
                raise ValidationError(
                    f"Организация «{told[1]}»: {'нашлось несколько' if fitting else 'такой не нашли'}."
                )
            found[(exact or fitting)[0]] = int(told[2])
        return found

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("ends_time") and not cleaned.get("starts_time"):
            self.add_error("starts_time", "Укажите и начало.")
        if "quotas" not in self.changed_data:
            cleaned.pop("quotas", None)  # what nobody touched overwrites nobody
        return cleaned


class NewEventForm(EventForm):
    state = forms.ChoiceField(
        label="Что с событием",
        choices=[(each.value, each.label) for each in ENTERED],
        initial=EventState.PLANNED,
        help_text="Пока идёт запись, люди записываются сами, их записывают школы или вы списком",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["title", "state"])


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


# --- Programme and materials ----------------------------------------------------------------------------------------
class SessionForm(forms.ModelForm):
    """One line of the programme; a line without a title is taken out."""

    starts_at = forms.DateTimeField(label="Начало", widget=MomentInput)
    ends_at = forms.DateTimeField(label="Окончание", required=False, widget=MomentInput)
    title = forms.CharField(label="Что", max_length=500, required=False)

    class Meta:
        model = EventSession
        fields = ["starts_at", "ends_at", "title", "speaker", "place"]

    def save(self, commit: bool = True) -> Any:
        raise TypeError("A form never saves: pass its rows to an action.")


class MaterialForm(CheckForm):
    url = forms.URLField(label="Ссылка", required=False, max_length=1000, assume_scheme="https")
    file = forms.FileField(
        label="Файл",
        required=False,
        max_length=100,
        widget=forms.FileInput({"accept": ACCEPTED}),
        help_text="До 20 МБ",
    )

    class Meta:
        model = EventMaterial
        fields = ["title", "url", "file"]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file:
            refuse_unknown(file)
        return file

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned["file"] = cleaned.get("file") or ""
        if bool(cleaned["file"]) == bool(cleaned.get("url")) and not self.errors:
            self.add_error("url", "Приложите файл или дайте ссылку: что-то одно.")
        return cleaned

    def _post_clean(self) -> None:
        """Leave out the checks of the table: ``clean`` has said the same in the places of the fields."""


class PhotosInput(forms.FileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several photographs at once."""

    widget = PhotosInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = [super(PhotosField, self).clean(each, initial) for each in data or [None]]
        if len(files) > PHOTOS_AT_ONCE:
            raise ValidationError(f"За один раз – не больше {PHOTOS_AT_ONCE} снимков.")
        for each in files:
            if extension(each.name) not in PICTURES:
                raise ValidationError("Снимки бывают JPEG и PNG. Другие сохраните как JPEG.")
            refuse_unknown(each)
        return files


class PhotosForm(forms.Form):
    """Photographs of an event; without a word of consent none is taken."""

    photos = PhotosField(
        label="Снимки",
        widget=PhotosInput({"accept": ".jpg,.jpeg,.png"}),
        help_text=f"JPEG или PNG, каждый до 20 МБ, за раз до {PHOTOS_AT_ONCE}. Где и чем снято, мы из файлов убираем",
    )
    consent_note = forms.CharField(
        label="Где согласие тех, кто на снимках",
        max_length=300,
        help_text="Например: «собраны при записи, журнал в школе». Без согласия снимок не публикуют; отозвали – уберите его",
    )
    title = forms.CharField(label="Подпись", required=False, max_length=300)


# --- Seats and attendance ------------------------------------------------------------------------------------------
class CancelForm(forms.Form):
    reason = forms.CharField(label="Почему отменяем", max_length=500, help_text="Увидят все, кто записался")


class PeopleForm(forms.Form):
    """Several people at once: ticked, or pasted as a list of names."""

    people = forms.ModelMultipleChoiceField(
        Person.objects.none(), label="Кого", required=False, widget=forms.CheckboxSelectMultiple
    )
    names = forms.CharField(
        label="Список",
        required=False,
        max_length=50_000,
        widget=forms.Textarea({"rows": 6}),
        help_text="По одному в строке: фамилия, имя и отчество или инициалы; после запятой – что угодно",
    )
    role = TermField("participation_role", label="Роль")
    reason = forms.CharField(
        label="Почему сверх нормы часов",
        required=False,
        max_length=500,
        help_text="Если у кого-то неделя и так полна",
    )

    def __init__(self, *args: Any, ticked: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["role"] = LISTENER
        chosen_from: Any = self.fields["people"]
        chosen_from.queryset = ticked
        if not ticked.exists():
            del self.fields["people"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("people") and not cleaned.get("names", "").strip() and not self.errors:
            raise ValidationError("Отметьте людей или вставьте список.")
        return cleaned


class LogForm(forms.Form):
    """The log of a webinar platform."""

    file = forms.FileField(
        label="Журнал платформы",
        widget=forms.FileInput({"accept": ".xlsx,.xls,.ods,.csv"}),
        help_text="Excel или CSV: ФИО или почта, вход и выход – или минуты",
    )
    threshold = forms.IntegerField(
        label="Присутствовал, если был не меньше, минут", min_value=1, max_value=1000, initial=USUAL_THRESHOLD
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > LARGEST_FILE:
            raise ValidationError("Файл больше 50 МБ. Оставьте в нём только журнал.")
        return file
