"""Matching mentors: asked for, computed, and its pairs kept as proposals."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import asdict
from typing import Any

from django.db import transaction

from masterstvo.accounts.models import User
from masterstvo.core import jobs
from masterstvo.core.audit import record
from masterstvo.core.errors import DomainError
from masterstvo.core.versions import lock
from masterstvo.mentoring.actions.pair import propose_mentorship
from masterstvo.mentoring.choices import MatchingState
from masterstvo.mentoring.matching import USUAL_FORMAT, Match, Mentee, Mentor, ban, because, plans
from masterstvo.mentoring.models import Matching, MenteeNeed, MentorProfile, Mentorship
from masterstvo.mentoring.queries import facts_of, plans_of

AT_ONCE = 40_000  # possible pairs: both plans of 300 people and 120 mentors are there in a second


class NothingToMatch(DomainError):
    pass


class NothingChosen(DomainError):
    pass


class HasChanged(DomainError):
    pass


@transaction.atomic
def start_matching(
    *,
    needs: Iterable[int],
    profiles: Iterable[int],
    starts_on: dt.date,
    ends_on: dt.date | None,
    model: str,
    by: Any,
) -> Matching:
    """Match these needs to these mentors, at once or in the background; the former matching of ``by`` is over.

    Raises: NothingToMatch.
    """
    asked, base = sorted(needs), sorted(profiles)
    if not asked:
        raise NothingToMatch("Открытых запросов нет. Внесите запросы на наставников и подберите снова.")
    if not base:
        raise NothingToMatch("В базе нет наставников. Внесите наставников и подберите снова.")
    User.objects.select_for_update().get(pk=by.pk)  # two clicks must not keep two
    matching = Matching.objects.filter(by=by).first() or Matching(by=by)
    matching.needs, matching.profiles, matching.plans = asked, base, {}
    matching.starts_on, matching.ends_on, matching.model = starts_on, ends_on, model
    matching.state = MatchingState.WAITING
    matching.save()
    record(by, "mentoring.start_matching", matching)
    if len(asked) * len(base) <= AT_ONCE:
        finish_matching(matching)
    else:
        jobs.enqueue("mentoring.finish_matching", matching_id=matching.pk)
    return matching


def finish_matching(matching: Matching) -> None:
    """Compute both plans. May run again: it starts anew."""
    facts = facts_of(matching.needs, matching.profiles, matching.starts_on)
    found = plans(facts.mentees, facts.mentors, facts.parted)
    matching.plans = {name: asdict(plan) for name, plan in found.items()}
    matching.state = MatchingState.READY
    matching.save(update_fields=["plans", "state", "updated_at"])


def stop_matching(matching: Matching) -> None:
    """Say that the matching broke off, so that nobody waits for it."""
    matching.state = MatchingState.BROKEN
    matching.save(update_fields=["state", "updated_at"])


@transaction.atomic
def propose_matches(
    matching: Matching, objective: str, chosen: Collection[int], *, by: Any
) -> list[Mentorship]:
    """Keep the pairs of a plan for the ``chosen`` needs as proposals, each with its reason; all of them or none.

    Raises: NothingChosen, HasChanged, PairIsThere.
    """
    lock(matching)
    matches = [each for each in plans_of(matching)[objective].matches if each.mentee in chosen]
    if not matches:
        raise NothingChosen("Отметьте хотя бы одну пару.")
    keys = [each.mentor for each in matches]
    needs = MenteeNeed.objects.select_for_update(of=("self",)).select_related("person")
    need_of = needs.in_bulk([each.mentee for each in matches])
    profiles = MentorProfile.objects.select_for_update(of=("self",)).select_related("person")
    profile_of = profiles.in_bulk(keys)
    facts = facts_of(list(need_of), list(profile_of), matching.starts_on)
    mentees, mentors = {each.key: each for each in facts.mentees}, {each.key: each for each in facts.mentors}
    proposed = []
    for match in matches:
        mentee, mentor = mentees.get(match.mentee), mentors.get(match.mentor)
        if mentee is None or mentor is None or ban(mentee, mentor, facts.parted):
            raise HasChanged("Пока вы смотрели, запросы или наставники изменились. Подберите заново.")
        need, profile = need_of[match.mentee], profile_of[match.mentor]
        proposed.append(_propose(matching, match, (need, mentee), (profile, mentor), by=by))
    return proposed


def _propose(
    matching: Matching,
    match: Match,
    need: tuple[MenteeNeed, Mentee],
    profile: tuple[MentorProfile, Mentor],
    *,
    by: Any,
) -> Mentorship:
    (asked, mentee), (base, mentor) = need, profile
    common = sorted(mentee.formats & mentor.formats or mentee.formats or mentor.formats)
    return propose_mentorship(
        mentor=base.person,
        mentee=asked.person,
        starts_on=matching.starts_on,
        ends_on=matching.ends_on,
        model=matching.model,
        format=common[0] if common and USUAL_FORMAT not in common else USUAL_FORMAT,
        hours_month=asked.hours_month,
        need=asked,
        proposed_because=f"{match.score} из 100. {because(match)}",
        by=by,
    )
