"""Pages of the programme and the diary of a pair."""

from django.http import Http404
from django.utils import timezone
from django.views.decorators.http import require_POST

from masterstvo.core.forms import bind, submit
from masterstvo.core.listing import list_page
from masterstvo.core.numbers import counted
from masterstvo.core.views import done, requires, show_form, tried
from masterstvo.mentoring.actions import (
    add_task,
    apply_template,
    create_template,
    edit_template,
    note_conversation,
    note_group_conversation,
    note_task,
    remove_conversation,
    remove_task,
    remove_template,
)
from masterstvo.mentoring.forms.work import USUAL, ConversationForm, RemovalForm, TaskForm, TemplateForm
from masterstvo.mentoring.models import Conversation, ProgrammeTemplate
from masterstvo.mentoring.queries import side_of, together_with
from masterstvo.mentoring.rules import (
    editable_programmes,
    kept_conversations,
    kept_mentorships,
    visible_conversations,
    visible_mentorships,
    visible_programmes,
    visible_tasks,
)
from masterstvo.mentoring.tables.base import PROGRAMMES
from masterstvo.mentoring.tables.pair import sections
from masterstvo.organizations.queries import municipality_key
from masterstvo.organizations.rules import editable_municipality


# --- The diary ------------------------------------------------------------------------------------------------------
def together_here(user, mentorship):
    """Return the other pairs of the group whose diaries ``user`` keeps."""
    return together_with(mentorship).filter(pk__in=kept_mentorships(user).values("pk"))


@requires("mentoring.keep_mentorship", among=visible_mentorships)
def conversation_create(request, mentorship):
    """A meeting of the pair, or of its whole group at once."""
    today = timezone.localdate()
    together = together_here(request.user, mentorship)
    form = bind(
        ConversationForm, request, together=together, instance=Conversation(held_on=today, form=USUAL)
    )
    side = side_of(mentorship, request.user)
    action = note_group_conversation if "others" in form.fields else note_conversation
    if held := submit(form, action, mentorship, by=request.user, today=today, side=side):
        return done(request, _noted(held, form.cleaned_data.get("others", ())), mentorship)
    return show_form(request, "mentoring/conversation_create.html", form, pair=mentorship)


def _noted(held, others):
    """Return what was written down, and for whom it was not: a pair that did not work on that day."""
    if not others:
        return "Встреча записана."
    noted = {each.mentorship_id for each in held}
    missing = ", ".join(each.mentee.short_name for each in others if each.pk not in noted)
    told = f"Встреча группы записана: {counted(len(held), 'пара', 'пары', 'пар')}."
    return f"{told} Не записали: {missing} – в этот день пара не работала." if missing else told


@requires("mentoring.keep_conversation", among=visible_conversations)
def conversation_delete(request, conversation):
    pair = conversation.mentorship
    same = kept_conversations(request.user).filter(meeting=conversation.meeting).exclude(pk=conversation.pk)
    form = bind(RemovalForm, request, n_others=same.count())
    others = same if form.is_valid() and form.cleaned_data.pop("is_of_group", False) else ()
    if submit(form, remove_conversation, conversation, others=others, by=request.user):
        return done(request, "Запись удалена.", pair)
    return show_form(request, "mentoring/conversation_delete.html", form, pair=pair, object=conversation)


# --- The programme --------------------------------------------------------------------------------------------------
@requires("mentoring.keep_mentorship", among=visible_mentorships)
def task_create(request, mentorship):
    """One task, or all those of a template."""
    here = visible_programmes(request.user).filter(municipality=municipality_key(request.municipality))
    form = bind(TaskForm, request, templates=here)
    if form.is_bound and form.is_valid():
        template = form.cleaned_data.get("template")
        if template:
            n_new = apply_template(mentorship, template=template, by=request.user)
            return done(request, f"Добавили: {counted(n_new, 'задача', 'задачи', 'задач')}.", mentorship)
        form.cleaned_data.pop("template", None)
        if submit(form, add_task, mentorship, by=request.user):
            return done(request, "Задача добавлена.", mentorship)
    own = set(editable_programmes(request.user).values_list("pk", flat=True))
    return show_form(
        request,
        "mentoring/task_create.html",
        form,
        pair=mentorship,
        templates=[(each, each.pk in own) for each in here],
        may_add=request.user.has_perm("mentoring.change_programmetemplate"),
    )


@require_POST
@requires("mentoring.keep_pairtask", among=visible_tasks)
def task_step(request, task, step):
    """Note a task as done, take that back, or remove the task."""
    pair = task.mentorship
    if step == "delete":
        return tried(request, "Задача убрана.", pair, remove_task, task)
    if step not in ("done", "undo"):
        raise Http404
    day = timezone.localdate() if step == "done" else None
    said = "Задача выполнена." if day else "Задача снова в работе."
    return tried(request, said, pair, note_task, task, done_on=day)


@requires("mentoring.view_programmetemplate")
def template_list(request):
    """The templates of the municipality: those that pairs begin with."""
    here = visible_programmes(request.user).filter(municipality=municipality_key(request.municipality))
    return list_page(
        request,
        "mentoring/template_list.html",
        PROGRAMMES,
        here,
        editable=editable_programmes,
        sections=sections("mentoring:template_list", request.user),
    )


@requires("mentoring.change_programmetemplate")
def template_create(request):
    here = editable_municipality(request)
    form = bind(TemplateForm, request, instance=ProgrammeTemplate(municipality=here))
    if submit(form, create_template, municipality=here, by=request.user):
        return done(request, "Шаблон сохранён. Выберите его в программе пары.", "mentoring:template_list")
    return show_form(request, "mentoring/template_create.html", form)


@requires("mentoring.change_programmetemplate", among=visible_programmes)
def template_edit(request, template):
    """Correct a template, or take it away by the second button."""
    if "remove" in request.POST:
        remove_template(template, by=request.user)
        return done(request, "Шаблон удалён. Программы, начатые с ним, остались.", "mentoring:template_list")
    form = bind(TemplateForm, request, instance=template)
    if submit(form, edit_template, template, by=request.user):
        return done(request, "Шаблон сохранён.", "mentoring:template_list")
    return show_form(request, "mentoring/template_edit.html", form, programme=template)
