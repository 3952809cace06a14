"""Appeals as the commission sees them: decided, marked anew, written down."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from masterstvo.contests.actions.appeal import reject_appeal, remark_entry, settle_appeal
from masterstvo.contests.actions.protocol import draft_appeals_protocol
from masterstvo.contests.choices import JUDGED_PHASES
from masterstvo.contests.models import JuryMember
from masterstvo.contests.queries.appeals import appeals_told
from masterstvo.contests.queries.finalists import final_of
from masterstvo.contests.rules import decided_appeals, editable_contests
from masterstvo.contests.word.appeals import appeals_protocol
from masterstvo.core.errors import DomainError
from masterstvo.core.views import done, requires, tried
from masterstvo.core.word import docx_response
from masterstvo.people.actions import note_export

DONE = {
    "reject": "Апелляция отклонена: заявитель узнает почему.",
    "remark": "Работа у экспертов: решите об апелляции, когда придут новые оценки.",
    "settle": "Апелляция решена, места посчитаны заново.",
}


@requires("contests.run_jury", among=editable_contests)
def contest_appeals(request, contest):
    """All appeals with the marks before and after; ``?as=docx`` is the protocol of the commission."""
    today = timezone.localdate()
    if request.GET.get("as") == "docx":
        what = f"Протокол апелляций, {contest}"
        people = [each.appointment.person_id for each in contest.jury.select_related("appointment")]
        note_export(people, by=request.user, what=what, purpose="протокол")
        return docx_response(f"{what}.docx", appeals_protocol(contest, day=today))
    if request.POST.get("do") == "protocol":
        return tried(
            request, "Протокол апелляций лёг черновиком в документы.", lambda: contest.appeals_protocol or request.path,
            draft_appeals_protocol, contest, today=today,
        )  # fmt: skip
    typed = {}
    if request.method == "POST":
        try:
            text = _decided(request, contest, today)
        except DomainError as refusal:
            typed = {
                "pk": request.POST["appeal"],
                "refusal": str(refusal),
                "answer": request.POST.get("answer", ""),
                "reason": request.POST.get("reason", ""),
                "jurors": request.POST.getlist("juror"),
            }
        else:
            return done(request, text, request.path)
    appeals = appeals_told(contest, today)
    final = appeals[0].whole if appeals else None
    context = {"contest": contest, "appeals": appeals, "final": final, "typed": typed}
    return render(request, "contests/contest_appeals.html", context, status=422 if typed else 200)


def _decided(request, contest, today):
    """Do what the button says; return what happened. Raises: DomainError."""
    key, do = request.POST.get("appeal", ""), request.POST.get("do", "")
    rows = decided_appeals(request.user).select_related("entry__contest", "entry__nomination")
    appeal = get_object_or_404(rows, entry__contest=contest, pk=int(key) if key.isdigit() else 0)
    answer = request.POST.get("answer", "")
    if do == "reject":
        reject_appeal(appeal, answer=answer, by=request.user)
    elif do == "settle":
        settle_appeal(appeal, answer=answer, reason=request.POST.get("reason", ""), by=request.user)
        final = final_of(contest)
        if final is not None and final.is_stale:
            return "Апелляция решена. Черта финала сдвинулась: решите заново, кто в финале."
    elif do == "remark":
        ticked = [int(each) for each in request.POST.getlist("juror") if each.isdigit()]
        jurors = list(JuryMember.objects.filter(contest=contest, pk__in=ticked).order_by("pk"))
        phase = request.POST.get("phase", "")
        if phase not in dict(JUDGED_PHASES):
            raise Http404
        remark_entry(appeal, jurors=jurors, phase=phase, today=today, answer=answer, by=request.user)
    else:
        raise Http404
    return DONE[do]
