"""Campaigns: opening, following, closing; all answers together; paper forms."""

import io
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from masterstvo.assessments.actions import campaign as actions
from masterstvo.assessments.actions.sheet import open_sheet
from masterstvo.assessments.choices import Subject
from masterstvo.assessments.forms.campaign import ASSESSORS, CampaignEditForm, CampaignForm, ObservationForm
from masterstvo.assessments.queries.asking import planned_campaign
from masterstvo.assessments.queries.campaign import (
    coverage,
    finished,
    items,
    whole,
    with_coverage,
)
from masterstvo.assessments.queries.comparison import comparable, compare
from masterstvo.assessments.queries.instrument import published_versions
from masterstvo.assessments.rules import (
    campaigns_here,
    covered_sheets,
    enterable_sheets,
    observable_campaigns,
    observed_people,
    summed_campaigns,
    visible_campaigns,
    visible_instruments,
)
from masterstvo.assessments.tables import CAMPAIGNS, SHEETS, state_of
from masterstvo.core.errors import DomainError
from masterstvo.core.exports import xlsx_response
from masterstvo.core.forms import ReasonForm, bind, submit
from masterstvo.core.listing import list_page
from masterstvo.core.numbers import counted
from masterstvo.core.views import about_letter, done, requires, show_form, site_of, tried
from masterstvo.organizations.queries import municipality_key
from masterstvo.organizations.rules import editable_municipality, organizations_here
from masterstvo.people.asked import asked_already, shown
from masterstvo.people.panels import groups_of_people
from masterstvo.people.queries import smallest_group, with_work

LIST = "assessments:campaign_list"
COUNT = "count"  # the button that asks how many people an open form would ask


@requires("assessments.view_campaign")
def campaign_list(request):
    rows = with_coverage(campaigns_here(request)).select_related("version__instrument")
    return list_page(request, "assessments/campaign_list.html", CAMPAIGNS, rows)


@requires("assessments.change_campaign")
def campaign_create(request):
    """Open a campaign; before that, see how many people it would ask."""
    municipality = editable_municipality(request)
    form = bind(
        CampaignForm,
        request,
        instruments=_instruments_to_choose(request),
        organizations=organizations_here(request),
        groups=groups_of_people(request.user, municipality.pk, timezone.localdate()),
        initial={
            "instrument": request.GET.get("instrument"),
            "title": request.GET.get("title"),
            "position": request.GET.get("position"),
            "organizations": request.GET.getlist("organizations"),
            "subjects": request.GET.getlist("subjects"),
        },
    )
    n_asked, already = None, []
    if form.is_bound and COUNT in request.POST and form.is_valid():
        day = max(timezone.localdate(), form.cleaned_data["starts_on"])
        subject = form.cleaned_data["instrument"].subject
        people = form.circle().asked(municipality.pk, day, subject)
        n_asked, already = len(people), _asked_already(request, municipality, form, people)
    elif form.is_bound and form.is_valid():
        try:
            made = actions.open_campaign(municipality=municipality, by=request.user, **form.values())
        except DomainError as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            return done(request, "Кампания открыта.", made)
    return show_form(
        request, "assessments/campaign_create.html", form, n_asked=n_asked, asked_already=already
    )


def _asked_already(request, municipality, form, people):
    """Return what is asked of the same schools in the same weeks already; who answers anonymously is nobody in particular."""
    told, circle = form.cleaned_data, form.circle()
    named = {name: told[name] for name in ("instrument", "title", "starts_on", "ends_on")}
    is_anonymous = told["instrument"].subject == Subject.ANONYMOUS
    planned = planned_campaign(**named, circle=circle, people=frozenset(() if is_anonymous else people))
    return shown(asked_already(planned, municipality.pk), request.user)


def _instruments_to_choose(request):
    """Return the instruments by which people may be asked: published and not in the archive."""
    versions = published_versions(municipality_key(request.municipality), ASSESSORS)
    return visible_instruments(request.user).filter(pk__in=versions.values("instrument"))


@requires("assessments.view_campaign", among=visible_campaigns)
def campaign_detail(request, campaign):
    """Who has answered, by organizations; and when they are enough, what all of them say."""
    campaign = (
        with_coverage(visible_campaigns(request.user))
        .select_related("version__instrument", "municipality")
        .get(pk=campaign.pk)
    )
    sheets = campaign.sheets.filter(pk__in=covered_sheets(request.user).values("pk"))
    may_change = request.user.has_perm("assessments.change_campaign", campaign)
    code, words = state_of(campaign)
    return render(
        request,
        "assessments/campaign_detail.html",
        {
            "campaign": campaign,
            "state_code": code,
            "state_words": words,
            "coverage": coverage(sheets) if not campaign.is_anonymous else [],
            "may_change": may_change,
            "may_observe": request.user.has_perm("assessments.observe", campaign),
            "link": _link(request, campaign),
            **_told(request, campaign),
        },
    )


@requires("assessments.view_campaign", among=visible_campaigns)
def campaign_qr(request, campaign):
    """The link as a picture for a poster: a file of its own, because pages carry no inline images."""
    import segno  # noqa: PLC0415 -- one page of many

    if not campaign.link:
        raise Http404
    buffer = io.BytesIO()
    code = segno.make(_link(request, campaign), error="m")
    code.save(buffer, kind="svg", scale=5, dark="#000", light="#fff")
    return HttpResponse(buffer.getvalue(), content_type="image/svg+xml")


def _link(request, campaign):
    return (
        site_of(request) + reverse("assessments:survey_begin", args=[campaign.link]) if campaign.link else ""
    )


def _told(request, campaign):
    """Return what all the answers together say, for whoever may see totals of the municipality."""
    if not request.user.has_perm("assessments.view_totals", campaign):
        return {"whole": None, "is_small": False}
    sheets = finished(campaign)
    smallest = 0 if request.user.is_superuser else smallest_group(timezone.localdate())
    if len(sheets) < smallest:
        return {"whole": None, "is_small": bool(sheets), "smallest": smallest}
    content = campaign.version.parts
    is_test = campaign.version.instrument.kind == "test"
    found, alpha = items(content, sheets) if is_test else ([], None)
    with_texts = request.user.has_perm("assessments.change_campaign", campaign)
    return {
        "whole": whole(
            content, sheets, with_texts=with_texts, least=smallest, are_named=not campaign.is_anonymous
        ),
        "smallest": smallest,
        "items": [(criterion, item) for criterion, item in found if item.n >= smallest],
        "alpha": alpha,
        "is_small": False,
    }


@requires("assessments.view_campaign", among=visible_campaigns)
def campaign_sheets(request, campaign):
    rows = campaign.sheets.filter(pk__in=covered_sheets(request.user).values("pk"))
    return list_page(
        request,
        "assessments/campaign_sheets.html",
        SHEETS,
        rows.select_related("person", "organization"),
        editable=enterable_sheets,
        campaign=campaign,
    )


@requires("assessments.view_campaign", among=visible_campaigns)
def campaign_export(request, campaign):
    """All answers together in Excel: never one person's."""
    told = _told(request, campaign)["whole"]
    rows: list[tuple[Any, ...]] = []
    for section, summaries in told.sections if told else ():
        for each in summaries:
            if each.is_hidden:
                rows.append((section, each.criterion.text, "разбивка скрыта: слишком мало людей", None, None))
            if each.answers:
                rows += [
                    (section, each.criterion.text, answer.label, answer.n, round(float(answer.share), 1))
                    for answer in each.answers
                ]
            elif each.texts:
                rows += [(section, each.criterion.text, text, None, None) for text in each.texts]
            elif each.mean is not None or not each.is_hidden:
                mean = round(float(each.mean), 2) if each.mean is not None else None
                rows.append((section, each.criterion.text, "среднее", mean, None))
    columns = [("Раздел", 30), ("Вопрос", 60), ("Ответ", 40), ("Сколько", 10), ("Доля, %", 10)]
    return xlsx_response(f"{campaign.title}.xlsx", "Ответы", columns, rows)


@requires("assessments.view_totals", among=summed_campaigns)
def campaign_compare(request, campaign):
    """This campaign beside another one by the same instrument; ``?with=`` names it, the latest one at first."""
    others = list(comparable(campaign, summed_campaigns(request.user)))
    asked = request.GET.get("with", "")
    other = next((each for each in others if str(each.pk) == asked), others[0] if others else None)
    smallest = 0 if request.user.is_superuser else smallest_group(timezone.localdate())
    found = compare(campaign, other, least=smallest) if other else None
    if found and request.GET.get("as") == "xlsx":
        name = f"Сравнение – {found.before.title} и {found.after.title}.xlsx"
        return xlsx_response(name, "Сравнение", COMPARED, _compared_rows(found))
    context = {"campaign": campaign, "others": others, "other": other, "found": found, "smallest": smallest}
    return render(request, "assessments/campaign_compare.html", context)


COMPARED = [
    ("Разрез", 16),
    ("Название", 50),
    ("Было, человек", 12),
    ("Было, %", 12),
    ("Стало, человек", 12),
    ("Стало, %", 12),
    ("Измерены дважды, человек", 14),
    ("Они: было, %", 12),
    ("Они: стало, %", 12),
    ("Изменение, п. п.", 14),
]


def _compared_rows(found):
    """Return the lines of both tables; a hidden number says that it is."""

    def told(number, is_hidden):
        return "скрыто" if is_hidden else None if number is None else round(float(number), 1)

    for title, lines in (("раздел", found.sections), ("организация", found.organizations)):
        for each in lines:
            yield (
                title,
                each.title,
                each.n_before,
                told(each.before, each.n_before and each.before is None),
                each.n_after,
                told(each.after, each.n_after and each.after is None),
                each.n_twice,
                *(told(n, each.is_twice_hidden) for n in (each.twice_before, each.twice_after, each.change)),
            )


@requires("assessments.view_campaign", among=visible_campaigns)
def campaign_paper(request, campaign):
    """The form to print: for those who would rather write."""
    return render(
        request,
        "assessments/campaign_paper.html",
        {"campaign": campaign, "content": campaign.version.parts, "instrument": campaign.version.instrument},
    )


@requires("assessments.change_campaign", among=visible_campaigns)
def campaign_edit(request, campaign):
    form = bind(CampaignEditForm, request, instance=campaign)
    if submit(form, actions.edit_campaign, campaign, by=request.user):
        return done(request, "Исправлено.", campaign)
    return show_form(request, "assessments/campaign_edit.html", form, campaign=campaign)


@requires("assessments.change_campaign", among=visible_campaigns)
def campaign_delete(request, campaign):
    form = bind(ReasonForm, request)
    if submit(form, actions.remove_campaign, campaign, by=request.user):
        return done(request, "Кампания удалена.", LIST)
    return show_form(request, "assessments/campaign_delete.html", form, campaign=campaign)


@require_POST
@requires("assessments.change_campaign", among=visible_campaigns)
def campaign_close(request, campaign):
    """Close it, or open it again."""
    if campaign.closed_on:
        return tried(request, "Кампания снова открыта.", campaign, actions.reopen_campaign, campaign)
    return tried(
        request, "Кампания закрыта: ответы больше не принимаются.", campaign, actions.close_campaign, campaign
    )


@require_POST
@requires("assessments.change_campaign", among=visible_campaigns)
def campaign_widen(request, campaign):
    def said(n):
        if not n:
            return "Новых людей под этот отбор нет."
        return f"Добавлено: {counted(n, 'человек', 'человека', 'человек')}."

    return tried(request, said, campaign, actions.widen_campaign, campaign)


@require_POST
@requires("assessments.change_campaign", among=visible_campaigns)
def campaign_remind(request, campaign):
    def said(n):
        return f"Напомнили: {counted(n, 'человеку', 'людям', 'людям')}.{about_letter()}"

    return tried(request, said, campaign, actions.remind, campaign)


@requires("assessments.observe", among=observable_campaigns)
def observation_create(request, campaign):
    """Begin a card about one lesson of one teacher."""
    people = with_work(observed_people(request.user))
    form = bind(ObservationForm, request, people=people, initial={"person": request.GET.get("person")})
    sheet = submit(form, open_sheet, campaign, by=request.user)
    if sheet:
        return redirect("assessments:sheet_answer", sheet.pk)
    return show_form(request, "assessments/observation_create.html", form, campaign=campaign)
