"""Sample data of the kit page."""

import datetime as dt

from django import forms

from masterstvo.core.choices import Choice
from masterstvo.core.paging import Page
from masterstvo.core.templatetags.ui import STATES

COLORS = {
    "bg": "Бумага", "surface": "Лист", "sunken": "Подложка", "line": "Линия", "ctl": "Граница поля",
    "text": "Текст", "muted": "Второй текст", "accent": "Действие", "accent-soft": "Выбрано",
    "ok-fill": "Достигнуто", "risk-fill": "Под угрозой", "bad-fill": "Не достигнуто",
    "move-fill": "Перенесено", "wait-fill": "Не начато",
}  # fmt: skip


class KitForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label="Фамилия, имя, отчество")
    signed_on = forms.DateField(label="Дата удостоверения", required=False)
    hours = forms.IntegerField(label="Часы", help_text="Академические, как в удостоверении")
    organization = forms.ChoiceField(
        label="Организация",
        choices=[("1", "Берёзовская СОШ"), ("2", "Лесной сад")],
        help_text="Только ваши организации",
    )
    outcome = forms.ChoiceField(
        label="Как прошло",
        choices=[("done", "Проведено"), ("partly", "Проведено частично"), ("postponed", "Перенести срок")],
        widget=forms.RadioSelect,
    )
    comment = forms.CharField(label="Пояснение", required=False, widget=forms.Textarea({"rows": 2}))
    document = forms.FileField(label="Документ", required=False)
    password = forms.CharField(label="Пароль", widget=forms.PasswordInput({"autocomplete": "off"}))
    is_young = forms.BooleanField(
        label="Молодой специалист", required=False, help_text="До 35 лет и первые три года работы"
    )

    def clean_name(self):
        if len(self.cleaned_data["name"].split()) < 2:
            raise forms.ValidationError("Нужны хотя бы фамилия и имя. Сверьте с документом.")
        return self.cleaned_data["name"]


class KitFilterForm(forms.Form):
    q = forms.CharField(label="Слова в названии или результате", required=False, widget=forms.SearchInput)
    direction = forms.ChoiceField(label="Направление", required=False, choices=[("", "Все четыре")])
    state = forms.ChoiceField(label="Состояние", required=False, choices=[("", "Любое")])


def kit_context() -> dict:
    """Return every component's sample data."""
    filled = {"name": "Дёмина", "hours": "много", "organization": "1", "outcome": "partly", "is_young": "on"}
    return {
        "states": [(code, state.word) for code, state in STATES.items()],
        "colors": COLORS,
        "form": KitForm(
            auto_id="kit_%s",
            initial={
                "name": "Дёмина Анна Олеговна",
                "signed_on": dt.date(2026, 6, 30),
                "is_young": True,
                "outcome": "done",
            },
        ),
        "refused_form": KitForm(filled, auto_id="refused_%s"),
        "filter_form": KitFilterForm(auto_id="filter_%s"),
        "years": [2022, 2023, 2024, 2025, 2026],
        "planned": [5, 6, 8, 10, 10],
        "reached": [3.1, 5.8, 8.4, 11.5, 8.9],
        "by_month": [0, 2, 5, 9, 12, 12, 12, 12, 14, 18, 22],
        "expected": [23],
        "chips": [
            Choice("Все", "?", 64, is_current=True),
            Choice("Просрочено", "?state=overdue", 3, tone="bad"),
            Choice("Мои", "?mine=1", 11),
        ],
        "tabs": [Choice("Вошли", "?", 22, is_current=True), Choice("Исключены с причиной", "?excluded=1", 4)],
        "views": [
            Choice("Таблица", "?", is_current=True, icon="list"),
            Choice("По месяцам", "?by=months", icon="chart-gantt"),
        ],
        "page": Page(rows=[1, 2, 3], number=1, n_pages=22, n_rows=64, query="", can_show_all=True),
    }
