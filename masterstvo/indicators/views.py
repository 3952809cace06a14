"""Own indicators of a municipality: written as a formula, read back in words."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from masterstvo.core.forms import submit
from masterstvo.core.views import done, render_page, requires
from masterstvo.indicators import registry
from masterstvo.indicators.actions import create_indicator, edit_indicator
from masterstvo.indicators.evaluation import term_titles
from masterstvo.indicators.forms import IndicatorForm
from masterstvo.indicators.models import Indicator
from masterstvo.indicators.queries import indicators_in_force
from masterstvo.indicators.rules import own_indicators
from masterstvo.organizations.models import Municipality
from masterstvo.organizations.rules import editable_municipality

PIECE = "indicators/_formula.html"


@requires("indicators.change_indicator")
def indicator_create(request: HttpRequest) -> HttpResponse:
    municipality, today = editable_municipality(request), timezone.localdate()
    form = _form(request, municipality)
    if "check" not in request.POST and submit(
        form, create_indicator, municipality=municipality, by=request.user, today=today
    ):
        return done(request, "Показатель добавлен и уже считается.", "plans:target_list")
    return render_page(
        request,
        "indicators/indicator_create.html",
        _context(form),
        piece=PIECE,
        status=_status(request, form),
    )


@requires("indicators.change_indicator", among=own_indicators)
def indicator_edit(request: HttpRequest, indicator: Indicator) -> HttpResponse:
    form = _form(request, indicator.municipality, indicator)
    if "check" not in request.POST and submit(form, edit_indicator, indicator=indicator, by=request.user):
        words = "Формула изменена. Утверждённые отчёты остались прежними."
        return done(request, words, "plans:definition_detail", indicator.pk)
    context = _context(form) | {"indicator": indicator}
    return render_page(
        request, "indicators/indicator_edit.html", context, piece=PIECE, status=_status(request, form)
    )


def _form(
    request: HttpRequest, municipality: Municipality | None, indicator: Indicator | None = None
) -> IndicatorForm:
    in_force = indicators_in_force(timezone.localdate(), municipality)
    taken = {row.code for row in in_force if indicator is None or row.pk != indicator.pk}
    return IndicatorForm(request.POST or None, instance=indicator, titles=term_titles(), taken=taken)


def _context(form: IndicatorForm) -> dict[str, object]:
    return {
        "form": form,
        "populations": registry.populations().values(),
        "facts": [(fact, registry.fields_of(fact)) for fact in registry.facts().values()],
    }


def _status(request: HttpRequest, form: IndicatorForm) -> int:
    """A refused form is 422; asking whether the formula reads is no refusal."""
    return 422 if form.is_bound and form.errors and "check" not in request.POST else 200
