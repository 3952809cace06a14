"""Pages of the catalogue that routes are made of."""

from django.utils import timezone

from masterstvo.core.forms import ReasonForm, bind, submit
from masterstvo.core.listing import list_page
from masterstvo.core.views import done, requires, show_form
from masterstvo.organizations.queries import municipality_key
from masterstvo.organizations.rules import editable_municipality
from masterstvo.routes.actions.offer import add_offer, edit_offer, remove_offer
from masterstvo.routes.forms.route import (
    OfferForm,
)
from masterstvo.routes.queries.offer import competences_here
from masterstvo.routes.rules import (
    editable_offers,
    visible_offers,
)
from masterstvo.routes.tables.offer import OFFERS


@requires("routes.view_offer")
def offer_list(request):
    rows = visible_offers(request.user).filter(municipality=municipality_key(request.municipality))
    return list_page(
        request,
        "routes/offer_list.html",
        OFFERS,
        rows.prefetch_related("competences"),
        editable=editable_offers,
    )


def _known(request):
    return competences_here(municipality_key(request.municipality), timezone.localdate())


@requires("routes.change_offer")
def offer_create(request):
    municipality = editable_municipality(request)
    form = bind(OfferForm, request, among={"competences": _known(request)})
    if submit(form, add_offer, municipality=municipality, by=request.user):
        return done(request, "Предложение внесено в каталог.", "routes:offer_list")
    return show_form(request, "routes/offer_create.html", form)


@requires("routes.change_offer", among=visible_offers)
def offer_edit(request, offer):
    form = bind(OfferForm, request, instance=offer, among={"competences": _known(request)})
    if submit(form, edit_offer, offer, by=request.user):
        return done(request, "Предложение исправлено.", "routes:offer_list")
    return show_form(request, "routes/offer_edit.html", form, object=offer)


@requires("routes.change_offer", among=visible_offers)
def offer_delete(request, offer):
    form = bind(ReasonForm, request)
    if submit(form, remove_offer, offer, by=request.user):
        return done(request, "Предложение удалено.", "routes:offer_list")
    return show_form(request, "routes/offer_delete.html", form, object=offer)
