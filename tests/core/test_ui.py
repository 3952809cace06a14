import datetime as dt
import inspect

import pytest
from django import forms
from django.contrib import messages as django_messages
from django.contrib.messages.storage.base import Message
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.safestring import mark_safe

from masterstvo.core.choices import Choice
from masterstvo.core.history import Entry
from masterstvo.core.kit import KitForm
from masterstvo.core.listing import Cell
from masterstvo.core.paging import Page
from masterstvo.core.templatetags import ui
from masterstvo.core.templatetags.ui import STATES
from tests.markup import problems

EVIL = '"><script>alert(1)</script>'


def show(source, **context):
    context.setdefault("request", RequestFactory().get("/list/?state=late"))
    return Template(source).render(Context(context)).strip()


COMPONENTS = {
    "icon": '{% icon "check" label=evil %}',
    "state": '{% state "overdue" text=evil pill=True %}',
    "bar": '{% bar fact=8.9 plan=10 forecast=9.3 tone="risk" label=evil %}',
    "cell": "{% for each in line %}{% cell each %}{% endfor %}",
    "cells": "<table><tbody><tr>{% cells line %}</tr></tbody></table>",
    "who": "{% who evil role=evil url=evil %}",
    "crumbs": '{% crumbs evil "/" evil "/plans/" evil %}',
    "page_head": "{% page_head evil lead=evil %}<a>Печать</a>{% endpage_head %}",
    "box": "{% box title=evil note=evil id=evil %}<p>внутри</p>{% endbox %}",
    "note": '{% note "risk" %}<b>внутри</b>{% endnote %}',
    "table_scroll": "{% table_scroll evil %}<table></table>{% endtable_scroll %}",
    "empty_state": "{% empty_state evil evil action=evil url=evil %}",
    "messages": "{% messages oob=True %}",
    "chips": "{% chips choices label=evil %}",
    "tabs": "{% tabs choices label=evil %}",
    "segments": "{% segments choices label=evil %}",
    "pager": "{% pager page label=evil %}",
    "page_link": '<a href="{% page_link request.GET state=evil %}">дальше</a>',
    "field": "{% for bound in form %}{% field bound hint=evil optional=evil %}{% endfor %}",
    "form_errors": "{% form_errors form %}{% for bound in form %}{% field bound %}{% endfor %}",
    "filter_bar": '{% filter_bar form label=evil target="rows" %}',
    "chart_columns": "{% chart_columns labels=years plan=numbers fact=numbers title=evil %}",
    "chart_cumulative": "{% chart_cumulative values=numbers plan=3 forecast=numbers title=evil %}",
    "chart_table": "{% chart_table years head=evil План=numbers %}",
    "legend_item": '{% legend_item "plan" evil %}',
    "dumbbell": "{% dumbbell before=48 after=71 %}",
    "river": "{% river %}",
    "difference": '{% difference evil "было" %}{% difference long evil %}',
    "whole_history_url": "{% whole_history_url entry as url %}<a>{{ url }}</a>",
    "font_links": "{% font_links %}",
}


@pytest.fixture
def sample():
    return {
        "evil": EVIL,
        "long": f"{EVIL} " * 9,
        "entry": Entry(
            1, dt.datetime.now(dt.UTC), EVIL, EVIL, EVIL, [], object_type="core.term", object_id=1
        ),
        "choices": [
            Choice(EVIL, EVIL, 3, is_current=True, tone="bad", icon="list"),
            Choice("Все", "?", icon="list"),
        ],
        "page": Page(rows=[1], number=2, n_pages=9, n_rows=401, query="state=late", can_show_all=True),
        "form": KitForm({"name": EVIL, "hours": EVIL}),
        "line": [Cell(EVIL, EVIL, EVIL, url=EVIL), Cell(EVIL, EVIL, state="overdue", is_number=True)],
        "years": [EVIL, "2026"],
        "numbers": [1, 2],
        "messages": [Message(django_messages.ERROR, EVIL)],
    }


def test_every_component_is_in_the_list():
    assert set(ui.register.tags) == set(COMPONENTS)


@pytest.mark.parametrize("name", COMPONENTS)
def test_component_is_well_formed_and_lets_no_markup_in(name, sample):
    html = show(COMPONENTS[name], **sample)

    assert problems(html) == []
    assert "<script" not in html
    assert "style=" not in html


@pytest.mark.parametrize("name", [*ui.register.tags, *ui.register.filters])
def test_component_shows_its_call(name):
    library = ui.register.filters if name in ui.register.filters else ui.register.tags
    text = inspect.getdoc(inspect.unwrap(library[name])) or ""

    assert name in text or name in ("icon", "font_links", "river")


@pytest.mark.parametrize("code", STATES)
def test_state_is_told_by_icon_and_word_as_well_as_by_colour(code):
    html = show("{% state code %}", code=code)

    assert f"<span>{STATES[code].word}</span>" in html
    assert f"#i-{STATES[code].icon}" in html


def test_no_two_states_look_the_same():
    assert len({(state.icon, state.word) for state in STATES.values()}) == len(STATES)


def test_unknown_state_is_refused():
    with pytest.raises(KeyError):
        show('{% state "nonsense" %}')


@pytest.mark.parametrize(
    ("call", "fill", "notch"),
    [
        ("fact=8 plan=10", 'class="v" y="3" width="64.0%"', 'x="80.0%"'),
        ("fact=20 plan=10", 'class="v" y="3" width="100.0%"', 'x="50.0%"'),
        ("fact=9 top=18", 'class="v" y="3" width="50.0%"', None),
        ("fact=30 top=18", 'class="v" y="3" width="100.0%"', None),
        ("fact=0 plan=0", None, None),
        ("fact=None plan=None", None, None),
    ],
)
def test_bar_fills_in_proportion(call, fill, notch):
    html = show("{% bar " + call + " %}")

    assert ('class="v"' in html) == bool(fill)
    assert ('class="p"' in html) == bool(notch)
    assert (fill or "") in html
    assert (notch or "") in html


def test_dumbbell_says_in_words_what_it_draws():
    assert 'aria-label="Входная диагностика 48 из 100, повторная 55, достаточный уровень 60"' in show(
        "{% dumbbell before=48 after=55 %}"
    )
    assert 'class="b low"' in show("{% dumbbell before=48 after=55 %}")
    assert 'class="b' not in show("{% dumbbell before=48 %}")


def test_pager_keeps_the_filter_and_offers_everything(sample):
    html = show("{% pager page %}", **sample)

    assert '<a href="?state=late&amp;page=2" aria-current="page">2</a>' in html
    assert '<a class="ml" href="?state=late&amp;page=all">Показать все 401 на одной странице</a>' in html
    assert "Показано 1\u00a0из\u00a0401" in html


def test_pager_of_one_page_only_counts():
    page = Page(rows=[1, 2], number=1, n_pages=1, n_rows=2, query="", can_show_all=False)

    assert (
        show("{% pager page %}", page=page)
        == '<div class="pager noprint"><span>Показано 2\u00a0из\u00a02</span></div>'
    )


def test_field_ties_hint_and_error_to_the_control():
    form = KitForm({"hours": "много"}, auto_id="%s")

    html = show("{% field form.hours %}", form=form)

    assert 'aria-describedby="hours_helptext hours_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'value="много"' in html
    assert 'inputmode="numeric"' in html
    assert 'type="number"' not in html


def test_field_marks_only_optional_ones():
    form = KitForm()

    assert "— можно позже" in show("{% field form.comment %}", form=form)
    assert "— если есть" in show('{% field form.comment optional="— если есть" %}', form=form)
    assert "можно позже" not in show("{% field form.name %}", form=form)


def test_date_field_gives_the_browser_the_day_it_understands():
    form = KitForm(initial={"signed_on": dt.date(2026, 6, 30)})

    html = show("{% field form.signed_on %}", form=form)

    assert 'type="date"' in html
    assert 'value="2026-06-30"' in html


def test_group_is_a_fieldset_with_a_legend():
    html = show("{% field form.outcome %}", form=KitForm())

    assert html.startswith('<fieldset class="f" id="id_outcome"><legend class="lbl">Как прошло</legend>')
    assert html.count('type="radio"') == 3


def test_hidden_field_has_no_label():
    class Hidden(forms.Form):
        secret = forms.CharField(widget=forms.HiddenInput)

    assert (
        show("{% field form.secret %}", form=Hidden()) == '<input type="hidden" name="secret" id="id_secret">'
    )


def test_form_errors_count_the_fields_and_lead_to_them():
    html = show(
        "{% form_errors form %}", form=KitForm({"organization": "1", "outcome": "done", "password": "x"})
    )

    assert "нужно поправить 2\u00a0поля" in html
    assert '<a href="#id_name">' in html


def test_form_errors_are_silent_about_one_field():
    form = KitForm(
        {"name": "Дёмина Анна", "hours": "много", "organization": "1", "outcome": "done", "password": "x"}
    )

    assert show("{% form_errors form %}", form=form) == ""


def test_empty_state_is_safe_inside_a_loop():
    html = show(
        '{% for row in rows %}{{ row }}{% empty %}{% empty_state "Пока пусто" %}{% endfor %}', rows=[]
    )

    assert "<h3>Пока пусто</h3>" in html


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ 3|plural:'педагог,педагога,педагогов' }}", "педагога"),
        ("{{ 5|counted:'педагог,педагога,педагогов' }}", "5~педагогов"),
        ("{{ 8.87|decimal }}", "8,9"),
        ("{{ 8.87|decimal:2 }}", "8,87"),
        ("{{ none|decimal }}", "—"),
        ("{{ 8.87|percent }}", "8,9~%"),
        ("{{ 22|share:248 }}", "22~из~248"),
        ("{{ 3|gap }}", "не~хватает 3~человек"),
        ("{{ day|russian_date }}", "20~ноября"),
        ("{{ day|full_date }}", "20~ноября 2026~года"),
        ("{{ day|short_date }}", "20.11.2026"),
        ("{{ none|short_date }}", "—"),
        ("{{ evil|typo }}", "&lt;b&gt; №~5"),
        ("{{ '№ 5'|typo }}", "№~5"),
    ],
)
def test_filter_writes_in_russian(source, text):
    assert show(source, none=None, evil="<b> № 5", day=dt.date(2026, 11, 20)) == text.replace("~", "\u00a0")


def test_messages_carry_their_tone():
    said = [Message(django_messages.SUCCESS, "Сохранили."), Message(django_messages.ERROR, "Не вышло.")]

    html = show("{% messages %}", messages=said)

    assert html.startswith('<div id="messages" role="status" class="stack-s mb3">')
    assert [tone in html for tone in ("note ok", "note bad", "hx-swap-oob")] == [True, True, False]


def test_page_head_sets_literal_and_given_words_and_keeps_ready_html():
    html = show(
        '{% page_head "Приказ № 5" lead=lead %}{% endpage_head %}', lead=mark_safe('<a href="/">№ 6</a>')
    )

    assert "<h1>Приказ №\u00a05</h1>" in html
    assert '<p class="lead"><a href="/">№ 6</a></p>' in html
    assert "acts" not in html
