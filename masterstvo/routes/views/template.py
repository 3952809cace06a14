"""Pages of templates of routes: the list, the builder, drafts made from one, and what a changed one proposes."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from masterstvo.core.forms import bind, submit
from masterstvo.core.listing import list_page
from masterstvo.core.search import matching
from masterstvo.core.terms import title as term_title
from masterstvo.core.views import done, requires, show_form, tried
from masterstvo.diagnostics.queries.standing import with_openness
from masterstvo.organizations.queries import municipality_key
from masterstvo.organizations.rules import editable_municipality, organizations_here
from masterstvo.people.load import TooMuchAtOnce
from masterstvo.people.models import Employment
from masterstvo.people.panels import NAME
from masterstvo.people.queries import with_work
from masterstvo.people.rules import here
from masterstvo.routes.actions import template as actions
from masterstvo.routes.actions.following import renew_route
from masterstvo.routes.actions.many import draft_many_from_template
from masterstvo.routes.forms.route import (
    FindPeopleForm,
    RenewForm,
    TemplateForm,
    TemplateStepForm,
    UseTemplateForm,
)
from masterstvo.routes.merging import differences
from masterstvo.routes.queries.offer import competences_here
from masterstvo.routes.queries.route import OVER
from masterstvo.routes.queries.template import IS_BEHIND, intents_of, proposed_to, with_use
from masterstvo.routes.rules import (
    buildable_people,
    opened_routes,
    visible_routes,
    visible_templates,
)
from masterstvo.routes.tables.route import TEMPLATES, changes_in_words, differences_in_words

PEOPLE_AT_MOST = 60
NEW = "new"  # in the address of a step that is not there yet


@requires("routes.view_routetemplate")
def template_list(request):
    rows = visible_templates(request.user).select_related("municipality")
    rows = rows.filter(municipality=None) | rows.filter(municipality=municipality_key(request.municipality))
    if not request.GET.get("archived"):
        rows = rows.filter(archived_on=None)
    routes = here(visible_routes(request.user), request, "person")
    return list_page(request, "routes/template_list.html", TEMPLATES, with_use(rows, routes))


@requires("routes.change_routetemplate")
def template_create(request):
    form = bind(TemplateForm, request)
    made = submit(form, actions.add_template, municipality=editable_municipality(request), by=request.user)
    if made:
        return done(request, "Шаблон создан. Добавьте шаги.", made)
    return show_form(request, "routes/template_create.html", form)


@requires("routes.view_routetemplate", among=visible_templates)
def template_detail(request, template):
    """The newest version, or the one asked for; a draft with everything to edit it, and the routes that follow the template."""
    versions = list(template.versions.order_by("-number"))
    asked = request.GET.get("version", "")
    version = next((each for each in versions if str(each.number) == asked), versions[0])
    may_edit = request.user.has_perm("routes.change_routetemplate", template)
    steps = list(version.steps.all())
    before = next((each for each in versions if each.number == version.number - 1), None)
    routes = here(visible_routes(request.user), request, "person").filter(version__template=template)
    return render(
        request,
        "routes/template_detail.html",
        {
            "template": template,
            "kind": term_title("route_kind", template.kind),
            "versions": versions,
            "version": version,
            "steps": [(each, each.week + each.weeks - 1) for each in steps],
            "titles": {each.key: each.title for each in _known(request)},
            "hours": sum(each.hours for each in steps),
            "weeks": max((each.week + each.weeks - 1 for each in steps), default=0),
            "changed": before and differences_in_words(differences(intents_of(before), intents_of(version))),
            "n_routes": routes.exclude(state__in=OVER).count(),
            **with_openness(routes.exclude(state__in=OVER), opened_routes(request.user)).aggregate(
                n_opened=Count("pk", filter=Q(is_open=True)),
                n_behind=Count("pk", filter=IS_BEHIND & Q(is_open=True)),
            ),
            "may_edit": may_edit,
            "may_copy": request.user.has_perm("routes.copy_routetemplate", template),
            "may_use": request.user.has_perm("routes.use_routetemplate", template),
            "is_edited": may_edit and version.is_draft,
            "new": NEW,
        },
    )


def _known(request):
    return competences_here(municipality_key(request.municipality), timezone.localdate())


@requires("routes.change_routetemplate", among=visible_templates)
def template_edit(request, template):
    form = bind(TemplateForm, request, instance=template)
    if submit(form, actions.edit_template, template, by=request.user):
        return done(request, "Исправлено.", template)
    return show_form(request, "routes/template_edit.html", form, object=template)


@require_POST
@requires("routes.copy_routetemplate", among=visible_templates)
def template_copy(request, template):
    made = actions.copy_template(template, municipality=editable_municipality(request), by=request.user)
    return done(request, "Своя копия готова: меняйте шаги и вводите её в действие.", made)


CHANGES = {  # what a button of the template's page does, and what is said then
    "begin": (
        actions.begin_template_version,
        "Черновик новой версии готов. Прежняя действует, пока не введёте новую.",
    ),
    "publish": (
        actions.publish_template_version,
        "Версия действует. Идущие маршруты по этому шаблону не изменились: на их страницах видно, что предложено.",
    ),
    "drop": (actions.drop_template_draft, "Черновик отброшен."),
    "archive": (actions.archive_template, "Шаблон в архиве: для новых маршрутов его не предложат."),
    "reopen": (actions.reopen_template, "Шаблон снова можно выбирать."),
}
MOVES = {"up": False, "down": True}


@require_POST
@requires("routes.change_routetemplate", among=visible_templates)
def template_change(request, template):
    """Do what a button says with the template or, with its key, with a step of the draft."""
    asked = request.POST.get("do", "")
    if asked in CHANGES:
        action, text = CHANGES[asked]
        return tried(request, text, template, action, template)
    step = _step_of(template, request.POST.get("key", ""))
    if asked in MOVES:
        return tried(
            request, "Порядок шагов изменён.", template, actions.move_template_step, step, later=MOVES[asked]
        )
    if asked == "remove":
        return tried(request, "Шаг убран из черновика.", template, actions.remove_template_step, step)
    raise Http404


def _step_of(template, key):
    """Return the step of the newest version, so that a page opened before it was published is told so."""
    newest = template.versions.order_by("-number").first()
    return get_object_or_404(newest.steps.select_related("version__template"), key=key)


@requires("routes.change_routetemplate", among=visible_templates)
def template_step(request, template, key):
    """A step of the draft: a new one or one to change."""
    step = None if key == NEW else _step_of(template, key)
    form = bind(TemplateStepForm, request, instance=step, known=_known(request))
    if step is None:
        saved = submit(form, actions.add_template_step, template, by=request.user)
    else:
        saved = submit(form, actions.edit_template_step, step, by=request.user)
    if saved:
        return done(request, "Шаг сохранён в черновике.", template)
    return show_form(request, "routes/template_step.html", form, object=template, step=step)


# --- Drafts made from a template --------------------------------------------------------------------------------------
@requires("routes.use_routetemplate", among=visible_templates)
def template_use(request, template):
    """Tick people and draft a route for each of them; whoever does it becomes the methodist of these routes."""
    find = FindPeopleForm(request.GET, places=organizations_here(request))
    found = _found(request, find)
    n_found = found.count()
    people = found.filter(pk__in=list(found.values_list("pk", flat=True)[:PEOPLE_AT_MOST]))
    form = bind(
        UseTemplateForm,
        request,
        people=with_work(people),
        initial={"starts_on": timezone.localdate()},
    )
    if made := submit(form, draft_many_from_template, template, by=request.user):
        if not made.refused and len(made.done) == 1:
            return done(request, "Черновик готов. Посмотрите шаги и отправьте педагогу.", made.done[0])
        drafted = f"Черновиков составлено: {len(made.done)}."
        if not made.refused:
            return done(request, drafted, "routes:route_list")
        if made.done:
            messages.success(request, drafted)
        _leave_refused(form, made)
    return show_form(
        request,
        "routes/template_use.html",
        form,
        object=template,
        find=find,
        n_found=n_found,
        n_left=max(0, n_found - PEOPLE_AT_MOST),
    )


def _leave_refused(form, made):
    """Say at each name why no draft was made, and keep these alone ticked."""
    people = {each.pk: each for each in form.cleaned_data["people"]}
    form.data = form.data.copy()
    form.data.setlist("people", map(str, made.refused))
    for key, refusal in made.refused.items():
        form.add_error("people", f"{people[key]}: {refusal}")
    if any(isinstance(each, TooMuchAtOnce) for each in made.refused.values()):
        form.add_error("reason", "Напишите одну причину на всех, чья неделя выйдет полнее порога.")


def _found(request, find):
    """Return the people for whom the user may build a route, narrowed by a name and a place of work."""
    people = here(buildable_people(request.user), request, "pk")
    if not find.is_valid():
        return people
    if find.cleaned_data["q"]:
        people = matching(people, find.cleaned_data["q"], *NAME)
    if place := find.cleaned_data["organization"]:
        jobs = Employment.objects.on(timezone.localdate()).filter(organization=place)
        people = people.filter(pk__in=jobs.values("person"))
    return people


# --- What a changed template proposes ---------------------------------------------------------------------------------
@requires("routes.guide_route", among=opened_routes)
def route_renew(request, route):
    """Look at what the template changed since, and take all of it, some, or none."""
    newer, proposed = proposed_to(route)
    if newer is None:
        return redirect(route)
    initial = {"number": newer.number, "taken": [each.key for each in proposed]}
    form = bind(RenewForm, request, proposed=proposed, initial=initial)
    if submit(form, renew_route, route, by=request.user):
        return done(request, "Решение записано.", route)
    return show_form(
        request,
        "routes/route_renew.html",
        form,
        route=route,
        newer=newer,
        rows=changes_in_words(proposed, _known(request)),
        taken=form["taken"].value(),
    )
