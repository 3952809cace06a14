"""Pages of awards."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from masterstvo.awards.actions import (
    add_award,
    draft_protocol,
    edit_award,
    edit_given,
    give_award,
    move_nomination,
    nominate,
    remove_given,
    set_papers,
)
from masterstvo.awards.choices import NominationState
from masterstvo.awards.forms import (
    AwardCorrectionForm,
    AwardForm,
    GivenCorrectionForm,
    GivenForm,
    MoveForm,
    NominationForm,
    PapersForm,
    YearForm,
)
from masterstvo.awards.models import GivenAward
from masterstvo.awards.queries import (
    awards_on,
    conditions,
    earlier_awards,
    never_rewarded,
    waiting_for_protocol,
)
from masterstvo.awards.rules import (
    editable_awards,
    editable_given,
    visible_awards,
    visible_given,
    visible_nominations,
)
from masterstvo.awards.tables import AWARDS, GIVEN, GIVEN_TO, MERITS, NOMINATIONS
from masterstvo.awards.word import as_word
from masterstvo.core import terms
from masterstvo.core.forms import ReasonForm, bind, submit
from masterstvo.core.history import history
from masterstvo.core.listing import lines, list_page, shown_panels
from masterstvo.core.views import done, led, requires, show_form, tried
from masterstvo.core.word import docx_response
from masterstvo.documents.panels import attached_panel
from masterstvo.organizations.queries import municipality_key
from masterstvo.organizations.rules import (
    EDITORS,
    editable_municipality,
    municipalities_where,
    organizations_editable_here,
)
from masterstvo.people.actions import note_export
from masterstvo.people.models import Employment
from masterstvo.people.queries import with_work
from masterstvo.people.rules import editable_people, here, people_here

LIST = "awards:nomination_list"


@requires("awards.view_nomination")
def nomination_list(request):
    here = municipality_key(request.municipality)
    rows = visible_nominations(request.user).filter(award__municipality=here)
    year = timezone.localdate().year
    may_decide = request.user.has_perm("awards.decide_nomination")
    return list_page(
        request,
        "awards/nomination_list.html",
        NOMINATIONS,
        rows.select_related("award", "person", "organization"),
        year=year,
        n_waiting=waiting_for_protocol(here, year).count() if may_decide else 0,
    )


@requires("awards.create_nomination")
def nomination_create(request):
    here = municipality_key(request.municipality)
    writes_for_authority = municipalities_where(request.user, EDITORS).filter(pk=here).exists()
    form = bind(
        NominationForm,
        request,
        among={
            "award": awards_on(here, timezone.localdate()),
            "person": with_work(editable_people(request.user)),
            "organization": organizations_editable_here(request),
        },
        of_organization=not writes_for_authority,
        initial={"person": request.GET.get("person")},
    )
    if nomination := submit(form, nominate, by=request.user):
        return done(request, "Выдвижение начато: отметьте, какие документы уже есть.", nomination)
    return show_form(request, "awards/nomination_create.html", form)


@requires("awards.view_nomination", among=visible_nominations)
def nomination_detail(request, nomination):
    """For what, what the award asks beside what is known, the papers and the next step."""
    user, today = request.user, timezone.localdate()
    if request.GET.get("as") == "docx":
        return _on_paper(request, nomination, nomination.decided_on or today)
    may_change = user.has_perm("awards.change_nomination", nomination)
    may_decide = user.has_perm("awards.decide_nomination", nomination)
    is_draft = nomination.state == NominationState.DRAFT
    form = bind(PapersForm, request, instance=nomination) if may_change and is_draft else None
    if form is None and request.method == "POST":
        raise PermissionDenied
    if form and submit(form, set_papers, nomination, by=user):
        return done(request, "Представление сохранено.", nomination)
    words = terms.titles_of("level")
    given = nomination.person.awards.all()
    move = MoveForm(nomination=nomination, may_decide=may_decide) if may_change else None
    context = {
        "form": form,
        "nomination": nomination,
        "words": words,
        "conditions": conditions(nomination, today),
        "given": lines("Что уже есть", GIVEN, given, words),
        "move": move if move and move.is_needed else None,
        "panels": shown_panels(attached_panel(user, nomination)),
        "may_change": may_change,
        "history": history(nomination) if may_change else [],
    }
    status = 422 if form and form.errors else 200
    return render(request, "awards/nomination_detail.html", context, status=status)


def _on_paper(request, nomination, day):
    note_export(
        [nomination.person_id],
        by=request.user,
        what=f"Представление к награде: {nomination.person}",
        purpose="представление к награде",
    )
    given = list(earlier_awards(nomination, day))
    words = terms.titles_of("level", "qualification")
    return docx_response(
        f"Представление. {nomination.person.short_name}.docx", as_word(nomination, given, words, day)
    )


@require_POST
@requires("awards.change_nomination", among=visible_nominations)
def nomination_move(request, nomination):
    may_decide = request.user.has_perm("awards.decide_nomination", nomination)
    form = MoveForm(request.POST, nomination=nomination, may_decide=may_decide)
    if not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return redirect(nomination)
    return tried(request, "Записано.", nomination, move_nomination, nomination, **form.cleaned_data)


@require_POST
@requires("awards.decide_nomination")
def protocol_draft(request):
    """All decisions of the year that no protocol names, as a draft among the documents."""
    form = YearForm(request.POST)
    year = form.cleaned_data["year"] if form.is_valid() else timezone.localdate().year
    return led(
        request,
        "Протокол составлен: проверьте список и подпишите.",
        LIST,
        draft_protocol,
        municipality=editable_municipality(request),
        year=year,
    )


# --- Kinds ----------------------------------------------------------------------------------------------------------------
@requires("awards.view_award")
def award_list(request):
    rows = visible_awards(request.user).filter(municipality=municipality_key(request.municipality))
    return list_page(request, "awards/award_list.html", AWARDS, rows, editable=editable_awards)


@requires("awards.change_award")
def award_create(request):
    form = bind(AwardForm, request)
    if submit(form, add_award, municipality=editable_municipality(request), by=request.user):
        return done(request, "Вид награды внесён.", "awards:award_list")
    return show_form(request, "awards/award_create.html", form)


@requires("awards.change_award", among=visible_awards)
def award_edit(request, award):
    form = bind(AwardCorrectionForm, request, instance=award)
    if submit(form, edit_award, award, by=request.user):
        return done(request, "Вид награды исправлен.", "awards:award_list")
    return show_form(request, "awards/award_edit.html", form, object=award)


# --- Who has and who has none -----------------------------------------------------------------------------------------------
@requires("awards.change_givenaward")
def given_create(request):
    first = {"person": request.GET.get("person")}
    form = _given_form(request, GivenForm, instance=GivenAward(), initial=first)
    if given := submit(form, give_award, by=request.user):
        return done(request, "Награда внесена.", given.person)
    return show_form(request, "awards/given_create.html", form)


@requires("awards.view_givenaward")
def given_list(request):
    """All awards of the people here; what a file brought is looked over and corrected here too."""
    rows = here(visible_given(request.user), request, "person").select_related("person")
    return list_page(
        request,
        "awards/given_list.html",
        GIVEN_TO,
        with_work(rows.order_by("-given_on", "pk"), path="person"),
        editable=editable_given,
    )


@requires("awards.change_givenaward", among=visible_given)
def given_edit(request, given):
    form = _given_form(request, GivenCorrectionForm, instance=given)
    if submit(form, edit_given, given, by=request.user):
        return done(request, "Награда исправлена.", "awards:given_list")
    return show_form(request, "awards/given_edit.html", form, object=given)


@requires("awards.change_givenaward", among=visible_given)
def given_delete(request, given):
    form = bind(ReasonForm, request)
    if submit(form, remove_given, given, by=request.user):
        return done(request, "Награда удалена.", "awards:given_list")
    return show_form(request, "awards/given_delete.html", form, object=given)


def _given_form(request, kind, **kwargs):
    awards = visible_awards(request.user).filter(municipality=municipality_key(request.municipality))
    among = {"person": with_work(editable_people(request.user)), "award": awards}
    return bind(kind, request, among=among, **kwargs)


@requires("awards.view_merits")
def merit_list(request):
    """Numbers of those who have no award: data for those who decide."""
    today = timezone.localdate()
    teaching = Employment.objects.on(today).filter(category__in=["teaching", "managing"])
    people = people_here(request).filter(pk__in=teaching.values("person"))
    return list_page(request, "awards/merit_list.html", MERITS, with_work(never_rewarded(people, today)))
