"""Whether two people may be a pair, and how well they fit: a score from 1 to 100."""

from collections.abc import Mapping

from masterstvo.mentoring.matching.facts import ANY, IN_PERSON, MUNICIPALITY, OWN, Mentee, Mentor

SUBJECT, STRENGTHS, URGENCY = 40, 35, 5  # points of the parts; with the nearest place they are 100
NOT_ASKED = (
    0.5  # the share of the strengths' points where the need asks for none: it neither draws nor repels
)
UNKNOWN = 0.25  # the same of the subject: nobody says that the two have it in common, so it must not look as if they had
Parted = Mapping[tuple[int, int], str]  # {(mentor, mentee) as persons: the ban between the two}
NEAR = {"school": 20, "municipality": 12, "remote": 6}
BANS = (
    "self",
    "head",
    "parted",
    "conflict",
    "manages",
    "unwilling",
    "consent",
    "reach",
    "venue",
    "far",
    "formats",
    "hours",
)
FINAL = frozenset({"self", "head", "parted", "conflict"})  # bans that nobody may lift


def ban(mentee: Mentee, mentor: Mentor, parted: Parted) -> str:
    """Return the first reason why the two must not be a pair, "" when they may.

    A region asks this of more than a million pairs: plain conditions, the cheap ones that mostly hold before the rest.
    """
    if mentee.person == mentor.person:
        return "self"
    if mentor.heads and mentee.organizations & mentor.heads:
        return "head"
    if parted and (code := parted.get((mentor.person, mentee.person))):
        return code
    if mentor.manages and mentee.organizations & mentor.manages:
        return "manages"
    if not mentor.is_willing:
        return "unwilling"
    if not mentor.has_consent:
        return "consent"
    if _out_of_reach(mentee, mentor):
        return "reach"
    if mentee.venue != mentor.venue and ANY not in (mentee.venue, mentor.venue):
        return "venue"
    if IN_PERSON in (mentee.venue, mentor.venue) and mentee.municipality != mentor.municipality:
        return "far"
    if mentee.formats and mentor.formats and not mentee.formats & mentor.formats:
        return "formats"
    return "hours" if mentor.hours < mentee.hours or mentor.most < 1 else ""


def points(mentee: Mentee, mentor: Mentor) -> int:
    """Return how well the two fit, bans apart: from 1 to 100."""
    found = mentee.urgency * URGENCY / 5 + NEAR[near(mentee, mentor)]
    if not mentee.subjects:
        found += UNKNOWN * SUBJECT
    elif mentee.subjects & mentor.subjects:
        found += SUBJECT
    if mentee.wanted:
        found += len(mentee.wanted & mentor.strengths) / len(mentee.wanted) * STRENGTHS
    else:
        found += NOT_ASKED * STRENGTHS
    return max(1, round(found))


def near(mentee: Mentee, mentor: Mentor) -> str:
    """Return a key of NEAR."""
    if mentee.municipality != mentor.municipality:
        return "remote"
    return "school" if mentee.organizations & mentor.organizations else "municipality"


def _out_of_reach(mentee: Mentee, mentor: Mentor) -> bool:
    if mentor.reach == OWN:
        return not mentee.organizations & mentor.organizations
    return mentor.reach == MUNICIPALITY and mentee.municipality != mentor.municipality
