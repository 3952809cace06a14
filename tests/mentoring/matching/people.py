"""Made-up mentors and mentees of a region, drawn by a seed."""

import random

from masterstvo.mentoring.matching import Mentee, Mentor

STRENGTHS = [f"competence {number}" for number in range(12)]
FORMATS = ["elder_younger", "equals", "reverse", "group"]


def region(mentees, mentors, seed=1, municipalities=20, schools=10):
    """Return (mentees, mentors) who work in the schools of some municipalities."""
    rnd = random.Random(seed)

    def facts(key, person):
        place = rnd.randrange(municipalities)
        return {
            "key": key,
            "person": person,
            "municipality": place,
            "organizations": frozenset({place * schools + rnd.randrange(schools)}),
            "subjects": frozenset({rnd.randrange(12)}),
            "formats": frozenset(rnd.sample(FORMATS, rnd.randint(0, 2))),
            "venue": rnd.choice(["any", "any", "any", "in_person", "remote"]),
        }

    return (
        [
            Mentee(
                **facts(number, number),
                wanted=frozenset(rnd.sample(STRENGTHS, rnd.randint(0, 3))),
                hours=rnd.choice([2, 4, 4, 6]),
                urgency=rnd.randint(1, 5),
            )
            for number in range(mentees)
        ],
        [
            Mentor(
                **facts(number, mentees + number),
                strengths=frozenset(rnd.sample(STRENGTHS, rnd.randint(1, 5))),
                reach=rnd.choice(["own", "municipality", "municipality", "anywhere"]),
                hours=rnd.choice([4, 6, 8, 12]),
                most=rnd.randint(1, 4),
                least=rnd.choice([0, 0, 0, 1]),
                is_willing=rnd.random() < 0.9,
                has_consent=rnd.random() < 0.9,
            )
            for number in range(mentors)
        ],
    )
