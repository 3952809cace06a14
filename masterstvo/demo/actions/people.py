"""The people of a district: teachers, heads, deputies and methodists, each with a main place of work."""

import datetime as dt
from dataclasses import dataclass

from masterstvo.core.models import Term
from masterstvo.core.terms import key_of
from masterstvo.demo.actions.names import full_name, words
from masterstvo.people.models import Attestation, Employment, Person

POSITIONS = {
    "school": [
        ("учитель", 88),
        ("педагог-психолог", 3),
        ("социальный педагог", 4),
        ("учитель-логопед", 3),
        ("советник директора по воспитанию", 2),
    ],
    "kindergarten": [("воспитатель", 80), ("музыкальный руководитель", 10), ("учитель-логопед", 10)],
    "extracurricular": [("педагог дополнительного образования", 80), ("тренер-преподаватель", 20)],
}
YOUNG_SHARE = 0.052  # teachers under 35 in their first three years: 13 of 248


@dataclass(frozen=True)
class Staff:
    """The people made for one district, by what they do."""

    teachers: list
    managers: list
    methodists: list
    young: list
    organization_of: dict  # person id → Organization


def make_staff(municipality, places, organizations, *, today, rng, n_young=None):
    """Write the people of ``places`` and their employments.

    Shape: Staff; teachers in the order of places, ``n_young`` of them beginners (by default the district's usual share).
    """
    people: list[Person] = []
    employments: list[Employment] = []
    n_teachers = sum(place.n_teachers for place in places)
    n_young = round(n_teachers * YOUNG_SHARE) if n_young is None else n_young
    young_at = set(rng.sample(range(n_teachers), n_young))
    teacher_index = 0
    for place, organization in zip(places, organizations, strict=True):
        roles = (
            ["teaching"] * place.n_teachers
            + ["managing"] * place.n_managers
            + ["methodist"] * place.n_methodists
        )
        n_heads, named = 0, list(place.named)
        for role in roles:
            is_young = role == "teaching" and teacher_index in young_at
            if role == "teaching":
                teacher_index += 1
            person = _person(municipality, len(people) + 1, rng, today, is_young=is_young)
            if role != "teaching" and named:
                person.last_name, person.first_name, person.patronymic = named.pop(0).split()
                person.sex = "m" if person.patronymic.endswith("ич") else "f"
            n_heads += role == "managing"
            people.append(person)
            employments.append(
                _employment(person, organization, role, n_heads, rng, today, is_young=is_young)
            )
    Person.objects.bulk_create(people, batch_size=2000)
    Employment.objects.bulk_create(employments, batch_size=2000)
    _make_subjects(employments)
    staff = Staff(
        [], [], [], [], {person.pk: job.organization for person, job in zip(people, employments, strict=True)}
    )
    lists = {"teaching": staff.teachers, "managing": staff.managers, "methodist": staff.methodists}
    for person, job in zip(people, employments, strict=True):
        lists[job.category].append(person)
    staff.young.extend(staff.teachers[index] for index in sorted(young_at))
    _make_attestations(staff, today, rng)
    _make_part_time(staff, employments, rng)
    return staff


def _person(municipality, index, rng, today, *, is_young):
    is_female = rng.random() < 0.86
    last_name, first_name, patronymic = full_name(rng, is_female=is_female)
    age = rng.randint(22, 29) if is_young else rng.randint(30, 66)
    experience = rng.choice([0, 1, 2]) if is_young else rng.randint(4, min(40, age - 22)) if age > 26 else 4
    return Person(
        municipality=municipality,
        code=f"{municipality.pk:02}-{index:05}",
        last_name=last_name,
        first_name=first_name,
        patronymic=patronymic,
        born_on=dt.date(today.year - age, rng.randint(1, 12), rng.randint(1, 28)),
        sex="f" if is_female else "m",
        teaching_since=dt.date(today.year - experience - (today.month < 9), 9, 1),
        education="высшее" if rng.random() < 0.82 else "среднее профессиональное",
    )


def _employment(person, organization, category, n_heads, rng, today, *, is_young):
    if category == "managing":
        position = "директор" if n_heads == 1 else "заместитель директора"
        if organization.kind == "kindergarten":
            position = "заведующий"
        if organization.kind == "authority":
            position = "начальник управления образования" if n_heads == 1 else "заместитель начальника"
    elif category == "methodist":
        position = "методист"
    else:
        names, weights = zip(*POSITIONS[organization.kind], strict=True)
        position = rng.choices(names, weights)[0]
    if position == "учитель":
        position = _position(rng.choice(words()["subjects"]))
    return Employment(
        person=person,
        organization=organization,
        position=position,
        category=category,
        starts_on=person.teaching_since if is_young else dt.date(today.year - rng.randint(1, 4), 9, 1),
        weekly_hours=rng.choice([18, 20, 22, 24, 27, 30, 34]) if category == "teaching" else 36,
        rate=1,
    )


def _make_subjects(employments):
    """Say of each teacher what the position names: mentors are matched by it."""
    of_position = {_position(title): title for title in words()["subjects"]}
    taught = {of_position[job.position] for job in employments if job.position in of_position}
    known = {term.title: term for term in Term.objects.of("subject")}
    missing = [title for title in words()["subjects"] if title in taught - known.keys()]
    known |= {
        term.title: term
        for term in Term.objects.bulk_create(
            Term(vocabulary="subject", key=key_of(title), title=title, position=number)
            for number, title in enumerate(missing, start=len(known))
        )
    }
    link = Employment.subjects.through
    link.objects.bulk_create(
        (
            link(employment=job, term=known[of_position[job.position]])
            for job in employments
            if job.position in of_position
        ),
        batch_size=2000,
    )


def _position(subject):
    return "учитель начальных классов" if subject == "начальные классы" else f"учитель, {subject}"


def _make_attestations(staff, today, rng):
    rows = []
    for person in staff.teachers:
        category = rng.choices(["highest", "first", "position_fit", None], [22, 38, 25, 15])[0]
        if category and person not in staff.young:
            start = dt.date(today.year - rng.randint(0, 4), rng.randint(1, 12), 1)
            if start <= today:
                ends_on = start.replace(year=start.year + 5) if category == "position_fit" else None
                rows.append(
                    Attestation(
                        person=person,
                        category=category,
                        starts_on=start,
                        ends_on=ends_on,
                        basis="распоряжение министерства",
                    )
                )
    rows += [
        Attestation(
            person=person,
            category="position_fit",
            starts_on=dt.date(today.year - 2, 3, 1),
            basis="приказ управления",
        )
        for person in staff.managers[:-2]
    ]
    Attestation.objects.bulk_create(rows, batch_size=2000)


def _make_part_time(staff, employments, rng):
    """A few teachers also work elsewhere in the district: they must be counted once."""
    others = [job.organization for job in employments if job.category == "teaching"]
    rows = []
    for person in rng.sample(staff.teachers, max(1, len(staff.teachers) // 40)):
        elsewhere = rng.choice(
            [organization for organization in others if organization != staff.organization_of[person.pk]]
            or others
        )
        rows.append(
            Employment(
                person=person,
                organization=elsewhere,
                position="педагог дополнительного образования",
                category="teaching",
                basis="external",
                starts_on=dt.date(2024, 9, 1),
                weekly_hours=6,
                rate=0.3,
            )
        )
    Employment.objects.bulk_create(rows)
