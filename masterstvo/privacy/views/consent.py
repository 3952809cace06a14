"""Consents: the list, entering many at once, taking one back, the sheet to sign."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from masterstvo.core.forms import bind, submit
from masterstvo.core.listing import list_page
from masterstvo.core.terms import titles_of
from masterstvo.core.views import done, requires, show_form
from masterstvo.organizations.rules import editable_organizations, organizations_editable_here
from masterstvo.people.queries import working
from masterstvo.people.rules import editable_people, here
from masterstvo.privacy.actions import collect_consents, withdraw_consent
from masterstvo.privacy.forms import CollectForm, WithdrawForm
from masterstvo.privacy.queries import coverage, in_force, wording
from masterstvo.privacy.rules import visible_consents
from masterstvo.privacy.tables import CONSENTS


@requires("privacy.view_consent")
def consent_list(request):
    rows = here(visible_consents(request.user), request, "person").select_related("person", "collected_by")
    covered = coverage(organizations_editable_here(request), day=timezone.localdate())
    return list_page(
        request,
        "privacy/consent_list.html",
        CONSENTS,
        rows,
        coverage=covered,
        lead=(
            f"Есть согласие у {sum(each.n_consented for each in covered)} из {sum(each.n_people for each in covered)}"
        ),
    )


@requires("privacy.collect_consent", among=editable_organizations)
def consent_collect(request, organization):
    """The people of one organization as a list to tick: those who handed in a signed paper."""
    today = timezone.localdate()
    among = editable_people(request.user) & working(today, organization=organization)
    form = bind(CollectForm, request, among=among.exclude(pk__in=in_force(today).values("person")))
    if (collected := submit(form, collect_consents, by=request.user)) is not None:
        return done(request, f"Внесено согласий: {len(collected)}.", "privacy:consent_list")
    return show_form(request, "privacy/consent_collect.html", form, organization=organization)


@requires("privacy.change_consent", among=visible_consents)
def consent_withdraw(request, consent):
    form = bind(WithdrawForm, request, initial={"withdrawn_on": timezone.localdate()})
    if submit(form, withdraw_consent, consent, by=request.user):
        return done(request, "Отзыв согласия записан.", "privacy:consent_list")
    return show_form(request, "privacy/consent_withdraw.html", form, consent=consent)


@requires("privacy.view_consent")
def consent_form(request):
    """The consent to print and sign: blank, or with ``person`` in the address filled in."""
    asked = request.GET.get("person", "")
    person = get_object_or_404(editable_people(request.user), pk=asked) if asked.isdecimal() else None
    words = titles_of("consent_purpose", "personal_data_category")
    context = {
        "person": person,
        "municipality": request.municipality,
        "wording": wording(timezone.localdate()),
        "purposes": words["consent_purpose"].values(),
        "categories": words["personal_data_category"].values(),
    }
    return render(request, "privacy/consent_form.html", context)
