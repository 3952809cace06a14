"""Own indicators of a municipality: written as a formula, read back in words."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from masterstvo.core.forms import submit
from masterstvo.core.views import done, render_page, requires
from masterstvo.indicators import registry
from masterstvo.indicators.actions import create_indicator, edit_indicator
from masterstvo.indicators.evaluation import term_titles
from masterstvo.indicators.forms.indicator import IndicatorForm
from masterstvo.indicators.models import Indicator
from masterstvo.indicators.queries import indicators_in_force, value_today
from masterstvo.indicators.rules import own_indicators
from masterstvo.organizations.models import Municipality
from masterstvo.organizations.rules import editable_municipality

TOLD, BUILDER = "indicators/_formula.html", "indicators/_choices.html"


@requires("indicators.change_indicator")
def indicator_create(request: HttpRequest) -> HttpResponse:
    municipality, today = editable_municipality(request), timezone.localdate()
    form = _form(request, municipality)
    if not form.only_asks and submit(
        form, create_indicator, municipality=municipality, by=request.user, today=today
    ):
        return done(request, "Показатель добавлен и уже считается.", "plans:target_list")
    return render_page(
        request,
        "indicators/indicator_create.html",
        _context(form, municipality),
        piece=_piece(request),
        status=_status(form),
    )


@requires("indicators.change_indicator", among=own_indicators)
def indicator_edit(request: HttpRequest, indicator: Indicator) -> HttpResponse:
    form = _form(request, indicator.municipality, indicator)
    if not form.only_asks and submit(form, edit_indicator, indicator=indicator, by=request.user):
        words = "Формула изменена. Утверждённые отчёты остались прежними."
        return done(request, words, "plans:definition_detail", indicator.pk)
    context = _context(form, indicator.municipality) | {"indicator": indicator}
    return render_page(
        request, "indicators/indicator_edit.html", context, piece=_piece(request), status=_status(form)
    )


def _form(
    request: HttpRequest, municipality: Municipality | None, indicator: Indicator | None = None
) -> IndicatorForm:
    in_force = indicators_in_force(timezone.localdate(), municipality)
    taken = {row.code for row in in_force if indicator is None or row.pk != indicator.pk}
    return IndicatorForm(request.POST or None, instance=indicator, titles=term_titles(), taken=taken)


def _context(form: IndicatorForm, municipality: Municipality | None) -> dict[str, object]:
    """Return what the page shows; the number itself only when somebody asked what the formula comes to."""
    value = None
    if municipality and form.is_bound and "check" in form.data and form.is_readable:
        value = value_today(
            form.cleaned_data["formula"],
            measure=form.cleaned_data["measure"],
            municipality=municipality,
            today=timezone.localdate(),
        )
    return {
        "form": form,
        "value": value,
        "populations": registry.populations().values(),
        "facts": [(fact, registry.fields_of(fact)) for fact in registry.facts().values()],
    }


def _piece(request: HttpRequest) -> str:
    """Return the part that htmx asked for: the lists of choices, or the formula in words."""
    return BUILDER if "show" in request.POST else TOLD


def _status(form: IndicatorForm) -> int:
    """A refused form is 422; asking how it would look or read is no refusal."""
    return 422 if form.is_bound and not form.only_asks and not form.is_valid() else 200
