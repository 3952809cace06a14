"""Мероприятия: the table with results entered in place, the year by months, one activity."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from masterstvo.core.choices import Choice
from masterstvo.core.dates import short_date
from masterstvo.core.errors import DomainError
from masterstvo.core.exports import xlsx_response
from masterstvo.core.forms import bind, submit
from masterstvo.core.history import history
from masterstvo.core.ical import ical_response
from masterstvo.core.numbers import format_share
from masterstvo.core.paging import PAGE_SIZE, paginate
from masterstvo.core.versions import TOKEN, token_of
from masterstvo.core.views import done, render_page, requires, show_form, site_of
from masterstvo.people.actions import note_list
from masterstvo.plans.actions.activity import (
    RESULT_FIELDS,
    create_activity,
    delete_activity,
    edit_activity,
    enter_result,
    last_result,
    link_targets,
    remove_evidence,
    undo_result,
)
from masterstvo.plans.actions.plan import APPROVED_STATES, needs_reason
from masterstvo.plans.choices import PlanState
from masterstvo.plans.forms import ActivityForm, ResultForm, WishForm
from masterstvo.plans.models import ActivityResponsible, Target
from masterstvo.plans.queries.activity import (
    Outline,
    activities_wanted,
    counts,
    lines,
    load_by_month,
    mark_late,
    next_overdue,
    responsible_names,
    with_details,
    with_status,
)
from masterstvo.plans.queries.doings import what_is_done
from masterstvo.plans.queries.export import COLUMNS, calendar_entries, sheet_rows
from masterstvo.plans.queries.plan import current_plan
from masterstvo.plans.rules import visible_activities, visible_evidence, visible_plans

QUICK_TITLES = {"late": "Просрочено", "week": "На этой неделе", "mine": "Мои", "empty": "Без результата"}
BARS = {
    "done": "done",
    "partly_done": "done",
    "going_on": "go",
    "overdue": "late",
    "postponed": "move",
    "replaced": "move",
}
MONTHS = ("Янв", "Фев", "Мар", "Апр", "Май", "Июн", "Июл", "Авг", "Сен", "Окт", "Ноя", "Дек")


@requires("plans.view_activity")
def activity_list(request, plan_id=None):
    plan = _plan(request, plan_id)
    if plan is None:
        return render(request, "plans/activity_list.html", {"plan": None})
    if request.method == "POST" or "edit" in request.GET and request.htmx:
        return _enter(request, plan)
    context = _list_context(request, plan)
    if request.GET.get("as") == "xlsx":
        named = ActivityResponsible.objects.filter(activity__in=context["wanted"].order_by().values("pk"))
        note_list(named, by=request.user, what=f"Мероприятия: {plan.name}")
        rows = with_details(context["wanted"])
        return xlsx_response(
            f"{plan.name}.xlsx", "Мероприятия", COLUMNS, sheet_rows(rows, context["outline"])
        )
    asked = request.GET.get("edit", "")
    editing = (
        context["wanted"].filter(pk=asked).first() if asked.isdigit() and context["can_change"] else None
    )
    context |= _page(request, context, editing)
    if editing:
        context |= {"editing": editing, "form": ResultForm(activity=editing)}
    return render_page(request, "plans/activity_list.html", context, piece="plans/_activity_rows.html")


def _page(request, context, editing):
    """Return one page of rows under their directions: the asked one, or the one with the row that is being edited."""
    if editing and "page" not in request.GET:
        before = context["wanted"].filter(
            Q(position__lt=editing.position) | Q(position=editing.position, pk__lt=editing.pk)
        )
        request.GET = request.GET.copy()
        request.GET["page"] = str(before.count() // PAGE_SIZE + 1)
    page = paginate(request, with_details(context["wanted"]))
    mark_late(page.rows, context["today"])
    return {"page": page, "lines": lines(page.rows, context["outline"])}


def _enter(request, plan):
    """Show the form of one row, or take what was typed into it; a refused form comes back with 422."""
    asked = request.GET.get("edit", "")
    rows = with_details(with_status(plan.activities.all(), timezone.localdate()))
    activity = get_object_or_404(rows, pk=asked if asked.isdigit() else 0)
    if not request.user.has_perm("plans.change_activity", activity):
        raise PermissionDenied
    typed = request.POST.copy()
    form = ResultForm(typed, activity=activity) if typed else ResultForm(activity=activity)
    if submit(form, enter_result, activity=activity, by=request.user):
        messages.success(request, f"Результат мероприятия {_number(activity)} записан.")
        return _after_entry(request, plan, activity)
    context = _row_context(request, plan, activity) | {"form": form, "editing": activity}
    if not request.htmx:
        context |= _list_context(request, plan)
        context |= _page(request, context, activity)
    status = 422 if form.is_bound else 200
    return render_page(
        request, "plans/activity_list.html", context, piece="plans/_activity_row.html", status=status
    )


def _after_entry(request, plan, activity):
    """Go back to the row, or on to the next overdue one; htmx gets only the row."""
    today = timezone.localdate()
    address = reverse("plans:activity_list", args=[plan.pk])
    following = next_overdue(plan, activity, today) if "next" in request.POST else None
    if following:
        url = f"{address}?quick=late&edit={following.pk}#m{following.pk}"
        return HttpResponseClientRedirect(url) if request.htmx else redirect(url)
    if "next" in request.POST:
        messages.info(request, "Просроченных мероприятий больше нет.")
    if not request.htmx:
        return redirect(f"{_back(request, plan)}#m{activity.pk}")
    fresh = with_details(with_status(plan.activities.all(), today)).get(pk=activity.pk)
    return render(
        request, "plans/_activity_row.html", _row_context(request, plan, fresh) | {"is_answer": True}
    )


def _back(request, plan):
    """Return the address of the list under the reader's own filters, ready for one more parameter."""
    query = request.GET.copy()
    for name in ("edit", "as"):
        query.pop(name, None)
    kept = f"{query.urlencode()}&" if query else ""
    return f"{reverse('plans:activity_list', args=[plan.pk])}?{kept}"


def _row_context(request, plan, activity):
    today = timezone.localdate()
    mark_late([activity], today)
    return {
        "activity": activity,
        "plan": plan,
        "can_change": request.user.has_perm("plans.change_activity", plan),
        "back": _back(request, plan),
        "list_url": reverse("plans:activity_list", args=[plan.pk]),
    }


def _list_context(request, plan):
    """Everything above the table. Queries: directions and their counts, names, counts of statuses and of quick choices."""
    today = timezone.localdate()
    outline = Outline(plan)
    form = WishForm(request.GET, directions=outline.choices(), names=responsible_names(plan))
    wish = form.wish()
    found = counts(plan, today, request.user)
    return {
        "plan": plan,
        "today": today,
        "outline": outline,
        "filters": form,
        "wish": wish,
        "wanted": activities_wanted(plan, wish, today, request.user),
        "counts": found,
        "lead": _lead(plan, found),
        "chips": _chips(request, found, wish),
        "views": _views(request, plan),
        "can_change": request.user.has_perm("plans.change_activity", plan),
        "back": _back(request, plan),
        "list_url": reverse("plans:activity_list", args=[plan.pk]),
    }


def _lead(plan, found):
    parts = [f"Выполнено {format_share(found.done, found.total)}"]
    parts += [f"идёт {found.going}"] if found.going else []
    parts += [f"просрочено {found.late}"] if found.late else []
    if plan.state in (PlanState.DRAFT, PlanState.AGREEMENT):
        return ", ".join(parts) + ". План ещё не утверждён."
    dated = f" от {short_date(plan.order_on)}" if plan.order_on else ""
    return ", ".join(parts) + (
        f". Утверждён приказом{dated} № {plan.order_number}." if plan.order_number else "."
    )


def _chips(request, found, wish):
    def address(quick):
        query = request.GET.copy()
        for name in ("quick", "page", "edit"):
            query.pop(name, None)
        if quick:
            query["quick"] = quick
        return f"?{query.urlencode()}"

    every = Choice("Все", address(""), found.total, is_current=not wish.quick)
    return [
        every,
        *(
            Choice(
                title,
                address(name),
                found.quick[name],
                wish.quick == name,
                "bad" if name == "late" and found.late else "",
            )
            for name, title in QUICK_TITLES.items()
        ),
    ]


def _views(request, plan):
    query = request.GET.copy()
    for name in ("page", "edit", "as", "year"):
        query.pop(name, None)
    here = request.resolver_match.url_name
    return [
        Choice(
            title,
            f"{reverse(f'plans:{name}', args=[plan.pk])}?{query.urlencode()}",
            is_current=here == name,
            icon=icon,
        )
        for name, title, icon in (
            ("activity_list", "Таблица", "list"),
            ("activity_year", "По месяцам", "chart-gantt"),
        )
    ]


def _plan(request, plan_id):
    if plan_id:
        return get_object_or_404(visible_plans(request.user).select_related("municipality"), pk=plan_id)
    return current_plan(request.municipality or None, timezone.localdate())


def _number(activity):
    return f"№ {activity.number}" if activity.number else f"«{activity.title[:60]}»"


@requires("plans.view_activity")
def activity_year(request, plan_id=None):
    plan = _plan(request, plan_id)
    if plan is None:
        return redirect("plans:activity_list")
    context = _list_context(request, plan)
    today = context["today"]
    years = range(plan.year_from, plan.year_to + 1)
    asked = request.GET.get("year", "")
    year = (
        int(asked) if asked.isdigit() and int(asked) in years else min(max(today.year, years[0]), years[-1])
    )
    rows = list(context["wanted"])
    for row in rows:
        row.bar = BARS.get(row.status, "")
    found = lines(rows, context["outline"], year, today)
    context |= {
        "lines": found,
        "year": year,
        "years": [Choice(str(each), f"?year={each}", is_current=each == year) for each in years],
        "months": MONTHS,
        "now": today.month if today.year == year else None,
        "now_at": f"{((today - today.replace(month=1, day=1)).days + 0.5) / 3.65:.1f}%"
        if today.year == year
        else "",
        "load": load_by_month(found),
    }
    return render(request, "plans/activity_year.html", context)


@requires("plans.view_activity", among=visible_activities)
def activity_detail(request, activity):
    today = timezone.localdate()
    activity = (
        with_details(with_status(visible_activities(request.user), today))
        .select_related("plan__municipality", "direction")
        .get(pk=activity.pk)
    )
    mark_late([activity], today)
    context = {
        "activity": activity,
        "plan": activity.plan,
        "can_change": request.user.has_perm("plans.change_activity", activity),
        "can_undo": last_result(activity) is not None,
        "is_approved": activity.plan.state in APPROVED_STATES,
        "history": history(activity),
        "targets": list(Target.objects.filter(plan=activity.plan, parent=None).order_by("position", "pk")),
        "token": token_of(activity, ["targets"]),
        "linked": {target.pk for target in activity.targets.all()},
        "places": _places(activity),
        "list_url": reverse("plans:activity_list", args=[activity.plan_id]),
        "done": what_is_done(activity, request.user),
        "result_token": token_of(activity, RESULT_FIELDS),
    }
    return render(request, "plans/activity_detail.html", context)


def _places(activity):
    """Return where each field stands in its file. Shape: [(field, file, «таблица 2, строка 4, графа 2»)]."""
    files = {file.pk: file.name for file in activity.plan.files.all()}
    return [
        (
            activity._meta.get_field(name).verbose_name,
            files.get(told["file"], "файл удалён"),
            "; ".join(
                f"таблица {table}, строка {row}, графа {column}" for table, row, column in told["places"]
            ),
        )
        for name, told in activity.provenance.items()
        if told and hasattr(activity, name)
    ]


@requires("plans.change_activity", among=visible_activities)
def activity_edit(request, activity):
    plan = activity.plan
    form = bind(ActivityForm, request, instance=activity, plan=plan, needs_reason=needs_reason(plan))
    if submit(form, edit_activity, activity=activity, by=request.user):
        return done(request, "Мероприятие сохранено.", activity)
    return show_form(request, "plans/activity_edit.html", form, activity=activity, plan=plan)


@requires("plans.change_activity", among=visible_plans)
def activity_create(request, plan):
    form = bind(ActivityForm, request, plan=plan, needs_reason=needs_reason(plan))
    if activity := submit(form, create_activity, plan=plan, by=request.user):
        return done(request, "Мероприятие добавлено в план.", activity)
    return show_form(request, "plans/activity_create.html", form, plan=plan)


@require_POST
@requires("plans.change_activity", among=visible_activities)
def activity_undo(request, activity):
    _do(request, "Запись результата отменена.", undo_result, activity=activity)
    return redirect(activity)


@require_POST
@requires("plans.change_activity", among=visible_activities)
def activity_delete(request, activity):
    if _do(request, "Мероприятие удалено из плана.", delete_activity, activity=activity):
        return redirect("plans:activity_list", plan_id=activity.plan_id)
    return redirect(activity)


@require_POST
@requires("plans.change_activity", among=visible_activities)
def activity_link(request, activity):
    chosen = [int(pk) for pk in request.POST.getlist("targets") if pk.isdigit()]
    targets = list(Target.objects.filter(plan=activity.plan, pk__in=chosen))
    token = request.POST.get(TOKEN, "")
    _do(
        request,
        "Связь с показателями сохранена.",
        link_targets,
        activity=activity,
        targets=targets,
        token=token,
    )
    return redirect(activity)


@require_POST
@requires("plans.change_activity", among=visible_evidence)
def evidence_delete(request, evidence):
    _do(request, "Подтверждение убрано.", remove_evidence, evidence=evidence)
    return redirect(evidence.activity)


@requires("plans.view_plan", among=visible_plans)
def activity_ical(request, plan):
    return ical_response(f"plan-{plan.years}.ics", str(plan), calendar_entries(plan), site=site_of(request))


def _do(request, done, action, **values):
    """Call one action and say what happened."""
    try:
        action(by=request.user, **values)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, done)
    return True
