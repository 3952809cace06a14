"""Instruments: the list, the builder, files."""

import json
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Q, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from masterstvo.assessments.actions import instrument as actions
from masterstvo.assessments.content import editing
from masterstvo.assessments.content.parts import SCALE_TITLES, ScaleKind, Section
from masterstvo.assessments.content.reading import NotContent, read, unfinished
from masterstvo.assessments.content.workbook import COLUMNS, ROWS_AT_MOST, from_rows, rows_of
from masterstvo.assessments.forms.instrument import (
    CriterionForm,
    InstrumentEditForm,
    InstrumentFileForm,
    InstrumentForm,
    SectionForm,
    SettingsForm,
    read_json,
)
from masterstvo.assessments.models import Version
from masterstvo.assessments.queries.sheet import END, step_of
from masterstvo.assessments.rules import visible_instruments, visible_versions
from masterstvo.assessments.tables import INSTRUMENTS
from masterstvo.core.errors import DomainError
from masterstvo.core.exports import xlsx_response
from masterstvo.core.forms import ReasonForm, bind, submit
from masterstvo.core.listing import list_page
from masterstvo.core.sandbox import run_limited
from masterstvo.core.scanning import refuse_infected
from masterstvo.core.sheets import first_sheet
from masterstvo.core.terms import title as term_title
from masterstvo.core.views import done, requires, show_form, tried
from masterstvo.organizations.queries import municipality_key
from masterstvo.organizations.rules import editable_municipality

LIST = "assessments:instrument_list"
SEEN = "seen"  # the digest of the part that a form showed


@requires("assessments.view_instrument")
def instrument_list(request):
    published = Version.objects.filter(instrument=OuterRef("pk"), published_on__isnull=False)
    rows = (
        visible_instruments(request.user)
        .filter(Q(municipality=None) | Q(municipality=municipality_key(request.municipality)))
        .select_related("municipality")
        .annotate(published_number=Subquery(published.order_by("-number").values("number")[:1]))
    )
    if not request.GET.get("archived"):
        rows = rows.filter(archived_on=None)
    return list_page(request, "assessments/instrument_list.html", INSTRUMENTS, rows)


@requires("assessments.change_instrument")
def instrument_create(request):
    form = bind(InstrumentForm, request)
    made = submit(form, actions.add_instrument, municipality=editable_municipality(request), by=request.user)
    if made:
        return done(request, "Инструмент создан. Добавьте разделы и вопросы.", made)
    return show_form(request, "assessments/instrument_create.html", form)


@requires("assessments.change_instrument")
def instrument_import(request):
    """Take an instrument from a file: its words on the form, what it asks from JSON or Excel."""
    municipality = editable_municipality(request)
    form, file_form = bind(InstrumentForm, request), bind(InstrumentFileForm, request)
    if file_form.is_bound and file_form.is_valid():
        content = _read_file(file_form)
        if content is not None and form.is_valid():
            made = submit(
                form, actions.add_instrument, municipality=municipality, content=content, by=request.user
            )
            if made:
                return done(request, "Инструмент загружен как черновик: проверьте и опубликуйте.", made)
    status = 422 if form.is_bound else 200
    return render(
        request, "assessments/instrument_import.html", {"form": form, "file_form": file_form}, status=status
    )


def _read_file(file_form):
    """Return the JSON of an uploaded file, or None with the reason on the form."""
    file = file_form.cleaned_data["file"]
    raw = file.read()
    try:
        refuse_infected(raw, file.name)
        if file.name.lower().endswith(".json"):
            told = read_json(raw)
        else:
            told = from_rows(run_limited(first_sheet, raw, rows_at_most=ROWS_AT_MOST)[1:])
        content = told.get("content", told) if isinstance(told, dict) else told
        read(content)
        return content
    except NotContent as error:
        for problem in error.problems[:10]:
            file_form.add_error("file", problem)
    except ValidationError as error:
        file_form.add_error("file", error)
    except DomainError as refusal:
        file_form.add_error("file", str(refusal))
    return None


@requires("assessments.view_instrument", among=visible_instruments)
def instrument_detail(request, instrument):
    """The newest version, or the one asked for; a draft with everything to edit it."""
    versions = list(instrument.versions.order_by("-number"))
    asked = request.GET.get("version", "")
    version = next(
        (each for each in versions if str(each.number) == asked), versions[0] if versions else None
    )
    if version is None:
        raise Http404
    content = version.parts
    may_edit = request.user.has_perm("assessments.change_instrument", instrument)
    return render(
        request,
        "assessments/instrument_detail.html",
        {
            "instrument": instrument,
            "kind": term_title("instrument_kind", instrument.kind),
            "versions": versions,
            "version": version,
            "content": content,
            "numbered": _numbered(content),
            "scale_titles": {str(kind): title for kind, title in SCALE_TITLES.items()},
            "left": unfinished(content) if version.is_draft else [],
            "is_edited": may_edit and version.is_draft,
            "may_edit": may_edit,
        },
    )


def _numbered(content):
    """Return [(section, [(number through the whole, question, words of its condition)])]."""
    number, found = 0, []
    texts = {each.key: each for each in content.criteria()}
    for section in content.sections:
        rows = []
        for each in section.criteria:
            number += 1
            condition = ""
            if each.when:
                looked = texts[each.when.criterion]
                labels = {option.key: option.label for option in looked.scale.choices}
                condition = f"«{looked.text}» — {', '.join(labels[key] for key in each.when.values)}"
            rows.append((number, each, condition))
        found.append((section, rows))
    return found


@requires("assessments.change_instrument", among=visible_instruments)
def instrument_edit(request, instrument):
    form = bind(InstrumentEditForm, request, instance=instrument)
    if submit(form, actions.edit_instrument, instrument, by=request.user):
        return done(request, "Исправлено.", instrument)
    return show_form(request, "assessments/instrument_edit.html", form, instrument=instrument)


@require_POST
@requires("assessments.copy_instrument", among=visible_instruments)
def instrument_copy(request, instrument):
    made = actions.copy_instrument(instrument, municipality=editable_municipality(request), by=request.user)
    return done(request, "Своя копия готова: меняйте её, как нужно.", made)


@require_POST
@requires("assessments.change_instrument", among=visible_instruments)
def instrument_archive(request, instrument):
    """Put it into the archive, or take it out again."""
    if instrument.archived_on:
        actions.reopen_instrument(instrument, by=request.user)
        return done(request, "Инструмент снова можно выбирать.", instrument)
    actions.archive_instrument(instrument, by=request.user)
    return done(request, "Инструмент в архиве: для новых кампаний его не предложат.", instrument)


@requires("assessments.change_instrument", among=visible_instruments)
def instrument_delete(request, instrument):
    form = bind(ReasonForm, request)
    if submit(form, actions.remove_instrument, instrument, by=request.user):
        return done(request, "Инструмент удалён.", LIST)
    return show_form(request, "assessments/instrument_delete.html", form, instrument=instrument)


# --- Versions ---------------------------------------------------------------------------------------------------------
@require_POST
@requires("assessments.change_instrument", among=visible_instruments)
def version_begin(request, instrument):
    actions.begin_version(instrument, by=request.user)
    return done(
        request, "Черновик новой версии готов. Прежняя работает, пока не опубликуете новую.", instrument
    )


@require_POST
@requires("assessments.change_version", among=visible_versions)
def version_publish(request, version):
    return tried(
        request,
        "Версия опубликована: по ней можно спрашивать.",
        version.instrument,
        actions.publish_version,
        version,
    )


@require_POST
@requires("assessments.change_version", among=visible_versions)
def version_drop(request, version):
    return tried(request, "Черновик отброшен.", version.instrument, actions.drop_draft, version)


@requires("assessments.view_version", among=visible_versions)
def version_export(request, version, form):
    """The version as JSON or Excel, for another municipality or for editing in a table."""
    name = f"{version.instrument.title}, версия {version.number}"
    if form == "xlsx":
        return xlsx_response(f"{name}.xlsx", "Инструмент", COLUMNS, rows_of(version.parts))
    body = {"title": version.instrument.title, "kind": version.instrument.kind, "content": version.content}
    response = HttpResponse(json.dumps(body, ensure_ascii=False, indent=2), content_type="application/json")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.json"
    return response


@requires("assessments.view_version", among=visible_versions)
def version_preview(request, version):
    """The questions one by one, as a respondent sees them on a phone; nothing is kept."""
    content = version.parts
    form = [each.key for each in content.criteria()]
    key = request.GET.get("q") or (form[0] if form else END)
    at = form.index(key) if key in form else len(form)
    step = step_of(_without_conditions(content), {}, None, key)
    return render(
        request,
        "assessments/version_preview.html",
        {
            "version": version,
            "step": step,
            "next": form[at + 1] if at + 1 < len(form) else END,
            "is_first": at == 0,
        },
    )


def _without_conditions(content):
    """Return the content with every question asked."""
    for each in list(content.criteria()):
        if each.when:
            content = editing.put_criterion(content, editing.replace(each, when=None))
    return content


# --- Parts of a draft -------------------------------------------------------------------------------------------------
@requires("assessments.change_version", among=visible_versions)
def version_settings(request, version):
    form = bind(SettingsForm, request, content=version.parts)

    def kept(**values):
        return _edit(request, form, version, lambda content: editing.replace(content, **values))

    if submit(form, kept):
        return done(request, "Настройки сохранены.", version.instrument)
    return _show_part(request, "assessments/version_settings.html", form, version)


@requires("assessments.change_version", among=visible_versions)
def section_create(request, version):
    form = bind(SectionForm, request)

    def kept(**values):
        def edit(content):
            return editing.add_section(content, Section(editing.new_key(content, "s"), criteria=(), **values))

        return actions.edit_content(version, edit=edit, by=request.user)

    if submit(form, kept):
        return done(request, "Раздел добавлен.", version.instrument)
    return _show_part(request, "assessments/section_create.html", form, version)


@requires("assessments.change_version", among=visible_versions)
def section_edit(request, version, section):
    found = _section(version, section)
    form = bind(SectionForm, request, section=found)

    def kept(**values):
        return _edit(
            request, form, version, lambda content: editing.put_section(content, section, **values), section
        )

    if submit(form, kept):
        return done(request, "Раздел исправлен.", version.instrument)
    return _show_part(request, "assessments/section_edit.html", form, version, section)


@requires("assessments.change_version", among=visible_versions)
def criterion_create(request, version, section):
    _section(version, section)
    kind = _kind(request, ScaleKind.LEVELS)
    form = bind(CriterionForm, request, kind=kind, content=version.parts)

    def kept(**_):
        def edit(content):
            return editing.add_criterion(content, section, form.value(editing.new_key(content, "q")))

        return actions.edit_content(version, edit=edit, by=request.user)

    if submit(form, kept):
        return done(request, "Вопрос добавлен.", version.instrument)
    return _show_part(request, "assessments/criterion_create.html", form, version, kinds=_kinds(kind))


@requires("assessments.change_version", among=visible_versions)
def criterion_edit(request, version, key):
    criterion = version.parts.criterion(key)
    if criterion is None:
        raise Http404
    kind = _kind(request, criterion.scale.kind)
    form = bind(CriterionForm, request, kind=kind, content=version.parts, criterion=criterion)

    def kept(**_):
        return _edit(
            request, form, version, lambda content: editing.put_criterion(content, form.value(key)), key
        )

    if submit(form, kept):
        return done(request, "Вопрос исправлен.", version.instrument)
    return _show_part(request, "assessments/criterion_edit.html", form, version, key, kinds=_kinds(kind))


@require_POST
@requires("assessments.change_version", among=visible_versions)
def part_change(request, version, key):
    """Move, copy or remove a section or a question."""
    edit = PART_CHANGES.get(request.POST.get("do", ""))
    if edit is None:
        raise Http404
    return tried(
        request,
        "Готово.",
        version.instrument,
        actions.edit_content,
        version,
        edit=lambda content: edit(content, key),
    )


PART_CHANGES = {
    "up": lambda content, key: editing.move(content, key, editing.UP),
    "down": lambda content, key: editing.move(content, key, editing.DOWN),
    "copy": editing.copy,
    "remove": editing.remove,
}


def _section(version, key):
    found = next((each for each in version.parts.sections if each.key == key), None)
    if found is None:
        raise Http404
    return found


def _kind(request, usual):
    asked = request.GET.get("kind", "")
    return ScaleKind(asked) if asked in set(ScaleKind) else ScaleKind(usual)


def _kinds(current):
    return [(str(kind), title, kind == current) for kind, title in SCALE_TITLES.items()]


def _edit(request, form, version, edit, key=""):
    """Write one part; when somebody else changed it meanwhile, the form shows both and carries on from there."""
    try:
        return actions.edit_content(
            version, edit=edit, key=key, seen=request.POST.get(SEEN) or "-", by=request.user
        )
    except actions.PartIsStale as refusal:
        form.seen = refusal.now
        raise


def _show_part(request, template, form, version, key="", **context):
    seen = getattr(form, "seen", "") or request.POST.get(SEEN) or editing.digest_of(version.parts, key)
    return show_form(request, template, form, version=version, seen=seen, **context)
