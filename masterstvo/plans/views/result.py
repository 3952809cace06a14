"""The result of an activity, as what was held tells it."""

from django.views.decorators.http import require_POST

from masterstvo.core.views import requires, site_of, tried
from masterstvo.plans.actions.result import accept_result
from masterstvo.plans.rules import visible_activities


@require_POST
@requires("plans.change_activity", among=visible_activities)
def result_accept(request, activity):
    return tried(
        request,
        "Результат мероприятия записан, подтверждение приложено.",
        activity,
        accept_result,
        activity,
        token=request.POST.get("token", ""),
        site=site_of(request),
    )
