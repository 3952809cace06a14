"""Which municipality the pages speak of."""

from masterstvo.core.forms import bind
from masterstvo.core.views import done, requires, show_form
from masterstvo.organizations.forms import MunicipalityForm
from masterstvo.organizations.queries import SESSION_KEY
from masterstvo.organizations.rules import visible_municipalities


@requires("organizations.switch_municipality")
def municipality_switch(request):
    form = bind(
        MunicipalityForm,
        request,
        municipalities=visible_municipalities(request.user),
        initial={"municipality": request.municipality},
    )
    if form.is_bound and form.is_valid():
        request.session[SESSION_KEY] = form.cleaned_data["municipality"].pk
        return done(request, f"Теперь страницы показывают: {form.cleaned_data['municipality']}.", "/")
    return show_form(request, "organizations/municipality_switch.html", form)
