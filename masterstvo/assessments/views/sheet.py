"""Answering: one question a screen, kept at each step; the result; paper forms; sheets of nobody."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from masterstvo.accounts.queries import hash_of
from masterstvo.assessments.actions import sheet as actions
from masterstvo.assessments.actions.answering import AnswerIsMissing
from masterstvo.assessments.content.flow import asked, unanswered
from masterstvo.assessments.content.scoring import score
from masterstvo.assessments.forms.campaign import PlaceForm
from masterstvo.assessments.models import AnonymousSheet, Campaign
from masterstvo.assessments.queries.campaign import answers_in_words
from masterstvo.assessments.queries.form import form_of, keys_of
from masterstvo.assessments.queries.sheet import END, key_after, step_of
from masterstvo.assessments.rules import enterable_sheets, fillable_sheets, own_sheets, readable_sheets
from masterstvo.assessments.tables import waiting_sheets
from masterstvo.core.errors import DomainError
from masterstvo.core.forms import ReasonForm, bind, submit
from masterstvo.core.views import done, public, requires, show_form
from masterstvo.organizations.models import Organization

COOKIE = "survey"
MINE = "assessments:sheet_list"


@requires("assessments.view_own_sheets")
def sheet_list(request):
    """What I am asked now, and what I have answered."""
    answered = own_sheets(request.user).filter(finished_at__isnull=False)
    return render(
        request,
        "assessments/sheet_list.html",
        {
            "waiting": waiting_sheets(request.user)
            .select_related("campaign__version__instrument")
            .order_by("campaign__ends_on", "pk"),
            "answered": answered.select_related("campaign__version__instrument").order_by("-finished_at")[
                :20
            ],
        },
    )


@requires("assessments.answer_sheet", among=fillable_sheets)
def sheet_answer(request, sheet):
    """One question; its answer is kept when one goes on, back or away, and the page of the next question is answered."""
    address = reverse("assessments:sheet_answer", args=[sheet.pk])
    if sheet.finished_at:
        return redirect("assessments:sheet_result", sheet.pk)
    is_over = actions.time_is_over(sheet)
    if is_over and request.method == "POST":
        actions.finish_sheet(sheet, by=request.user)
        messages.warning(request, "Время вышло. Всё, на что вы ответили, сохранено и посчитано.")
        return redirect("assessments:sheet_result", sheet.pk)

    minutes = sheet.campaign.version.parts.minutes
    if minutes and sheet.started_at is None:
        return _before_the_clock(request, sheet, minutes, address)

    def keep(key, sent):
        actions.answer_question(sheet, key=key, sent=sent, by=request.user)

    def finish():
        actions.finish_sheet(sheet, by=request.user)
        return redirect("assessments:sheet_result", sheet.pk)

    return _answering(
        request,
        sheet,
        address=address,
        keep=keep,
        finish=finish,
        leave=reverse(MINE),
        context={
            "sheet": sheet,
            "deadline": actions.deadline(sheet),
            "is_over": is_over,
            "about": str(sheet.person) if sheet.person.user_id != request.user.pk else "",
        },
    )


def _before_the_clock(request, sheet, minutes, address):
    """Show a test with a time limit before its first question; the clock starts by a button."""
    error = ""
    if request.method == "POST":
        try:
            actions.begin_sheet(sheet, by=request.user)
            return redirect(address)
        except DomainError as refusal:
            error = str(refusal)
    context = {"campaign": sheet.campaign, "minutes": minutes, "address": address, "error": error}
    status = 422 if error else 200
    return render(request, "assessments/_before_the_clock.html", context, status=status)


def _answering(request, sheet, *, address, keep, finish, leave, context):
    """Show one screen of a sheet, named or not, and take what it sent."""
    content = sheet.campaign.version.parts
    error = ""
    key = request.GET.get("q", "") or getattr(sheet, "at_question", "")
    if request.method == "POST":
        key, go = request.POST.get("q", ""), request.POST.get("go", "next")
        try:
            if key and key != END:
                keep(key, [] if go == "skip" else request.POST.getlist("answer"))
            if go == "finish":
                return finish()
        except AnswerIsMissing as refusal:
            messages.warning(request, str(refusal))
            return redirect(f"{address}?q={refusal.key}")
        except actions.TimeIsOver:
            return redirect(address)
        except actions.CampaignDoesNotAsk as refusal:
            messages.error(request, str(refusal))
            return redirect(leave)
        except DomainError as refusal:
            error = str(refusal)
        if not error:
            to = leave if go == "leave" else _next(content, sheet, key, go, address)
            return redirect(to)
    elif not request.GET.get("q") and key:
        key = key_after(content, sheet.answers, sheet.form, key)  # go on where one left
    step = step_of(content, sheet.answers, sheet.form, key)
    has_choices = step.criterion is not None and bool(step.criterion.scale.choices)
    answer = sheet.answers.get(step.criterion.key) if step.criterion else None
    if error:
        sent = request.POST.getlist("answer")
        answer = sent if has_choices else (sent or [""])[0]
    elif answer is not None and has_choices and not isinstance(answer, list):
        answer = [answer]
    return render(
        request,
        "assessments/sheet_answer.html",
        {
            "campaign": sheet.campaign,
            "instrument": sheet.campaign.version.instrument,
            "step": step,
            "answer": answer,
            "error": error,
            "address": address,
            "is_first": step.number == 1,
            "left": _left(content, sheet) if step.criterion is None else [],
            **context,
        },
        status=422 if error else 200,
    )


def _next(content, sheet, key, go, address):
    if go == "prev":
        return f"{address}?q={step_of(content, sheet.answers, sheet.form, key).previous or key}"
    return f"{address}?q={key_after(content, sheet.answers, sheet.form, key)}"


def _left(content, sheet):
    """Return the questions that still wait for an answer, for the last screen."""
    return unanswered(asked(content, sheet.answers, sheet.form), sheet.answers)


@requires("assessments.read_sheet", among=readable_sheets)
def sheet_result(request, sheet):
    """What the answers come to, in words and by sections."""
    if sheet.finished_at is None:
        raise Http404
    content = sheet.campaign.version.parts
    return render(
        request,
        "assessments/sheet_result.html",
        {
            "sheet": sheet,
            "campaign": sheet.campaign,
            "instrument": sheet.campaign.version.instrument,
            "content": content,
            "result": score(content, sheet.answers, sheet.form),
            "sections": answers_in_words(content, sheet),
            "is_own": sheet.person.user_id == request.user.pk,
        },
    )


@requires("assessments.enter_sheet", among=enterable_sheets)
def sheet_enter(request, sheet):
    """A filled paper form, all questions on one page."""
    content = sheet.campaign.version.parts
    sent = {key: request.POST.getlist(key) for key in keys_of(content, sheet)}
    error, wrong = "", ""
    if request.method == "POST":
        try:
            actions.enter_paper(sheet, answers=sent, by=request.user)
            return done(request, "Лист внесён.", "assessments:campaign_sheets", sheet.campaign_id)
        except DomainError as refusal:
            error, wrong = str(refusal), getattr(refusal, "key", "")
            sheet.refresh_from_db()
    return render(
        request,
        "assessments/sheet_enter.html",
        {
            "sheet": sheet,
            "campaign": sheet.campaign,
            # What the person has begun to answer is not the reader's to know.
            "parts": form_of(content, sheet, sent=sent, wrong=wrong),
            "error": error,
        },
        status=422 if error else 200,
    )


@requires("assessments.withdraw_sheet", among=enterable_sheets)
def sheet_withdraw(request, sheet):
    form = bind(ReasonForm, request)
    campaign = sheet.campaign_id
    if submit(form, actions.withdraw_sheet, sheet, by=request.user):
        return done(request, "Человека больше не спрашиваем.", "assessments:campaign_sheets", campaign)
    return show_form(request, "assessments/sheet_withdraw.html", form, sheet=sheet)


# --- Sheets of nobody -------------------------------------------------------------------------------------------------
def _open_campaign_of(link):
    campaign = get_object_or_404(
        Campaign.objects.select_related("version__instrument", "municipality"),
        link=link,
        starts_on__lte=timezone.localdate(),
    )
    return campaign, campaign.is_open(timezone.localdate())


@public("assessments.answer_anonymously")
def survey_begin(request, link):
    """Where a link or a QR code leads: what it is about, that nobody is known, and where one works."""
    campaign, is_open = _open_campaign_of(link)
    form = bind(
        PlaceForm,
        request,
        organizations=Organization.objects.filter(municipality=campaign.municipality_id, closed_on=None),
    )
    if is_open and form.is_bound and form.is_valid():
        key = actions.open_anonymous(campaign, organization=form.cleaned_data["organization"])
        response = redirect("assessments:survey_answer", link)
        response.set_cookie(
            COOKIE, key, path=reverse("assessments:survey_begin", args=[link]), httponly=True, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
        return response
    return show_form(
        request,
        "assessments/survey_begin.html",
        form,
        campaign=campaign,
        instrument=campaign.version.instrument,
        is_open=is_open,
        is_begun=_anonymous(request, campaign) is not None,
    )


@public("assessments.answer_anonymously")
def survey_answer(request, link):
    """One question of an anonymous survey."""
    campaign, is_open = _open_campaign_of(link)
    begin = reverse("assessments:survey_begin", args=[link])
    sheet = _anonymous(request, campaign)
    if sheet is None or not is_open:
        return redirect(begin)

    def finish():
        actions.finish_anonymous(sheet)
        response = redirect("assessments:survey_end", link)
        response.delete_cookie(COOKIE, path=begin)
        return response

    return _answering(
        request,
        sheet,
        address=reverse("assessments:survey_answer", args=[link]),
        keep=lambda key, sent: actions.answer_anonymous(sheet, key=key, sent=sent),
        finish=finish,
        leave=begin,
        context={"is_anonymous": True},
    )


@public("assessments.answer_anonymously")
def survey_end(request, link):
    campaign, _ = _open_campaign_of(link)
    return render(request, "assessments/survey_end.html", {"campaign": campaign})


def _anonymous(request, campaign):
    key = request.COOKIES.get(COOKIE, "")
    return (
        AnonymousSheet.objects.filter(campaign=campaign, key_hash=hash_of(key), is_finished=False)
        .select_related("campaign__version__instrument")
        .first()
        if key
        else None
    )
