"""Pages of «Загрузка данных»: the history, and the four steps of one file."""

from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh

from masterstvo.core.choices import Choice
from masterstvo.core.errors import DomainError
from masterstvo.core.exports import CONTENT_TYPE
from masterstvo.core.forms import bind
from masterstvo.core.numbers import counted
from masterstvo.core.paging import paginate
from masterstvo.core.views import done, render_page, requires, show_form
from masterstvo.imports import actions, queries
from masterstvo.imports.choices import BatchState, Verdict
from masterstvo.imports.forms import BatchForm, MappingForm, ScalesForm
from masterstvo.imports.kinds import KINDS
from masterstvo.imports.rules import MEASUREMENTS, municipality_of_import, refused_kinds, visible_batches
from masterstvo.imports.tables import TABS, posted_fixes, preview
from masterstvo.people.actions import note_export
from masterstvo.people.queries import words_to_decide


@requires("imports.view_batch")
def batch_list(request):
    batches = visible_batches(request.user).filter(municipality=request.municipality).select_related("by")
    page = paginate(request, batches)
    for batch in page.rows:
        batch.kind_title = KINDS[batch.kind].title
    return render(request, "imports/batch_list.html", {"page": page})


@requires("imports.change_batch")
def batch_create(request):
    here = municipality_of_import(request)
    refused = refused_kinds(request.user, here)
    form = bind(BatchForm, request, without=refused)
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            batch = actions.open_batch(
                municipality=here,
                kind=form.cleaned_data["kind"],
                name=file.name,
                content=file.read(),
                by=request.user,
            )
        except DomainError as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("imports:batch_detail", batch.pk)
    return show_form(
        request,
        "imports/batch_create.html",
        form,
        kinds=[kind for kind in KINDS.values() if kind.key not in refused],
    )


@requires("imports.change_batch")
def batch_sample(request, kind):
    if kind not in KINDS:
        raise Http404
    from masterstvo.imports.workbooks import sample_workbook  # noqa: PLC0415 -- brings openpyxl: not at every start

    return _xlsx(f"{KINDS[kind].sheet}.xlsx", sample_workbook(KINDS[kind]))


@requires("imports.view_batch", among=visible_batches)
def batch_detail(request, batch):
    if batch.state == BatchState.MAPPING:
        return redirect("imports:batch_map", batch.pk)
    if request.htmx and not request.htmx.boosted and batch.state != BatchState.READING:
        return HttpResponseClientRefresh()  # the check is over: the whole page is another one
    context = {"batch": batch, "kind": KINDS[batch.kind]}
    if batch.state == BatchState.COMMITTED:
        new_words = words_to_decide().filter(pk__in=batch.counts.get("words", ()))
        context["words_of"] = list(new_words.order_by("-vocabulary").values_list("vocabulary", flat=True))
    if batch.state not in (BatchState.READING, BatchState.REFUSED):
        context |= _rows(request, batch)
    if batch.state == BatchState.PREVIEW and batch.kind == MEASUREMENTS:
        context |= _scales(request, batch)
    return render_page(request, "imports/batch_detail.html", context, piece="imports/_progress.html")


def _scales(request, batch):
    """Return what the preview asks about scales; ``?sender=`` offers those of one sender."""
    sender = request.GET.get("sender", "")
    asked = queries.scales_asked(batch, sender)
    if not asked:
        return {}
    form = ScalesForm(asked=asked, initial={"sender": sender} if sender else None)
    return {
        "scales": form,
        "senders": queries.senders_known(batch.municipality_id),
        "all_told": all(each.is_told for each in asked),
    }


def _rows(request, batch):
    counts = batch.counts
    there = [verdict.value for verdict, _ in TABS if counts.get(verdict)]
    shown = request.GET.get("rows")
    shown = shown if shown in Verdict.values else (there or ["new"])[0]
    page = paginate(request, batch.rows.filter(verdict=shown).order_by("number"))
    tabs = [
        Choice(
            title,
            f"?rows={verdict}",
            counts.get(verdict, 0),
            verdict == shown,
            "bad" if verdict == "refused" else "",
        )
        for verdict, title in TABS
    ]
    ways = queries.suggestions(batch) if batch.state == BatchState.PREVIEW and shown == "refused" else {}
    return {
        "page": page,
        "preview": preview(batch, page.rows),
        "tabs": tabs,
        "shown": shown,
        "n_ways": sum(map(len, ways.values())),
        "n_ready": counts.get("new", 0) + counts.get("changed", 0),
    }


@requires("imports.change_batch", among=visible_batches)
def batch_map(request, batch):
    kind = KINDS[batch.kind]
    try:
        layout = queries.layout_of(batch)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("imports:batch_detail", batch.pk)
    form = bind(MappingForm, request, kind=kind, layout=layout)
    if form.is_bound and form.is_valid():
        try:
            actions.map_batch(batch=batch, mapping=form.mapping(), by=request.user)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("imports:batch_detail", batch.pk)
    return show_form(request, "imports/batch_map.html", form, batch=batch, kind=kind)


@requires("imports.change_batch", among=visible_batches)
@require_POST
def batch_fix(request, batch):
    try:
        if "scales" in request.POST and batch.kind == MEASUREMENTS:
            return _tell_scales(request, batch)
        if "accept" in request.POST:
            actions.accept_suggestions(batch=batch, by=request.user)
        else:
            actions.fix_rows(batch=batch, fixes=posted_fixes(batch, request.POST), by=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{reverse('imports:batch_detail', args=[batch.pk])}?rows=refused")


def _tell_scales(request, batch):
    form = ScalesForm(request.POST, asked=queries.scales_asked(batch))
    if form.is_valid():
        actions.tell_scales(
            batch=batch, sender=form.cleaned_data["sender"], scales=form.scales(), by=request.user
        )
        return done(
            request, "Шкалы применены и запомнены. Строки проверены заново.", "imports:batch_detail", batch.pk
        )
    messages.error(request, " ".join(str(text) for texts in form.errors.values() for text in texts))
    return redirect("imports:batch_detail", batch.pk)


@requires("imports.change_batch", among=visible_batches)
@require_POST
def batch_commit(request, batch):
    try:
        batch = actions.commit_batch(batch=batch, clean_rows="clean" in request.POST, by=request.user)
    except actions.PreviewIsOld as refusal:
        actions.fix_rows(batch=batch, fixes={}, by=request.user)
        messages.warning(request, str(refusal))
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        n_rows = batch.counts["new"] + batch.counts["changed"]
        messages.success(request, f"Внесено: {counted(n_rows, 'строка', 'строки', 'строк')}.")
    return redirect("imports:batch_detail", batch.pk)


@requires("imports.view_batch", among=visible_batches)
def batch_refused(request, batch):
    known, n_unknown = queries.people_refused(batch)
    note_export(
        known,
        by=request.user,
        what=f"Не принятые строки: {KINDS[batch.kind].title}",
        purpose="исправление загрузки",
        n_unknown=n_unknown,
    )
    from masterstvo.imports.workbooks import refused_workbook  # noqa: PLC0415 -- as above

    return _xlsx(f"Не принято — {batch.name.rsplit('.', 1)[0]}.xlsx", refused_workbook(batch))


@requires("imports.change_batch", among=visible_batches)
def batch_undo(request, batch):
    if request.method == "POST":
        try:
            batch = actions.undo_batch(batch=batch, by=request.user)
        except DomainError as refusal:
            messages.error(request, str(refusal))
            return redirect("imports:batch_detail", batch.pk)
        return done(request, "Загрузка отменена.", "imports:batch_detail", batch.pk)
    context = {"batch": batch, "kind": KINDS[batch.kind]}
    return render(request, "imports/batch_undo.html", context)


@requires("imports.change_batch", among=visible_batches)
@require_POST
def batch_drop(request, batch):
    try:
        actions.drop_batch(batch=batch, by=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("imports:batch_detail", batch.pk)
    return done(request, "Файл удалён, в реестре ничего не изменилось.", "imports:batch_list")


def _xlsx(filename, content):
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(filename)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
