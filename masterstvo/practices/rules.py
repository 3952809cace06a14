"""Who may see, write, review and run practices. The bank is open to whoever works in the municipality; what is not in it is its authors'."""

import rules
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils import timezone

from masterstvo.organizations.models import Municipality
from masterstvo.organizations.rules import (
    EDITORS,
    READERS,
    SCHOOL,
    add_view,
    edits,
    has_role,
    municipalities_where,
    reads,
    visible_municipalities,
    within,
)
from masterstvo.people.models import Person
from masterstvo.people.rules import has_only_a_card, people_of
from masterstvo.practices.choices import VersionState
from masterstvo.practices.models import (
    Authorship,
    FileCopy,
    Practice,
    PracticeFile,
    PracticeVersion,
    Repeat,
    Review,
)
from masterstvo.practices.queries.blind import shown_copies


def own_card(user):
    """Return the card of ``user``, read once a request, or None. Queries: one, then none."""
    if not user.is_authenticated:
        return None
    if not hasattr(user, "_own_card"):
        user._own_card = Person.objects.filter(user=user.pk).select_related("municipality").first()
    return user._own_card


def card_of(request):
    """Return the card of who asks, for pages that write in its name. Raises: PermissionDenied for the support desk, which has none."""
    if card := own_card(request.user):
        return card
    raise PermissionDenied


def blinded_practices(user):
    """Return the practices whose authors ``user`` must not know: under a review without names that is theirs to write."""
    asked = Review.objects.filter(person__user=user.pk, recused_on=None)
    blind = asked.filter(version__is_blind=True, version__state=VersionState.SENT)
    return Practice.objects.filter(pk__in=blind.values("version__practice"))


def told_practices(user):
    """Return the practices of which the log may tell ``user``, and of which pages may, whatever else ``user`` does."""
    return Practice.objects.exclude(pk__in=blinded_practices(user).values("pk"))


def home_municipalities(user):
    """Return the municipalities whose bank ``user`` reads: where one holds a role, and that of one's own card."""
    mine = Q(pk__in=visible_municipalities(user).values("pk"))
    if card := own_card(user):
        mine |= Q(pk=card.municipality_id)
    return Municipality.objects.filter(mine)


def banked_practices(user):
    """Return what ``user`` reads in the bank today: of the own municipalities, and what is recommended to their regions."""
    homes = home_municipalities(user)
    return Practice.objects.in_bank(timezone.localdate()).filter(
        Q(municipality__in=homes.values("pk"))
        | Q(recommended_on__isnull=False, municipality__region__in=homes.values("region"))
    )


def written_practices(user):
    """Return the practices that ``user`` is an author of."""
    return Practice.objects.filter(pk__in=Authorship.objects.filter(person__user=user.pk).values("practice"))


def run_practices(user):
    """Return the practices whose review and term ``user`` decides about."""
    return told_practices(user).filter(municipality__in=municipalities_where(user, EDITORS))


def visible_practices(user):
    """Return the bank; one's own; for an authority what was ever sent, for a school that of its people; for who runs the bank, drafts too."""
    sent = Practice.objects.exclude(versions=None).filter(versions__state__in=SENT_ONCE)
    of_school = Authorship.objects.filter(person__in=people_of(user, (), SCHOOL).values("pk"))
    told = told_practices(user)
    if user.is_superuser:
        return told
    return told.filter(
        Q(pk__in=banked_practices(user).values("pk"))
        | Q(pk__in=written_practices(user).values("pk"))
        | Q(municipality__in=municipalities_where(user, EDITORS))
        | Q(pk__in=sent.values("pk"), municipality__in=municipalities_where(user, READERS))
        | Q(pk__in=sent.values("pk")) & Q(pk__in=of_school.values("practice"))
    )


SENT_ONCE = [state for state in VersionState if state != VersionState.DRAFT]


def editable_practices(user):
    """Return the practices whose text ``user`` writes: one's own, and those of the municipality one runs."""
    return Practice.objects.filter(
        Q(pk__in=written_practices(user).values("pk")) | Q(pk__in=run_practices(user).values("pk"))
    )


def own_reviews(user):
    return Review.objects.filter(person__user=user.pk)


def visible_reviews(user):
    """Return the reviews that ``user`` may open: one's own, and all of the bank that one runs. Authors read none: they get the answer."""
    return Review.objects.filter(
        Q(person__user=user.pk) | Q(version__practice__in=run_practices(user).values("pk"))
    )


def visible_files(user):
    """Return the files that ``user`` may take: of the shown version of what one sees, of every version of what one writes or runs.

    A reviewer gets those of the version under review; who must not know the authors, only copies (``opened_copies``).
    """
    shown = Practice.objects.filter(pk__in=visible_practices(user).values("pk")).values("shown")
    asked = own_reviews(user).filter(recused_on=None)
    return PracticeFile.objects.filter(
        Q(version__in=shown)
        | Q(version__practice__in=editable_practices(user).values("pk"))
        | Q(version__in=asked.filter(version__is_blind=False).values("version"))
    )


def checked_copies(user):
    """Return the copies for reviewers that ``user`` looks at before they get them."""
    return FileCopy.objects.filter(source__version__practice__in=run_practices(user).values("pk"))


def opened_copies(user):
    """Return the copies ``user`` may take: a reviewer those in which nothing is doubtful, an organizer all."""
    asked = own_reviews(user).filter(recused_on=None, version__is_blind=True)
    given = shown_copies().filter(source__version__in=asked.values("version"))
    return FileCopy.objects.filter(Q(pk__in=given.values("pk")) | Q(pk__in=checked_copies(user).values("pk")))


# --- What the log may tell -------------------------------------------------------------------------------------------
def told_versions(user):
    return PracticeVersion.objects.filter(practice__in=told_practices(user).values("pk"))


def told_authors(user):
    return Authorship.objects.filter(practice__in=told_practices(user).values("pk"))


def told_files(user):
    return PracticeFile.objects.filter(version__practice__in=told_practices(user).values("pk"))


def visible_repeats(user):
    return Repeat.objects.filter(practice__in=visible_practices(user).values("pk"))


def removable_repeats(user):
    """Return what ``user`` may take away: what one told oneself, and what stands in the bank that one runs."""
    return Repeat.objects.filter(Q(person__user=user.pk) | Q(practice__in=run_practices(user).values("pk")))


@rules.predicate
def has_card(user):
    """Tell whether ``user`` is somebody in the registry: who writes and repeats practices is a person there."""
    return own_card(user) is not None


# Roles first: they are known already, and the menu of every page asks.
reads_bank = reads | has_only_a_card


def is_concerned(user):
    """Tell whether «Мои практики» is of use to ``user``: to a teacher, and to whoever has a role and writes or reviews besides. Queries: those of ``has_only_a_card``."""
    return getattr(user, "has_practices", False) or has_only_a_card(user)


def practices_to_answer(user):
    """Return the practices about which ``user`` may say that they were useful or repeated: those of the bank, not one's own."""
    foreign = banked_practices(user).exclude(pk__in=written_practices(user).values("pk"))
    return foreign if own_card(user) else foreign.none()


add_view("practices.view_practice", visible_practices, reads_bank)
add_view("practices.view_filecopy", opened_copies, rules.is_authenticated)
rules.add_perm("practices.check_copy", within(checked_copies, edits) | rules.is_superuser)
add_view("practices.view_review", visible_reviews, rules.is_authenticated)
add_view("practices.view_practicefile", visible_files, rules.is_authenticated)
add_view("practices.view_repeat", visible_repeats, rules.is_authenticated)
rules.add_perm("practices.create_practice", has_role(EDITORS) | has_card | rules.is_superuser)
rules.add_perm("practices.change_practice", within(editable_practices, reads_bank) | rules.is_superuser)
rules.add_perm("practices.consent_practice", within(editable_practices, reads_bank) | rules.is_superuser)
rules.add_perm("practices.answer_practice", within(practices_to_answer, has_card))
rules.add_perm("practices.run_practice", within(run_practices, edits) | rules.is_superuser)
rules.add_perm("practices.answer_review", within(own_reviews, rules.is_authenticated))
rules.add_perm(
    "practices.remove_repeat", within(removable_repeats, rules.is_authenticated) | rules.is_superuser
)
rules.add_perm("practices.view_my_practices", rules.is_authenticated)
rules.add_perm("practices.view_open_bank", rules.always_true)
