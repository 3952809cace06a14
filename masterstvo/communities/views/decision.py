"""Pages of what communities decide."""

from django.views.decorators.http import require_POST

from masterstvo.communities.actions.decision import edit_decision, finish_decision, remove_decision
from masterstvo.communities.forms import DecisionForm, answering
from masterstvo.communities.rules import visible_decisions, visible_meetings
from masterstvo.core.forms import ReasonForm, bind, submit
from masterstvo.core.views import done, requires, show_form, tried


@require_POST
@requires("communities.finish_decision", among=visible_decisions)
def decision_finish(request, decision):
    """One press; whoever did it from the own page returns there, the others to the meeting when they may open it."""
    meeting = decision.meeting
    is_open = visible_meetings(request.user).filter(pk=meeting.pk).exists()
    to = "communities:my_communities" if "mine" in request.POST or not is_open else meeting
    return tried(request, "Поручение выполнено.", to, finish_decision, decision)


@requires("communities.keep_decision", among=visible_decisions)
def decision_edit(request, decision):
    meeting = decision.meeting
    guests = meeting.guests.exclude(person=None).values_list("person", flat=True)
    people = {decision.person_id, *(each.person_id for each in meeting.expected()), *guests}
    among = {"person": answering(people - {None})}
    form = bind(DecisionForm, request, instance=decision, among=among)
    if submit(form, edit_decision, decision, by=request.user):
        return done(request, "Поручение исправлено.", meeting)
    return show_form(
        request,
        "communities/decision_edit.html",
        form,
        object=decision,
        meeting=meeting,
        community=meeting.community,
    )


@requires("communities.keep_decision", among=visible_decisions)
def decision_delete(request, decision):
    form = bind(ReasonForm, request)
    meeting = decision.meeting
    if submit(form, remove_decision, decision, by=request.user):
        return done(request, "Поручение удалено.", meeting)
    return show_form(
        request,
        "communities/decision_delete.html",
        form,
        object=decision,
        meeting=meeting,
        community=meeting.community,
    )
