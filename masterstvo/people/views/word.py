"""Слова и правила: words that files brought and what they mean, and the words that the authority adds and ends by itself."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from masterstvo.core.choices import Choice
from masterstvo.core.errors import DomainError
from masterstvo.core.forms import bind, submit
from masterstvo.core.views import done, requires
from masterstvo.core.vocabularies import kept
from masterstvo.people.actions import (
    add_word,
    confirm_word,
    end_word,
    merge_word,
    reopen_word,
    withdraw_word,
)
from masterstvo.people.forms import LastDayForm, WordForm
from masterstvo.people.queries import dictionary, known_words, words_to_decide
from masterstvo.people.rules import keeps, visible_words, words_from_files


@requires("people.view_word")
def word_list(request):
    """The words of one vocabulary, and the form that adds another."""
    opened = kept()
    shown = opened.get(request.GET.get("of", "")) or next(iter(opened.values()))
    may_change = keeps(request.user, shown)
    if request.method == "POST" and not may_change:
        raise PermissionDenied
    form = bind(WordForm, request, vocabulary=shown) if may_change else None
    if form and (word := submit(form, add_word, shown, by=request.user)):
        return done(request, f"Внесено: «{word}».", _address(word))
    today = timezone.localdate()
    waiting, known = dictionary(shown.name)
    context = {
        "vocabulary": shown,
        "words": _choices(shown, is_rule=False),
        "rules": _choices(shown, is_rule=True),
        "waiting": waiting,
        "known": [(word, word.state(today)) for word in known],
        "form": form,
        "can_change": may_change,
        "today": today,
    }
    status = 422 if form and form.is_bound else 200
    return render(request, "people/word_list.html", context, status=status)


def _choices(shown, *, is_rule):
    """Return the vocabularies to choose from; those of files with the number of words that wait."""
    undecided = [] if is_rule else list(words_to_decide().values_list("vocabulary", flat=True))
    return [
        Choice(
            each.title,
            f"?of={name}",
            undecided.count(name) if each.from_files else None,
            each == shown,
        )
        for name, each in kept().items()
        if each.is_rule == is_rule
    ]


@require_POST
@requires("people.change_word", among=words_from_files)
def word_merge(request, word):
    meant = request.POST.get("into", "")
    into = known_words(word.vocabulary).filter(pk=meant).first() if meant.isdecimal() else None
    if into is None:
        messages.error(request, f"Выберите, что значит «{word}».")
        return _back(word)
    return _act(request, word, f"«{word}» теперь считается как «{into}».", merge_word, into=into)


@require_POST
@requires("people.change_word", among=words_from_files)
def word_confirm(request, word):
    return _act(request, word, f"«{word}» теперь в словаре.", confirm_word)


@require_POST
@requires("people.change_word", among=words_from_files)
def word_reopen(request, word):
    return _act(request, word, f"«{word}» снова ждёт решения.", reopen_word)


@require_POST
@requires("people.change_word", among=visible_words)
def word_end(request, word):
    """Take the named day as the last one; a word that has not begun is taken out instead, when the button says so."""
    if "withdraw" in request.POST:
        return _act(request, word, f"«{word}» убрано: оно ещё не действовало.", withdraw_word)
    form = LastDayForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Назовите последний день: ДД.ММ.ГГГГ.")
        return _back(word)
    last_day = form.cleaned_data["last_day"]
    said = f"«{word}» действует по {last_day:%d.%m.%Y}."
    return _act(request, word, said, end_word, last_day=last_day)


def _act(request, word, done, action, **values):
    try:
        action(word, by=request.user, **values)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return _back(word)


def _back(word):
    return redirect(_address(word))


def _address(word):
    return f"{reverse('people:word_list')}?of={word.vocabulary}"
