"""The agreement sheet of a plan."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from masterstvo.core.errors import DomainError
from masterstvo.core.forms import bind, submit
from masterstvo.core.views import done, requires, show_form
from masterstvo.plans.actions.plan import add_approval, remove_approval
from masterstvo.plans.forms import ApprovalForm
from masterstvo.plans.models import Approval
from masterstvo.plans.rules import visible_approvals, visible_plans


@requires("plans.change_plan", among=visible_plans)
def approval_create(request, plan):
    form = bind(ApprovalForm, request, instance=Approval(plan=plan))
    if submit(form, add_approval, plan=plan, by=request.user):
        return done(request, "Согласование внесено.", _sheet(plan))
    return show_form(request, "plans/approval_create.html", form, plan=plan)


@require_POST
@requires("plans.change_plan", among=visible_approvals)
def approval_delete(request, approval):
    plan = approval.plan
    try:
        remove_approval(approval=approval, by=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(_sheet(plan))
    return done(request, "Строка убрана из листа согласования.", _sheet(plan))


def _sheet(plan):
    return f"{reverse('plans:plan_detail', args=[plan.pk])}#approvals"
