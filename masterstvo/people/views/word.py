"""Словарь тем и предметов: words that files brought, and what they mean."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from masterstvo.core.choices import Choice
from masterstvo.core.errors import DomainError
from masterstvo.core.views import requires
from masterstvo.people.actions import confirm_word, merge_word, reopen_word
from masterstvo.people.queries import DICTIONARIES, dictionary, known_words, words_to_decide
from masterstvo.people.rules import visible_words


@requires("people.view_word")
def word_list(request):
    shown = request.GET.get("of")
    shown = shown if shown in DICTIONARIES else "topic"
    waiting, known = dictionary(shown)
    vocabularies = list(words_to_decide().values_list("vocabulary", flat=True))
    choices = [
        Choice(title, f"?of={name}", vocabularies.count(name), name == shown)
        for name, title in DICTIONARIES.items()
    ]
    context = {
        "choices": choices,
        "waiting": waiting,
        "known": known,
        "can_change": request.user.has_perm("people.change_word"),
    }
    return render(request, "people/word_list.html", context)


@require_POST
@requires("people.change_word", among=visible_words)
def word_merge(request, word):
    meant = request.POST.get("into", "")
    into = known_words(word.vocabulary).filter(pk=meant).first() if meant.isdecimal() else None
    if into is None:
        messages.error(request, f"Выберите, что значит «{word}».")
        return _back(word)
    return _act(request, word, f"«{word}» теперь считается как «{into}».", merge_word, into=into)


@require_POST
@requires("people.change_word", among=visible_words)
def word_confirm(request, word):
    return _act(request, word, f"«{word}» теперь в словаре.", confirm_word)


@require_POST
@requires("people.change_word", among=visible_words)
def word_reopen(request, word):
    return _act(request, word, f"«{word}» снова ждёт решения.", reopen_word)


def _act(request, word, done, action, **values):
    try:
        action(word, by=request.user, **values)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return _back(word)


def _back(word):
    return redirect(f"{reverse('people:word_list')}?of={word.vocabulary}")
