"""What people write about practices."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from masterstvo.assessments.models import Instrument
from masterstvo.assessments.models import Version as InstrumentVersion
from masterstvo.core.forms import CheckForm, DayField, LastDayField, Searching, TermField
from masterstvo.core.models import Term
from masterstvo.core.proofs import ACCEPTED, refuse_unknown
from masterstvo.people.models import Person
from masterstvo.people.panels import person_field
from masterstvo.practices.choices import Decision, Effect, PracticeKind, Verdict
from masterstvo.practices.models import Practice, PracticeFile, PracticeVersion, Repeat
from masterstvo.practices.panels import competences
from masterstvo.practices.queries.review import REVIEW, latest_version

WEEKS_FOR_REVIEW = 2
TICKS = forms.CheckboxSelectMultiple


class StartForm(Searching, forms.Form):
    """What a practice is called; ``people``: whose it may be, where the writer enters it for somebody else."""

    title = forms.CharField(label="Название", max_length=300, help_text="Что делаете и зачем – одной фразой")
    kind = forms.ChoiceField(
        label="Что это",
        choices=PracticeKind.choices,
        initial=PracticeKind.PRACTICE,
        help_text="Урок попадёт в собрание лучших уроков",
    )
    author = person_field("Автор")

    def __init__(self, *args: Any, people: QuerySet[Person] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if people is None:
            del self.fields["author"]
        else:
            field: Any = self.fields["author"]
            field.queryset = people


def _long(label: str, rows: int, hint: str, *, most: int = 3000) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=most, help_text=hint, widget=forms.Textarea({"rows": rows})
    )


def _words(vocabulary: str, label: str) -> Any:
    return forms.ModelMultipleChoiceField(
        Term.objects.of(vocabulary), label=label, required=False, widget=TICKS
    )


class DraftForm(CheckForm):
    """All of a practice on one page. Only the title must be there: a draft is finished some other day."""

    title = forms.CharField(label="Название", max_length=300)
    problem = _long("Какую задачу решает", 3, "Что мешало раньше, у кого и когда")
    steps = _long(
        "Как это сделать", 8, "Каждый шаг с новой строки: чтобы повторил тот, кто вас не видел", most=10000
    )
    resources = _long("Что понадобится", 2, "Время, материалы, оборудование, помощь коллег")
    effect = _long("Что изменилось", 3, "У учеников, у вас, у коллег; лучше числами")
    evidence = _long("Чем это подтверждается", 2, "Работы, результаты, отзывы, наблюдения")
    conditions = _long("При каких условиях работает", 2, "А когда не стоит и пробовать")
    link = forms.URLField(label="Видео или ссылка", max_length=500, required=False, assume_scheme="https")
    audience = _words("practice_audience", "Для кого")
    subjects = _words("subject", "Предметы")
    topics = _words("topic", "Темы")
    competences = forms.MultipleChoiceField(
        label="Чему научится тот, кто повторит", required=False, help_text="По рамке компетенций"
    )
    hours = forms.IntegerField(
        label="Сколько часов займёт попробовать",
        min_value=1,
        max_value=72,
        initial=4,
        help_text="Вместе с подготовкой: столько встанет в маршрут коллеги",
    )
    level = TermField("practice_level", label="Уровень образования", required=False, empty="не важен")
    licence = TermField("practice_licence", label="На каких условиях можно повторять", initial="with_name")
    file = forms.FileField(
        label="Приложить файл",
        required=False,
        max_length=100,
        widget=forms.FileInput({"accept": ACCEPTED}),
        help_text="До 20 МБ; за раз один",
    )
    file_title = forms.CharField(label="Как его назвать", max_length=200, required=False)
    drop_files = forms.ModelMultipleChoiceField(
        PracticeFile.objects.none(), label="Убрать файлы", required=False, widget=TICKS
    )
    authors = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label="Авторы",
        required=False,
        widget=TICKS,
        help_text="Снимите галочку, чтобы убрать",
    )
    coauthor = person_field("Добавить соавтора")

    class Meta:
        model = PracticeVersion
        fields = [
            "title",
            "problem",
            "audience",
            "steps",
            "resources",
            "effect",
            "evidence",
            "conditions",
            "link",
            "subjects",
            "topics",
            "competences",
            "hours",
            "level",
            "licence",
        ]

    def __init__(
        self, *args: Any, instance: PracticeVersion, colleagues: QuerySet[Person], **kwargs: Any
    ) -> None:
        super().__init__(*args, instance=instance, **kwargs)
        practice = instance.practice
        known: Any = self.fields
        known["drop_files"].queryset = instance.files.all()
        people = Person.objects.filter(authorships__practice=practice).order_by("authorships__position", "pk")
        known["authors"].queryset = people
        staying = practice.authors.filter(is_leaving=False).order_by("position", "pk")
        self.initial["authors"] = list(staying.values_list("person", flat=True))
        known["coauthor"].queryset, known["coauthor"].required = colleagues, False
        known["competences"].choices = list(
            competences(practice.municipality_id, timezone.localdate()).items()
        )
        if not known["competences"].choices:
            del self.fields["competences"]
            self.remember(instance, [name for name in self._meta.fields or () if name in self.fields])
        if not instance.files.exists():
            del self.fields["drop_files"]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file:
            refuse_unknown(file)
        return file

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        people = [*(told.pop("authors", None) or ()), told.pop("coauthor", None)]
        return told | {"people": [each for each in people if each]}


class AppointForm(forms.Form):
    """Whom to ask about a version, by which sheet and until when."""

    people = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label="Эксперты",
        widget=TICKS,
        error_messages={"required": "Выберите хотя бы одного."},
    )
    instrument = forms.ModelChoiceField(Instrument.objects.none(), label="По какому листу", empty_label=None)
    due_on = DayField(label="Ответить до")
    is_blind = forms.BooleanField(
        label="Без имён: эксперты не увидят авторов и школу",
        required=False,
        help_text="Имена и школы программа уберёт из текста и файлов; сомнительное покажет вам до экспертов",
    )

    def __init__(
        self, *args: Any, people: QuerySet[Person], instruments: QuerySet[Instrument], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        known: Any = self.fields
        known["people"].queryset, known["instrument"].queryset = people, instruments
        self.initial["instrument"] = instruments.filter(key=REVIEW).first()
        self.initial["due_on"] = timezone.localdate() + dt.timedelta(weeks=WEEKS_FOR_REVIEW)

    def clean_instrument(self) -> InstrumentVersion:
        return latest_version(self.cleaned_data["instrument"])


class ReviewForm(forms.Form):
    """The advice beside the answers of the sheet, which the page writes itself."""

    verdict = forms.ChoiceField(
        label="Что вы советуете", choices=Verdict.choices, required=False, widget=forms.RadioSelect
    )
    comment = _long(
        "Что сказать автору", 4, "Авторы прочтут это без вашего имени, если так решит организатор"
    )


class RecuseForm(forms.Form):
    reason = forms.CharField(label="Почему не можете оценить", max_length=500)


class DecideForm(forms.Form):
    """What becomes of a practice. ``open_now``: what is possible at the moment."""

    decision = forms.ChoiceField(label="Решение", widget=forms.RadioSelect)
    words = forms.CharField(
        label="Что сказать авторам",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text="При рекомендации – чем она оформлена",
    )
    ends_on = LastDayField(
        label="В банке по",
        required=False,
        help_text="Если пусто – на срок из словаря; нужен только для банка",
    )

    def __init__(self, *args: Any, open_now: list[Decision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["decision"]
        field.choices = [(each.value, each.label.capitalize()) for each in open_now]


class CopyForm(forms.Form):
    """What an organizer says of a copy: that no name is in it, or another file that was cleaned by hand."""

    file = forms.FileField(
        label="Своя копия",
        required=False,
        max_length=100,
        widget=forms.FileInput({"accept": ACCEPTED}),
        help_text="Если имя осталось: уберите его сами и приложите файл. Программа проверит его ещё раз",
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file:
            refuse_unknown(file)
        return file


class RepeatForm(CheckForm):
    repeated_on = DayField(label="Когда")
    effect = forms.ChoiceField(label="Чем кончилось", choices=Effect.choices, widget=forms.RadioSelect)
    result = forms.CharField(
        label="Что получилось",
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
        help_text="В каком классе, что изменили, какой результат. Имён учеников не пишите",
    )
    link = forms.URLField(label="Ссылка", max_length=500, required=False, assume_scheme="https")
    file = forms.FileField(
        label="Подтверждение",
        required=False,
        max_length=100,
        widget=forms.FileInput({"accept": ACCEPTED}),
        help_text="Фото, работа, отзыв. До 20 МБ. С ним или со ссылкой отметится и шаг вашего маршрута",
    )

    class Meta:
        model = Repeat
        fields = ["repeated_on", "effect", "result", "link"]

    def clean_repeated_on(self) -> dt.date:
        day = self.cleaned_data["repeated_on"]
        if day > timezone.localdate():
            raise ValidationError("Этот день ещё не наступил.")
        return day

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file:
            refuse_unknown(file)
        return file


class BankForm(forms.Form):
    """The switch of the page without sign-in."""

    is_open = forms.BooleanField(required=False)


class ConsentForm(forms.Form):
    """What an author says of the own name; ``basis``: the paper, where an organizer enters it."""

    author: Any = forms.ModelChoiceField(None)
    act = forms.ChoiceField(choices=[("give", ""), ("withdraw", "")])
    is_public = forms.BooleanField(required=False)
    basis = forms.CharField(max_length=200, required=False)

    def __init__(self, *args: Any, practice: Practice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["author"]
        field.queryset = practice.authors.select_related("person")
