"""What is wrong with an assignment by the words of the problem; shares no arithmetic with those who make it."""

from collections.abc import Iterator

from masterstvo.core.assignment.problem import Problem
from masterstvo.core.assignment.solution import IMPOSSIBLE, UNKNOWN, Solution


def violations(problem: Problem, solution: Solution) -> list[str]:
    """Return every broken rule, none for a sound assignment. Fixed pairs are facts: they may break limits, new ones may not."""
    return list(_violations(problem, solution))


def _violations(problem: Problem, solution: Solution) -> Iterator[str]:
    seen = [(each.item, each.partner) for each in solution.pairs]
    if len(set(seen)) < len(seen):
        yield "a pair stands twice"
    for pair in problem.fixed:
        if pair not in seen:
            yield f"{pair} was fixed and is gone"
    for each in solution.new:
        score = problem.scores.get((each.item, each.partner))
        if score is None:
            yield f"{each} is banned"
        elif score != each.score or score < solution.floor:
            yield f"{each} is not worth what it says or lies under the floor"
    for item in problem.items:
        partners = [each for each in solution.pairs if each.item == item.key]
        if any(not each.is_fixed for each in partners) and len(partners) > item.needs:
            yield f"{item} has too many partners"
        said = [each.lacking for each in solution.unserved if each.item == item.key]
        if said != ([item.needs - len(partners)] if len(partners) < item.needs else []):
            yield f"{item} is served, and it is not said so"
    for partner in problem.partners:
        taken = [each for each in solution.pairs if each.partner == partner.key]
        if len(taken) < partner.least and solution.status not in (IMPOSSIBLE, UNKNOWN):
            yield f"{partner} has too little"
        if all(each.is_fixed for each in taken):
            continue
        if partner.most is not None and len(taken) > partner.most:
            yield f"{partner} has too many"
        if partner.capacity is not None:
            weight = sum(problem.item[each.item].weight for each in taken)
            if weight > partner.capacity:
                yield f"{partner} carries too much"
