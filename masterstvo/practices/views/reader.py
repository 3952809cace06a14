"""What readers add to a practice."""

from django.utils import timezone
from django.views.decorators.http import require_POST

from masterstvo.core.forms import ReasonForm, bind, submit
from masterstvo.core.proofs import sent
from masterstvo.core.views import done, requires, show_form, tried
from masterstvo.people.models import Employment
from masterstvo.practices.actions.reading import mark_useful, remove_repeat, tell_repeat
from masterstvo.practices.forms import RepeatForm
from masterstvo.practices.models import Repeat
from masterstvo.practices.rules import card_of, visible_practices, visible_repeats


@require_POST
@requires("practices.answer_practice", among=visible_practices)
def practice_useful(request, practice):
    return tried(
        request,
        lambda stands: "Отметили: вам это полезно." if stands else "Отметка снята.",
        practice,
        mark_useful,
        practice,
        person=card_of(request),
    )


@requires("practices.answer_practice", among=visible_practices)
def practice_repeat(request, practice):
    """«Я повторил это»: told once, corrected by the same form."""
    card = card_of(request)
    known = practice.repeats.filter(person=card).first()
    new = Repeat(practice=practice, person=card, repeated_on=timezone.localdate())
    form = bind(RepeatForm, request, instance=known or new)
    job = (
        Employment.objects.on(timezone.localdate()).filter(person=card).select_related("organization").first()
    )
    values = {"person": card, "organization": job.organization if job else None}
    if submit(form, tell_repeat, practice, by=request.user, **values):
        return done(request, "Записали: теперь это видят авторы и те, кто читает практику.", practice)
    return show_form(request, "practices/practice_repeat.html", form, practice=practice, known=known)


@requires("practices.view_repeat", among=visible_repeats)
def repeat_file(request, repeat):
    return sent(repeat.file)


@requires("practices.remove_repeat", among=visible_repeats)
def repeat_delete(request, repeat):
    form = bind(ReasonForm, request)
    practice = repeat.practice
    if submit(form, remove_repeat, repeat, by=request.user):
        return done(request, "Запись о повторении удалена.", practice)
    return show_form(request, "practices/repeat_delete.html", form, object=repeat, practice=practice)
