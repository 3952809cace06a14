"""Plans: their history, reading a document, what an edited one changes, the title page and what is left to decide."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from masterstvo.core.errors import DomainError
from masterstvo.core.forms import bind, submit
from masterstvo.core.versions import TOKEN, token_of
from masterstvo.core.views import done, requires, show_form
from masterstvo.plans.actions.difference import accept_difference, close_without_changes
from masterstvo.plans.actions.file import NothingNew, discard_file, keep_file, set_file_year
from masterstvo.plans.actions.plan import (
    NEXT_STATES,
    YearUnknown,
    approve_plan,
    change_plan_state,
    edit_plan,
    import_plan,
    needs_reason,
    years_of,
)
from masterstvo.plans.actions.target import accept_suggestion, decline_suggestion, set_indicator_code
from masterstvo.plans.choices import ActivityState, FileState, PlanState, SuggestionState
from masterstvo.plans.forms import AcceptForm, ApproveForm, PlanForm, StateForm, UploadForm, YearForm
from masterstvo.plans.models import Target, TargetSuggestion
from masterstvo.plans.queries.difference import ADDED, CHANGED, REMOVED, difference
from masterstvo.plans.queries.plan import read_again, same_plan
from masterstvo.plans.queries.preview import preview
from masterstvo.plans.queries.target import definitions
from masterstvo.plans.queries.written import plan_kind
from masterstvo.plans.rules import visible_plan_files, visible_plans, visible_suggestions, visible_targets

STEPS = {
    PlanState.AGREEMENT: "Отправить на согласование",
    PlanState.DRAFT: "Вернуть в черновик",
    PlanState.EXECUTION: "Начать исполнение",
    PlanState.CLOSED: "Закрыть план",
}
KIND_TITLES = ((CHANGED, "Изменены"), (ADDED, "Добавлены"), (REMOVED, "Удалены"))


@requires("plans.view_plan")
def plan_list(request):
    here = Q(municipality=request.municipality) if request.municipality else Q(pk=None)
    plans = (
        visible_plans(request.user)
        .filter(here)
        .annotate(
            n_activities=Count("activities", distinct=True),
            n_done=Count("activities", filter=Q(activities__state=ActivityState.DONE), distinct=True),
            n_targets=Count("targets", filter=Q(targets__parent=None), distinct=True),
        )
        .order_by("-year_from", "-pk")
    )
    waiting = (
        visible_plan_files(request.user).filter(here, state=FileState.WAITING).order_by("-read_at", "-pk")
    )
    can_import = _may_import(request)
    context = {"plans": list(plans), "waiting": list(waiting) if can_import else [], "can_import": can_import}
    return render(request, "plans/plan_list.html", context)


def _may_import(request):
    """Into the municipality that the pages speak of; who edits elsewhere only reads here."""
    here = request.municipality or None
    return here is not None and request.user.has_perm("plans.import_plan", here)


@requires("plans.import_plan")
def plan_create(request):
    if not _may_import(request):
        raise PermissionDenied
    form = bind(UploadForm, request)
    if form.is_bound and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            file = keep_file(
                municipality=request.municipality,
                name=upload.name,
                content=upload.read(),
                year=form.cleaned_data["year"],
                by=request.user,
            )
        except NothingNew as nothing:
            messages.info(request, str(nothing))
            return redirect("plans:plan_detail", pk=nothing.plan_id)
        except DomainError as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect(file)
    return render(request, "plans/plan_create.html", {"form": form}, status=422 if form.is_bound else 200)


@requires("plans.import_plan", among=visible_plan_files)
def plan_import(request, file):
    """What was read, before anything is written; the file keeps everything until then."""
    if file.state == FileState.TAKEN:
        return redirect("plans:plan_detail", pk=file.plan_id)
    read = _read(request, file)
    if read is None:
        return redirect("plans:plan_list")
    try:
        years = years_of(read.heading, file.year)
    except YearUnknown:
        return _ask_year(request, file, read)
    existing = same_plan(file.municipality, plan_kind(read.heading), years)
    if existing is not None:
        return redirect("plans:plan_difference", pk=file.pk)
    if request.method == "POST":
        plan = import_plan(file=file, read=read, by=request.user)
        messages.success(request, "План записан как черновик. Проверьте показатели и предложенные числа.")
        return redirect("plans:plan_detail", pk=plan.pk)
    context = {"file": file, "read": read, "preview": preview(read, years)}
    return render(request, "plans/plan_import.html", context)


def _ask_year(request, file, read):
    form = bind(YearForm, request)
    if form.is_bound and form.is_valid():
        set_file_year(file=file, year=form.cleaned_data["year"], by=request.user)
        return redirect(file)
    year = timezone.localdate().year
    context = {"file": file, "read": read, "preview": preview(read, (year, year)), "year_form": form}
    return render(request, "plans/plan_import.html", context, status=422 if form.is_bound else 200)


@require_POST
@requires("plans.import_plan", among=visible_plan_files)
def plan_discard(request, file):
    name = file.name
    try:
        discard_file(file=file, by=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Файл «{name}» убран, план не изменился.")
    return redirect("plans:plan_list")


def _read(request, file):
    """Return what a kept file says; when it cannot be read just now, say so and return None."""
    try:
        return read_again(file)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return None


@requires("plans.import_plan", among=visible_plan_files)
def plan_difference(request, file):
    """What an edited document changes, to take row by row."""
    read = _read(request, file)
    if read is None:
        return redirect("plans:plan_list")
    plan = same_plan(file.municipality, plan_kind(read.heading), years_of(read.heading, file.year))
    if plan is None:
        return redirect(file)
    found = difference(plan, read)
    if file.state == FileState.TAKEN or found.is_empty:
        return _nothing_differs(request, plan, file)
    typed = request.POST.copy()
    form = AcceptForm(typed or None, initial={"token": found.token})
    chosen = set(request.POST.getlist("row"))
    if form.is_bound and form.is_valid():
        try:
            left = accept_difference(
                plan=plan, file=file, read=read, choices=chosen, by=request.user, **form.cleaned_data
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            typed["token"] = found.token
        else:
            rest = "" if left.is_empty else " Остальные отличия ждут решения."
            messages.success(request, f"Отмеченные строки взяты в план.{rest}")
            return (
                redirect("plans:plan_detail", pk=plan.pk)
                if left.is_empty
                else redirect("plans:plan_difference", pk=file.pk)
            )
    groups = [(kind, title, [row for row in found.rows if row.kind == kind]) for kind, title in KIND_TITLES]
    context = {
        "file": file,
        "plan": plan,
        "form": form,
        "groups": [group for group in groups if group[2]],
        "found": found,
        # Removals are ticked by hand: a row that a partial document lacks is no order to drop it.
        "chosen": chosen if form.is_bound else {row.key for row in found.rows if row.kind != REMOVED},
        "needs_reason": needs_reason(plan),
    }
    return render(request, "plans/plan_difference.html", context, status=422 if form.is_bound else 200)


def _nothing_differs(request, plan, file):
    if request.method == "POST":
        close_without_changes(plan=plan, file=file, by=request.user)
        messages.info(request, f"Изменений нет: файл «{file.name}» совпадает с планом.")
        return redirect("plans:plan_detail", pk=plan.pk)
    context = {"file": file, "plan": plan, "groups": []}
    return render(request, "plans/plan_difference.html", context)


@requires("plans.view_plan", among=visible_plans)
def plan_detail(request, plan):
    offered = definitions(plan)
    titles = {each.code: each.title for each in offered}
    targets = list(plan.targets.order_by("position", "pk").prefetch_related("values"))
    can_change = request.user.has_perm("plans.change_plan", plan)
    for target in targets:
        target.definition = titles.get(target.indicator_code, "")
        target.token = token_of(target, ["indicator_code"])
        target.is_open = can_change and bool(offered) and request.GET.get("match") == str(target.pk)
    roots = [target for target in targets if target.parent_id is None]
    below: dict[int | None, list[Target]] = {}
    for target in targets:
        below.setdefault(target.parent_id, []).append(target)
    context = {
        "plan": plan,
        "targets": [each for root in roots for each in _with_parts(root, below)],
        "definitions": offered,
        "unmatched": sum(not target.indicator_code for target in targets),
        "suggestions": TargetSuggestion.objects.filter(activity__plan=plan, state=SuggestionState.NEW)
        .select_related("activity")
        .order_by("activity__position", "pk"),
        "approvals": list(plan.approvals.all()),
        "files": list(plan.files.order_by("-read_at", "-pk")),
        "can_change": can_change,
        "steps": [(state, title) for state, title in STEPS.items() if state in NEXT_STATES[plan.state]],
        "needs_state_reason": plan.state == PlanState.CLOSED,
        "approve_form": ApproveForm(initial={"order_number": plan.order_number, "order_on": plan.order_on})
        if PlanState.APPROVED in NEXT_STATES[plan.state]
        else None,
    }
    return render(request, "plans/plan_detail.html", context)


def _with_parts(target, below, depth=0):
    target.depth = depth
    yield target
    for part in below.get(target.pk, []):
        yield from _with_parts(part, below, depth + 1)


@requires("plans.change_plan", among=visible_plans)
def plan_edit(request, plan):
    form = bind(PlanForm, request, instance=plan, needs_reason=needs_reason(plan))
    if submit(form, edit_plan, plan=plan, by=request.user):
        return done(request, "Титул плана сохранён.", "plans:plan_detail", plan.pk)
    return show_form(request, "plans/plan_edit.html", form, plan=plan)


@require_POST
@requires("plans.change_plan", among=visible_plans)
def plan_approve(request, plan):
    form = ApproveForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Чтобы утвердить план, укажите номер и дату приказа.")
        return redirect("plans:plan_detail", pk=plan.pk)
    return _act(request, plan, "План утверждён.", approve_plan, plan=plan, **form.cleaned_data)


@require_POST
@requires("plans.change_plan", among=visible_plans)
def plan_change_state(request, plan):
    form = StateForm(request.POST)
    if not form.is_valid() or form.cleaned_data["state"] not in PlanState.values:
        messages.error(request, "Выберите, что сделать с планом.")
        return redirect("plans:plan_detail", pk=plan.pk)
    return _act(request, plan, "Состояние плана изменено.", change_plan_state, plan=plan, **form.cleaned_data)


@require_POST
@requires("plans.change_plan", among=visible_suggestions)
def suggestion_decide(request, suggestion):
    plan = suggestion.activity.plan
    if request.POST.get("decision") == "accept":
        title = request.POST.get("title", "")
        return _act(
            request,
            plan,
            "Число стало показателем плана.",
            accept_suggestion,
            anchor="suggestions",
            suggestion=suggestion,
            title=title,
        )
    return _act(
        request,
        plan,
        "Число оставлено в результате.",
        decline_suggestion,
        anchor="suggestions",
        suggestion=suggestion,
    )


@require_POST
@requires("plans.change_plan", among=visible_targets)
def target_match(request, target):
    code = request.POST.get("code", "")
    return _act(
        request,
        target.plan,
        "Показатель связан.",
        set_indicator_code,
        anchor="targets",
        target=target,
        code=code,
        token=request.POST.get(TOKEN, ""),
    )


def _act(request, page_of, done, action, *, anchor="", **values):
    try:
        action(by=request.user, **values)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(f"{reverse('plans:plan_detail', args=[page_of.pk])}#{anchor}")
