"""Routes built for made-up schools, against the greedy way and against the rules.

    python -m bench.routes [--schools 20] [--teachers 30] [--large 300]

Prints instances, broken rules, the closed weight as a share of the greedy one, and seconds for one teacher and for a large school.
"""

import argparse
import statistics
import time

from masterstvo.routes.building import build, build_greedily, violations, worth
from tests.routes.building.schools import school

SINGLE = 200


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--schools", type=int, default=20)
    parser.add_argument("--teachers", type=int, default=30)
    parser.add_argument("--large", type=int, default=300)
    options = parser.parse_args()
    build(school(1))  # the first run loads OR-Tools
    _tell("one teacher", [_tried(school(1, seed)) for seed in range(SINGLE)])
    _tell(
        f"{options.teachers} teachers",
        [_tried(school(options.teachers, seed)) for seed in range(options.schools)],
    )
    _tell(f"{options.large} teachers", [_tried(school(options.large, seed)) for seed in range(1, 4)])


def _tried(problem):
    greedy = build_greedily(problem)
    started, used = time.perf_counter(), time.process_time()
    built = build(problem)
    seconds, cpu = time.perf_counter() - started, time.process_time() - used
    return {
        "broken": len(violations(problem, built)) + len(violations(problem, greedy)),
        "worse": worth(problem, built) < worth(problem, greedy),
        "ratio": worth(problem, built).closed / max(1, worth(problem, greedy).closed),
        "served": worth(problem, built).served - worth(problem, greedy).served,
        "seconds": seconds,
        "cpu": cpu,
    }


def _tell(name, rows):
    ratios = [row["ratio"] for row in rows if row["ratio"]]
    print(
        f"{name}: instances {len(rows)}, broken rules {sum(row['broken'] for row in rows)}, "
        f"worse than greedy {sum(row['worse'] for row in rows)}, "
        f"closed weight to greedy: mean {statistics.mean(ratios):.3f}, min {min(ratios):.3f}, max {max(ratios):.3f}, "
        f"more teachers served {sum(row['served'] for row in rows)}, "
        f"seconds: median {statistics.median(row['seconds'] for row in rows):.3f}, max {max(row['seconds'] for row in rows):.3f} "
        f"(of processors: max {max(row['cpu'] for row in rows):.3f})",
        flush=True,
    )


if __name__ == "__main__":
    main()
