"""Certificates: given and taken back, downloaded, verified by anybody who holds the paper."""

from functools import partial

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from masterstvo.accounts.actions import TooManyAttempts, begin_attempt
from masterstvo.accounts.adapters import address_of
from masterstvo.accounts.attempts import MISSES, Who
from masterstvo.accounts.queries import is_shut_out
from masterstvo.core import terms
from masterstvo.core.errors import DomainError
from masterstvo.core.numbers import counted
from masterstvo.core.pdf import pdf_response
from masterstvo.core.sandbox import run_limited
from masterstvo.core.views import kept_private, public, requires, site_of, tried
from masterstvo.core.word.package import docx_response, zip_response
from masterstvo.documents.actions.issuing import remove_paper_template, set_paper_template
from masterstvo.documents.choices import PaperKind
from masterstvo.documents.queries import own_template
from masterstvo.events.actions.certificate import (
    issue_certificates,
    reissue_certificate,
    revoke_certificate,
)
from masterstvo.events.choices import EventState
from masterstvo.events.models import Certificate
from masterstvo.events.printing import TAGS, as_pdf, as_word, as_words, words_of
from masterstvo.events.queries.certificates import certificates_in_force, holders, open_badge
from masterstvo.events.rules import keeps_for_authority, visible_certificates, visible_events
from masterstvo.people.rules import editable_people

DECISIONS = {
    "revoke": (revoke_certificate, "Сертификат отозван: страница проверки уже говорит об этом."),
    "reissue": (reissue_certificate, "Выдан новый сертификат, прежний отозван."),
}


@requires("events.list_certificates", among=visible_events)
def event_certificates(request, event):
    """Who has which certificate, of one's own people or of all; ``?as=pdf`` and ``?as=docx`` are all of them to print."""
    may_change, is_refused = request.user.has_perm("events.change_event", event), False
    if request.method == "POST":
        if not may_change:
            raise PermissionDenied
        if answer := _decide(request, event):
            return answer
        is_refused = True
    if request.GET.get("as") in FILES:
        own = visible_certificates(request.user).values("pk")
        given = list(certificates_in_force(event).filter(pk__in=own))
        return _made(request, request.path, lambda: FILES[request.GET["as"]](request, given, event))
    known = holders(event, None if may_change else editable_people(request.user))
    context = {
        "event": event,
        "rows": known,
        "words": terms.titles_of("participation_role"),
        "is_held": event.state == EventState.HELD,
        "may_change": may_change,
        "may_keep": may_change and keeps_for_authority(request.user, event),
        "n_waiting": sum(each.certificate is None and not each.person.erased_on for each in known),
        "template": _template_of(event),
        "tags": TAGS.words.items(),
        "n_given": sum(each.certificate is not None and each.certificate.state == "issued" for each in known),
    }
    return render(request, "events/event_certificates.html", context, status=422 if is_refused else 200)


def _all_in_pdf(request, certificates, event):
    return _pdf(request, certificates, f"Сертификаты – {event.title}.pdf")


def _all_in_word(request, certificates, event):
    """Send a Word file for each in one .zip, by the own template where there is one."""
    addresses = [_address(request, each) for each in certificates]
    content = run_limited(
        as_words, certificates, addresses=addresses, template=_template_of(event), seconds=120
    )
    return zip_response(f"Сертификаты – {event.title}.zip", content)


FILES = {"pdf": _all_in_pdf, "docx": _all_in_word}


def _template_of(event):
    """Return the own template of the authority; what a school gives bears no form of the authority."""
    return (
        own_template(event.municipality_id, PaperKind.CERTIFICATE) if event.organization_id is None else None
    )


def _decide(request, event):
    """Give to all who wait, or take back one or give another instead; None when a template was refused, which the page says."""
    if "template" in request.POST:
        return _keep(request, event)
    action, text = DECISIONS.get(request.POST.get("do", ""), (None, ""))
    if action is None:
        return tried(request, _given, request.path, issue_certificates, event)
    key = request.POST.get("certificate", "")
    rows = Certificate.objects.filter(participation__event=event)
    row = get_object_or_404(rows, pk=key if key.isdigit() else 0)
    return tried(request, text, request.path, action, row, reason=request.POST.get("reason", ""))


def _keep(request, event):
    """Take the authority's own template, or go back to the usual look; None when it was refused."""
    if not keeps_for_authority(request.user, event):
        raise PermissionDenied
    if request.POST["template"] == "remove":
        return tried(request, "Шаблон убран.", request.path, remove_paper_template, event.municipality, kind=PaperKind.CERTIFICATE)  # fmt: skip
    try:
        set_paper_template(
            event.municipality,
            kind=PaperKind.CERTIFICATE,
            tags=TAGS,
            file=request.FILES.get("file"),
            by=request.user,
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return None
    messages.success(request, "Шаблон принят: файлы Word теперь пишутся по нему.")
    return redirect(request.path)


def _given(certificates):
    return f"Выдано: {counted(len(certificates), 'сертификат', 'сертификата', 'сертификатов')}."


@requires("events.view_certificate", among=visible_certificates)
def certificate_file(request, certificate):
    """Send it as a PDF, or with ``?as=docx`` as Word."""
    name = f"Сертификат {certificate.number.replace('/', '-')}"
    event = certificate.participation.event
    may_change = request.user.has_perm("events.change_event", event)
    back = (
        reverse("events:event_certificates", args=[event.pk]) if may_change else reverse("events:event_own")
    )
    if request.GET.get("as") == "docx":
        return _made(request, back, lambda: docx_response(f"{name}.docx", _word(request, certificate)))
    return _made(request, back, lambda: _pdf(request, [certificate], f"{name}.pdf"))


def _made(request, back, make):
    """Answer with the file, or go ``back`` and say why it could not be made."""
    try:
        return make()
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(back)


def _word(request, certificate):
    own = _template_of(certificate.participation.event)
    make = partial(run_limited, as_word) if own else as_word
    return make(certificate, address=_address(request, certificate), template=own)


def _pdf(request, certificates, name):
    return pdf_response(name, as_pdf(certificates, address=lambda each: _address(request, each)))


def _address(request, certificate):
    """Return where it is verified; what is on paper must outlive the name by which this server is called today."""
    return (settings.SITE or site_of(request)) + certificate.get_absolute_url()


# --- Verification ---------------------------------------------------------------------------------------------------
@public("events.verify_certificate")
def certificate_verify(request, code):
    """All that is printed, and whether it is in force. Only codes that do not exist are counted: looking writes nothing."""
    who = Who("", address_of(request))
    if is_shut_out(MISSES, who):
        return _answer(request, {"is_shut_out": True}, 429)
    rows = Certificate.objects.select_related("replaced_by")
    certificate = rows.filter(code=code.lower()).first()
    if certificate is None:
        return _missed(request, who)
    words, address = words_of(certificate), _address(request, certificate)
    if request.GET.get("as") == "json" and certificate.name:
        badge = open_badge(certificate, address=address, site=settings.SITE or site_of(request), words=words)
        return kept_private(JsonResponse(badge, json_dumps_params={"ensure_ascii": False, "indent": 2}))
    return _answer(request, {"certificate": certificate, "words": words}, 200)


def _missed(request, who):
    try:
        begin_attempt(MISSES, who, now=timezone.now())
    except TooManyAttempts:
        return _answer(request, {"is_shut_out": True}, 429)
    return _answer(request, {}, 404)


def _answer(request, context, status):
    return kept_private(render(request, "events/certificate_verify.html", context, status=status))
