"""Pages of the target model: all schools, one school, its conditions and its order."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from masterstvo.core import terms
from masterstvo.core.errors import DomainError
from masterstvo.core.exports import xlsx_response
from masterstvo.core.forms import bind, submit
from masterstvo.core.numbers import counted
from masterstvo.core.views import done, requires, show_form
from masterstvo.documents.models import Document
from masterstvo.documents.rules import visible_documents
from masterstvo.mentoring.actions import draft_order, mark_condition, unmark_condition
from masterstvo.mentoring.counting import lacking_beside_act
from masterstvo.mentoring.forms.work import ConditionForm
from masterstvo.mentoring.models import SchoolCondition
from masterstvo.mentoring.queries import MODEL_KINDS, draft_of, models_of, pairs_of_school, pairs_to_fix
from masterstvo.mentoring.rules import visible_mentorships
from masterstvo.mentoring.tables.pair import look, sections
from masterstvo.organizations.rules import organizations_here, visible_organizations


@requires("mentoring.view_model")
def school_list(request):
    """The share of schools both ways, each way with its schools."""
    today = timezone.localdate()
    schools = organizations_here(request).filter(kind__in=MODEL_KINDS).open_on(today).order_by("title", "pk")
    models = models_of(list(schools), today)
    ways = {
        "regulation": (
            "с положением о наставничестве",
            {each.pk for each in models if "regulation" in each.met},
        ),
        "order": ("с приказом о закреплении пар", {each.pk for each in models if "order" in each.met}),
        "formal": ("с оформленной парой в работе", {each.pk for each in models if each.n_formal}),
    }
    chosen = request.GET.get("without", "")
    left_out = ways[chosen][1] if chosen in ways else set()
    shown = [each for each in models if each.pk not in left_out]
    if request.GET.get("as") == "xlsx":
        return _workbook(shown)
    query = request.GET.copy()
    query["as"] = "xlsx"
    context = {
        "models": shown,
        "xlsx_url": f"?{query.urlencode()}",
        "ways": [(way, title, len(found)) for way, (title, found) in ways.items()],
        "n_schools": len(models),
        "chosen": chosen,
        "sections": sections("mentoring:school_list", request.user),
    }
    return render(request, "mentoring/school_list.html", context)


def _workbook(models):
    """Return the table with what proves each condition, one column a condition."""
    title, conditions = "Целевая модель наставничества", terms.choices("mentoring_condition")
    columns = (
        ("Организация", 40),
        ("Условий выполнено", 10),
        *((condition.capitalize(), 30) for _, condition in conditions),
        ("Пар в работе", 10),
        ("Оформлены полностью", 12),
        ("Без приказа", 10),
    )
    rows = (
        (
            str(each.organization),
            each.n_met,
            *(each.met[kind].text if kind in each.met else "нет" for kind, _ in conditions),
            each.n_pairs,
            each.n_formal,
            each.n_without_act,
        )
        for each in models
    )
    return xlsx_response(f"{title}.xlsx", title, columns, rows)


@requires("mentoring.view_model", among=visible_organizations)
def school_detail(request, organization):
    """The checklist with what proves it, the pairs of the school, those without an act first, and the order in one click."""
    user, today = request.user, timezone.localdate()
    may_change = user.has_perm("mentoring.change_model", organization)
    draft = draft_of(organization)
    pairs = (
        pairs_of_school(organization, today)
        .at_work(today)
        .filter(pk__in=visible_mentorships(user).values("pk"))
    )
    waiting = list(pairs_to_fix(organization, draft))
    rows = list(pairs.select_related("mentor", "mentee").order_by("act_number", "mentor", "pk"))
    model = models_of([organization], today)[0]
    context = {
        "organization": organization,
        "model": model,
        "told": f"Выполнено {model.n_met} из {len(model.titles)}",
        "pairs": [(pair, look(pair)) for pair in rows],
        "n_waiting": len(waiting),
        "informal": _informal(waiting) if may_change else [],
        "draft": draft if draft and user.has_perm("documents.view_document", draft) else None,
        "may_change": may_change,
    }
    return render(request, "mentoring/school_detail.html", context)


def _informal(pairs):
    """Return (pair, what it lacks) of those that an order alone does not make formal."""
    return [(pair, missing) for pair in pairs if (missing := lacking_beside_act(pair))]


@requires("mentoring.change_model", among=visible_organizations)
def condition_edit(request, organization, kind):
    """Say by what a condition is met, or take that back by the second button."""
    title = dict(terms.choices("mentoring_condition")).get(kind)
    if title is None:
        raise Http404
    known = SchoolCondition.objects.filter(organization=organization, kind=kind).first()
    if known and "clear" in request.POST:
        unmark_condition(known, by=request.user)
        return done(request, "Отметка снята.", "mentoring:school_detail", organization.pk)
    papers = visible_documents(request.user).filter(organization=organization)
    kept = Document.objects.filter(pk=known.document_id or 0) if known else Document.objects.none()
    form = bind(
        ConditionForm,
        request,
        instance=known or SchoolCondition(organization=organization, kind=kind, met_on=timezone.localdate()),
        among={"document": papers | kept},
    )
    if submit(form, mark_condition, organization, kind=kind, by=request.user):
        return done(request, "Условие отмечено.", "mentoring:school_detail", organization.pk)
    return show_form(
        request,
        "mentoring/condition_edit.html",
        form,
        organization=organization,
        title=title,
        is_there=known is not None,
    )


@require_POST
@requires("mentoring.change_model", among=visible_organizations)
def order_create(request, organization):
    """Draft the order on all pairs of the school without an act; it goes on among the documents."""
    try:
        draft = draft_order(organization, by=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("mentoring:school_detail", organization.pk)
    said = "Приказ составлен. Проверьте его и подпишите: номер и дата станут приказом этих пар."
    if n_informal := len(_informal(draft.mentorships.all())):
        told = counted(
            n_informal,
            "пара останется оформленной",
            "пары останутся оформленными",
            "пар останутся оформленными",
        )
        said = f"{said} И с приказом {told} не полностью: чего не хватает, сказано на странице организации."
    return done(request, said, draft)
