"""The framework of competences: reading it, an edition of one's own, its parts, a whole file."""

import json
from urllib.parse import quote

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from masterstvo.assessments.models import Instrument, Version
from masterstvo.core.errors import DomainError
from masterstvo.core.exports import xlsx_response
from masterstvo.core.forms import bind, submit
from masterstvo.core.sandbox import run_limited
from masterstvo.core.scanning import refuse_infected
from masterstvo.core.sheets import first_sheet
from masterstvo.core.terms import titles
from masterstvo.core.views import done, requires, show_form, tried
from masterstvo.diagnostics.actions import framework as actions
from masterstvo.diagnostics.content.difference import difference, scope_in_words
from masterstvo.diagnostics.content.parts import Scope
from masterstvo.diagnostics.content.reading import NotFramework, read, written
from masterstvo.diagnostics.content.workbook import COLUMNS, ROWS_AT_MOST, from_rows, rows_of
from masterstvo.diagnostics.forms.framework import (
    CompetenceForm,
    FrameworkFileForm,
    MeasureForm,
    NewCompetenceForm,
    TargetForm,
    read_json,
)
from masterstvo.diagnostics.models import Competence
from masterstvo.diagnostics.queries.framework import document_of, framework_on, rule_on, words_of_framework
from masterstvo.diagnostics.rules import owner_here, visible_competences, visible_frameworks
from masterstvo.organizations.queries import municipality_key

DETAIL = "diagnostics:framework_detail"


@requires("diagnostics.view_framework")
def framework_detail(request):
    """The competences in force, how much is enough, and by what they are measured."""
    day = timezone.localdate()
    framework = framework_on(municipality_key(request.municipality), day)
    may_edit = framework is not None and request.user.has_perm("diagnostics.change_framework", framework)
    found = Competence.objects.filter(framework=framework).prefetch_related("measures", "targets")
    rows = list(found if may_edit else found.filter(archived_on=None))
    words = words_of_framework(framework) if framework else None
    instruments = dict(Instrument.objects.values_list("key", "title"))
    blocks = [
        (block, [_shown(each, day, words, instruments) for each in rows if each.block_id == block.pk])
        for block in rows
        if block.block_id is None
    ]
    return render(
        request,
        "diagnostics/framework_detail.html",
        {
            "framework": framework,
            "blocks": blocks,
            "categories": titles("staff_category"),
            "rule": rule_on(day),
            "may_edit": may_edit,
            "may_begin": framework is not None and not may_edit and _may_begin(request, framework),
            "may_export": framework is not None
            and request.user.has_perm("diagnostics.export_framework", framework),
        },
    )


def _may_begin(request, framework):
    """Tell whether an edition of one's own may be begun here: a region has none to begin under a municipality's."""
    owner = owner_here(request) if request.user.has_perm("diagnostics.begin_framework") else None
    return owner is not None and not (framework.municipality_id and owner._meta.model_name == "region")


def _shown(competence, day, words, instruments):
    """Return (competence, its targets in words, titles of its instruments)."""
    targets = [
        (each.percent, scope_in_words(Scope(each.category, each.job, each.subject), words), each)
        for each in competence.targets.all()
        if each.ends_on is None or each.ends_on > day
    ]
    measured_by = sorted(
        {instruments.get(each.instrument, each.instrument) for each in competence.measures.all()}
    )
    return competence, targets, measured_by


@require_POST
@requires("diagnostics.begin_framework")
def framework_begin(request):
    owner = owner_here(request)
    source = framework_on(municipality_key(request.municipality), timezone.localdate())
    if owner is None or source is None:
        raise PermissionDenied
    return tried(
        request,
        "Своя рамка начата копией: меняйте её, как нужно. Измеренное раньше сохранилось.",
        DETAIL,
        actions.begin_framework,
        source,
        owner=owner,
    )


# --- A whole file ---------------------------------------------------------------------------------------------------------
@requires("diagnostics.export_framework", among=visible_frameworks)
def framework_export(request, framework, form):
    """The framework as JSON or Excel, for another authority or for editing in a table."""
    document = document_of(framework)
    if form == "xlsx":
        rows = rows_of(document, words_of_framework(framework))
        return xlsx_response(f"{framework.title}.xlsx", "Рамка", COLUMNS, rows)
    if form != "json":
        raise Http404
    body = json.dumps({"title": framework.title, **written(document)}, ensure_ascii=False, indent=2)
    response = HttpResponse(body, content_type="application/json")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(framework.title)}.json"
    return response


@requires("diagnostics.change_framework", among=visible_frameworks)
def framework_import(request, framework):
    """Show what a file would change; then change it. The preview carries what it showed, and of which edition."""
    told = _carried(request)
    if told is not None:
        form = FrameworkFileForm()
        try:
            actions.replace_framework(
                framework, told=told, seen=request.POST.get("seen", ""), by=request.user
            )
        except DomainError as refusal:
            return _preview(request, framework, form, told, str(refusal))
        return done(request, "Рамка обновлена.", DETAIL)
    form = bind(FrameworkFileForm, request)
    told = _read_file(form) if form.is_bound and form.is_valid() else None
    return _preview(request, framework, form, told)


def _carried(request):
    """Return what a preview carries along, or None."""
    if "told" not in request.POST:
        return None
    try:
        return json.loads(request.POST["told"])
    except (ValueError, RecursionError):
        raise Http404 from None


def _read_file(form):
    """Return the JSON of an uploaded file, or None with the reason on the form."""
    file = form.cleaned_data["file"]
    raw = file.read()
    try:
        refuse_infected(raw, file.name)
        if file.name.lower().endswith(".json"):
            return read_json(raw)
        return from_rows(run_limited(first_sheet, raw, rows_at_most=ROWS_AT_MOST)[1:])
    except NotFramework as error:
        for problem in error.problems[:20]:
            form.add_error("file", problem)
    except ValidationError as error:
        form.add_error("file", error)
    except DomainError as refusal:
        form.add_error("file", str(refusal))
    return None


def _preview(request, framework, form, told, refusal=""):
    old, words = document_of(framework), words_of_framework(framework)
    problems, changes, carried = ([refusal] if refusal else []), None, ""
    if told is not None:
        try:
            new = read(told, words)
            changes = difference(old, new, words=words, today=timezone.localdate())
            carried = json.dumps(written(new), ensure_ascii=False)
        except NotFramework as error:
            problems += error.problems[:30]
    context = {
        "framework": framework,
        "form": form,
        "changes": changes,
        "told": carried,
        "seen": actions.digest_of(old),
        "problems": problems,
    }
    status = 422 if problems or form.errors else 200
    return render(request, "diagnostics/framework_import.html", context, status=status)


# --- Parts ----------------------------------------------------------------------------------------------------------------
@requires("diagnostics.change_framework", among=visible_frameworks)
def competence_create(request, framework):
    """A competence of a block; with «?block=new», a block."""
    is_block = request.GET.get("block") == "new"
    form = bind(
        NewCompetenceForm,
        request,
        framework=framework,
        is_block=is_block,
        initial={"block": request.GET.get("block")},
    )
    if submit(form, actions.add_competence, framework, by=request.user):
        return done(request, "Блок добавлен." if is_block else "Компетенция добавлена.", DETAIL)
    return show_form(request, "diagnostics/competence_create.html", form, is_block=is_block)


@requires("diagnostics.change_competence", among=visible_competences)
def competence_edit(request, competence):
    """Its words and its block; beside them its targets and what measures it."""
    form = bind(
        CompetenceForm,
        request,
        instance=competence,
        framework=competence.framework,
        is_block=competence.block_id is None,
    )
    if submit(form, actions.edit_competence, competence, by=request.user):
        return done(request, "Исправлено.", DETAIL)
    words = words_of_framework(competence.framework)
    instruments = _instruments(competence.framework)
    weights = list(competence.measures.all())
    return show_form(
        request,
        "diagnostics/competence_edit.html",
        form,
        competence=competence,
        targets=[
            (each, scope_in_words(Scope(each.category, each.job, each.subject), words))
            for each in competence.targets.all()
        ],
        instruments=[
            (key, title, sum(each.instrument == key for each in weights))
            for key, title in instruments.items()
        ],
    )


@require_POST
@requires("diagnostics.change_competence", among=visible_competences)
def competence_change(request, competence):
    """Move it among its neighbours, put it into the archive or take it out again."""
    asked = request.POST.get("do", "")
    if asked in STEPS:
        return tried(request, "Готово.", DETAIL, actions.move_competence, competence, step=STEPS[asked])
    if asked == "archive":
        said = "В архиве: новые результаты её не найдут, измеренное осталось."
        return tried(request, said, DETAIL, actions.archive_competence, competence)
    if asked == "restore":
        return tried(request, "Возвращена из архива.", DETAIL, actions.restore_competence, competence)
    raise Http404


STEPS = {"up": -1, "down": 1}


@requires("diagnostics.change_competence", among=visible_competences)
def target_create(request, competence):
    """What is sufficient from a day on."""
    form = bind(TargetForm, request, initial={"starts_on": timezone.localdate()})
    if submit(form, actions.set_target, competence, by=request.user):
        return done(request, "Уровень записан.", "diagnostics:competence_edit", competence.pk)
    return show_form(request, "diagnostics/target_create.html", form, competence=competence)


@requires("diagnostics.change_competence", among=visible_competences)
def measure_edit(request, competence, instrument):
    """Which questions of one instrument tell of the competence."""
    titles_by_key = _instruments(competence.framework)
    if instrument not in titles_by_key:
        raise Http404
    version = _published(competence.framework).filter(instrument__key=instrument).first()
    known = competence.measures.filter(instrument=instrument)
    form = bind(
        MeasureForm,
        request,
        content=version.parts,
        weights={each.criterion: each.weight for each in known},
    )

    def kept(**_):
        actions.set_measures(
            competence,
            instrument=instrument,
            weights=form.weights(),
            seen=form.cleaned_data["seen"],
            by=request.user,
        )

    if submit(form, kept):
        return done(request, "Связь с вопросами сохранена.", "diagnostics:competence_edit", competence.pk)
    return show_form(
        request,
        "diagnostics/measure_edit.html",
        form,
        competence=competence,
        title=titles_by_key[instrument],
    )


def _published(framework):
    """Return the newest published versions by which people of the framework may be asked, its own before the shipped."""
    here = Q(instrument__municipality=None) | Q(instrument__municipality=framework.municipality_id)
    rows = Version.objects.filter(here, published_on__isnull=False, instrument__archived_on=None)
    return rows.select_related("instrument").order_by("instrument__municipality", "-number")


def _instruments(framework):
    """Return {key: title}."""
    rows = _published(framework).values_list("instrument__key", "instrument__title")
    return dict(sorted(rows, key=lambda pair: pair[1]))
