"""Who is due for a course and who will be; hours of courses by person, provider and topic."""

from django.db.models import F, Prefetch
from django.utils import timezone

from masterstvo.core.choices import Choice
from masterstvo.core.forms import bind, submit
from masterstvo.core.listing import list_page
from masterstvo.core.numbers import counted
from masterstvo.core.views import done, requires
from masterstvo.organizations.rules import organizations_here
from masterstvo.people.models import Person
from masterstvo.people.panels import NAME
from masterstvo.people.queries import with_work
from masterstvo.people.rules import editable_people, here, people_here
from masterstvo.training.actions import wish_for
from masterstvo.training.choices import LIVE, RequestState
from masterstvo.training.forms import WishForm
from masterstvo.training.models import TrainingRequest
from masterstvo.training.queries import (
    by_school,
    course_period,
    forecast,
    hours_by_person,
    hours_by_provider,
    hours_by_topic,
    quarters_from,
    teachers,
    with_courses,
)
from masterstvo.training.rules import visible_trainings
from masterstvo.training.tables.planning import COURSE_PLAN, HOURS

YEARS_BACK = 4


@requires("training.view_training")
def course_plan(request):
    """Who is due, and the form that plans the ticked: who, what, in which quarter."""
    today = timezone.localdate()
    found = teachers(people_here(request), today).values_list("pk", flat=True)
    people = Person.objects.filter(
        pk__in=list(found)
    )  # who may be seen is found once, and counted a dozen times
    form = _plan_form(request, people, today)
    if form and (planned := submit(form, wish_for, state=_first_state(request.user), by=request.user)):
        number = counted(len(planned), "педагогу", "педагогам", "педагогам")
        return done(request, f"Запланировано: {number}.", request.get_full_path())
    chosen = request.GET.get("organization", "")
    of_school = organizations_here(request).filter(pk=chosen).first() if chosen.isdecimal() else None
    spoken_of = COURSE_PLAN.filters[1].narrow(people, of_school) if of_school else people
    asked = TrainingRequest.objects.filter(state__in=LIVE).select_related("programme", "session")
    quarters = forecast(spoken_of, today)
    page = list_page(
        request,
        "training/course_plan.html",
        COURSE_PLAN,
        with_work(with_courses(people, today, period=course_period(today)))
        .order_by(F("last_course_on").asc(nulls_first=True), *NAME, "pk")
        .prefetch_related(Prefetch("training_requests", asked, to_attr="live_requests")),
        form=form,
        of_school=of_school,
        n_people=spoken_of.count(),
        quarters=quarters,
        labels=[each.title for each in quarters],
        counts=[each.n_people for each in quarters],
        nothing=[None] * len(quarters),
        schools=[] if of_school else by_school(people, organizations_here(request), today),
        period=course_period(today),
    )
    page.status_code = 422 if form and form.is_bound and form.errors else 200
    return page


def _plan_form(request, people, today):
    """Return the form of those who plan for others, None for who only reads."""
    if not request.user.has_perm("training.apply_session"):
        return None
    among = editable_people(request.user).filter(pk__in=people.values("pk"))
    return bind(WishForm, request, among=among, quarters=quarters_from(today))


def _first_state(user):
    by_authority = user.has_perm("training.approve_trainingrequest")
    return RequestState.APPROVED if by_authority else RequestState.BY_SCHOOL


@requires("training.view_training")
def course_hours(request):
    today = timezone.localdate()
    by = request.GET.get("by", "person")
    by = by if by in HOURS else "person"
    years = [str(today.year - back) for back in range(YEARS_BACK)]
    year = request.GET.get("year", years[0])
    done = here(visible_trainings(request.user), request, "person").filter(finished_on__lte=today)
    if year in years:
        done = done.filter(finished_on__year=int(year))
    rows = {
        "person": lambda: with_work(hours_by_person(people_here(request), done)),
        "provider": lambda: hours_by_provider(done),
        "topic": lambda: hours_by_topic(done),
    }[by]()
    titles = {"person": "По людям", "provider": "По организаторам", "topic": "По темам"}
    return list_page(
        request,
        "training/course_hours.html",
        HOURS[by],
        rows,
        views=[
            Choice(title, f"?by={key}&year={year}", is_current=key == by) for key, title in titles.items()
        ],
        choices=[
            *(Choice(each, f"?by={by}&year={each}", is_current=each == year) for each in years),
            Choice("За все годы", f"?by={by}&year=all", is_current=year not in years),
        ],
    )
