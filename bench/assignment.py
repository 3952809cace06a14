"""Many assigned to few in made-up regions, against the greedy way, against another solver and against the rules.

    python -m bench.assignment [--pairs-share 0.05]

Items weigh alike (a jury) or differently (hours of mentors); each line tells the places filled and the fit as a share of the greedy ones,
broken rules, and seconds. CP-SAT stands beside: the whole problem as one constraint programme, with four times the effort.
"""

import argparse
import time
from functools import partial

from masterstvo.core.assignment import FIT, HIGHEST, MOST, assign, assign_greedily, exact, violations
from masterstvo.core.assignment.solution import told
from tests.core.assignment.problems import region

SIZES = ((300, 120), (2000, 800))
WEIGHTS = {"alike": (34,), "different": (17, 34, 34, 68)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pairs-share", type=float, default=0.05)
    options = parser.parse_args()
    exact.EFFORT *= 4
    assign(region(3, 3, 1))  # the first run loads OR-Tools
    for items, partners in SIZES:
        share = max(options.pairs_share, 20 / partners)
        for name, weights in WEIGHTS.items():
            problem = region(items, partners, share, weights=weights)
            print(f"\n{items} × {partners}, {len(problem.scores)} pairs, weights {name}", flush=True)
            greedy = assign_greedily(problem)
            for objective in (MOST, FIT):
                for floor in (0, HIGHEST):
                    solve = partial(assign, problem, objective=objective, floor=floor)
                    _tell(problem, greedy, f"{objective}, floor {floor}", solve)
            _tell(problem, greedy, "most by CP-SAT", partial(_by_cp_sat, problem))


def _by_cp_sat(problem):
    found = exact.search(problem, MOST, 0)
    return told(problem, found.pairs or (), status="optimal" if found.is_proven else "feasible")


def _tell(problem, greedy, name, solve):
    started, used = time.perf_counter(), time.process_time()
    solution = solve()
    seconds, cpu = time.perf_counter() - started, time.process_time() - used
    print(
        f"  {name}: places {len(solution.new)} ({len(solution.new) / len(greedy.new):.3f} of greedy), "
        f"fit {solution.fit / greedy.fit:.3f} of greedy, worst {solution.worst} (greedy {greedy.worst}), {solution.status}, "
        f"broken rules {len(violations(problem, solution))}, {seconds:.2f} s ({cpu:.2f} of processors)",
        flush=True,
    )


if __name__ == "__main__":
    main()
