"""Writing a practice: beginning one, its draft, the consent of its authors, and what a teacher has."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from masterstvo.core.forms import bind, submit
from masterstvo.core.views import done, requires, show_form, tried
from masterstvo.people.models import Employment, Person
from masterstvo.people.queries import with_work, working
from masterstvo.people.rules import editable_people, visible_people
from masterstvo.practices.actions.practice import (
    begin_version,
    create_practice,
    give_consent,
    remove_draft,
    send_version,
    take_back,
    withdraw_consent,
    write_draft,
)
from masterstvo.practices.choices import VersionState
from masterstvo.practices.forms import ConsentForm, DraftForm, StartForm
from masterstvo.practices.queries.bank import practices_of
from masterstvo.practices.rules import (
    editable_practices,
    own_card,
    own_reviews,
    run_practices,
    visible_practices,
)

MINE = "practices:my_practices"


@requires("practices.create_practice")
def practice_create(request):
    """A teacher begins the own practice; whoever runs the bank, one of somebody else."""
    card = own_card(request.user)
    people = None if card else with_work(editable_people(request.user))
    form = bind(StartForm, request, people=people)
    if form.is_bound and form.is_valid():
        author = form.cleaned_data.pop("author", card)
        job = Employment.objects.on(timezone.localdate()).filter(person=author).first()
        practice = submit(
            form,
            create_practice,
            municipality=author.municipality,
            organization=job.organization if job else None,
            author=author,
            by=request.user,
        )
        if practice:
            return done(
                request,
                "Черновик начат: пишите понемногу, он сохранится.",
                "practices:practice_edit",
                practice.pk,
            )
    return show_form(request, "practices/practice_create.html", form)


@requires("practices.change_practice", among=visible_practices)
def practice_edit(request, practice):
    """The draft. What was sent is shown as it is: a button begins the next version, another takes back what no expert has yet."""
    version = practice.versions.order_by("-number").first()
    for button, act in _BUTTONS.items():
        if request.method == "POST" and button in request.POST:
            return act(request, practice, version)
    if version.state != VersionState.DRAFT:
        context = {"practice": practice, "version": version, "form": None}
        return render(request, "practices/practice_edit.html", context)
    form = bind(DraftForm, request, instance=version, colleagues=_colleagues(request.user, practice))
    if submit(form, write_draft, version, by=request.user):
        if "send" in request.POST:
            return _send(request, practice, version)
        return done(request, "Черновик сохранён.", "practices:practice_edit", practice.pk)
    return show_form(request, "practices/practice_edit.html", form, practice=practice, version=version)


def _colleagues(user, practice):
    """Return the coauthors to choose from: who works where the practice does, and whose cards ``user`` opens."""
    at_hand = working(timezone.localdate(), organization=practice.organization_id)
    known = visible_people(user).filter(municipality=practice.municipality_id)
    people = Person.objects.filter(Q(pk__in=at_hand.values("pk")) | Q(pk__in=known.values("pk")))
    return with_work(people.filter(erased_on=None))


def _send(request, practice, version):
    version.refresh_from_db()
    text = "Практика отправлена на экспертизу: текст в этой версии больше не меняется."

    def to():
        return practice.get_absolute_url() if version.state == VersionState.SENT else _edit(practice)

    return tried(request, text, to, send_version, version)


def _edit(practice):
    return f"{practice.get_absolute_url()}edit/"


def _begin(request, practice, _version):
    return tried(request, "Новая версия начата с прежнего текста.", _edit(practice), begin_version, practice)


def _take_back(request, practice, version):
    return tried(request, "Версия снова черновик.", _edit(practice), take_back, version)


def _drop(request, practice, _version):
    to = MINE if own_card(request.user) else "practices:practice_queue"
    return tried(request, "Черновик удалён.", to, remove_draft, practice)


_BUTTONS = {"begin": _begin, "take_back": _take_back, "drop": _drop}


@require_POST
@requires("practices.consent_practice", among=visible_practices)
def practice_consent(request, practice):
    """An author speaks for oneself; whoever runs the bank enters what an author has signed, naming the paper."""
    form = ConsentForm(request.POST, practice=practice)
    if not form.is_valid():
        messages.error(request, "Выберите автора из списка и повторите.")
        return redirect(practice)
    author = form.cleaned_data["author"]
    is_own = author.person.user_id == request.user.pk
    scope = editable_practices if is_own else run_practices
    get_object_or_404(scope(request.user), pk=practice.pk)
    if form.cleaned_data["act"] == "withdraw":
        text = "Согласие отозвано: имя больше не показывается."
        return tried(request, text, practice, withdraw_consent, author)
    basis = "" if is_own else form.cleaned_data["basis"]
    if not is_own and not basis.strip():
        messages.error(request, "Напишите, чем подтверждено согласие: дата и место хранения.")
        return redirect(practice)
    return tried(
        request,
        "Согласие записано.",
        practice,
        give_consent,
        author,
        is_public=form.cleaned_data["is_public"],
        basis=basis,
    )


@requires("practices.view_my_practices")
def my_practices(request):
    """What a teacher has written, to which consent is asked, and what an expert has to review."""
    card = own_card(request.user)
    practices = list(practices_of(card)) if card else []
    silent = {each.practice_id for each in card.authorships.filter(consented_on=None)} if card else set()
    context = {
        "practices": [(each, max(each.versions.all(), key=lambda one: one.number)) for each in practices],
        "silent": silent,
        "reviews": own_reviews(request.user)
        .filter(version__state=VersionState.SENT, finished_on=None, recused_on=None)
        .select_related("version")
        .order_by("due_on", "pk"),
        "today": timezone.localdate(),
    }
    return render(request, "practices/my_practices.html", context)
