"""The matching benchmark: ours beside public ways on the same made-up waiting lists, in one run.

Usage: uv run --group bench python benchmarks/matching.py [--sizes small,medium] [--repeats 3]
    [--slow] [--hospital PYTHON]
Every method runs in a process of its own on one core, methods in turn; medians of CPU time are
shown, so that other programs on the machine count little.
`--slow` also runs methods that take minutes. `--hospital` is a Python that has PyPI's `matching`.
"""

import argparse
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

Size = tuple[int, int]
Figures = dict[str, tuple[float, float, Any]]

HERE = Path(__file__).parent
SIZES = {"tiny": (60, 15), "small": (500, 120), "medium": (5_000, 1_200), "large": (20_000, 5_000)}
GROWTH = ((2_500, 625), (5_000, 1_250), (10_000, 2_500), (20_000, 5_000))
ONE_CORE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
# Pairs above which a method is left out unless --slow, by size name.
QUICK = {
    "solver:dense_lsa": ("tiny", "small", "medium"),
    "solver:sparse_matching": ("tiny", "small", "medium"),
    "highs": ("tiny", "small"),
    "hospital": ("tiny", "small"),
}
GOALS = {  # (ours, peer): goal by size, as a ratio of seconds
    ("whole:longest-wait", "dense:longest-wait"): {"medium": 0.80, "large": 0.30},
    ("whole:best-fit", "dense:best-fit"): {"medium": 1.0, "large": 0.60},
    # On the same pairs and weights, and (harder) our whole round against the solver alone.
    ("solve:best-fit", "solver:sparse_matching"): {"medium": 0.25},
    ("solve:best-fit", "solver:dense_lsa"): {"medium": 0.10},
    ("whole:best-fit", "solver:sparse_matching"): {"medium": 0.25},
    ("whole:best-fit", "solver:dense_lsa"): {"medium": 0.10},
    ("pairs:ours", "pairs:dense"): {"medium": 0.60, "large": 0.30},
    ("shortlist", "plain shortlist"): {"medium": 1 / 30, "large": 1 / 80},
    # The usual arrival, last in line, and (harder) people with the waits they have.
    ("arrive:last", "solver:flow"): {"medium": 1 / 40, "large": 1 / 400},
    ("arrive:any", "solver:flow"): {"medium": 1 / 40, "large": 1 / 400},
}


def run(method: str, size: Size, repeats: int, options: argparse.Namespace) -> list[Any] | None:
    """Seconds, extra MB and what was found, or None where the method is left out."""
    name = next((name for name, shape in SIZES.items() if shape == size), "")
    if not options.slow and name not in QUICK.get(method, (name,)):
        return None
    if method in ("highs", "hospital"):
        python = options.hospital if method == "hospital" else sys.executable
        if not python:
            return None
        command = [python, HERE / "matching_outside.py", method, pairs_file(size, options.folder)]
    else:
        command = [sys.executable, HERE / "matching_run.py", method, *map(str, size), str(repeats)]
    done = subprocess.run(
        command, env={**os.environ, **ONE_CORE}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        print(f"  {method} failed: {done.stderr.strip().splitlines()[-1:]}")
        return None
    return json.loads(done.stdout.splitlines()[-1])


def pairs_file(size: Size, folder: Path) -> Path:
    """The pairs of that size, written once in each run of the benchmark."""
    path = folder / f"pairs-{size[0]}x{size[1]}.npz"
    if not path.exists():
        command = [sys.executable, HERE / "matching_run.py", f"save:{path}", *map(str, size), "1"]
        subprocess.run(command, check=True)
    return path


METHODS = (
    "whole:longest-wait", "dense:longest-wait", "whole:best-fit", "dense:best-fit",
    "reasons:longest-wait", "pairs:ours", "pairs:dense", "solve:longest-wait", "solve:best-fit",
    "solver:flow", "solver:sparse_matching", "solver:dense_lsa", "highs", "hospital",
    "arrive:last", "arrive:any", "free", "shortlist", "plain shortlist",
)  # fmt: skip


def measure(size: Size, options: argparse.Namespace) -> Figures:
    """Every method at one size, in turn, so that a slow minute touches all of them."""
    rows: dict[str, list[list[Any]]] = {method: [] for method in METHODS}
    for _ in range(options.repeats):
        for method in METHODS:
            found = run(method, size, 1 if size[0] > 10_000 else 3, options)
            if found is not None:
                rows[method].append(found)
    return {
        method: (
            statistics.median(row[0] for row in found),
            statistics.median(row[1] for row in found),
            found[0][2],
        )
        for method, found in rows.items()
        if found
    }


def show(name: str, figures: Figures) -> None:
    """One table of a size, then the goals."""
    print(f"\n## {name}: {SIZES[name][0]} x {SIZES[name][1]}\n")
    print(f"{'method':24} {'ms':>12} {'extra MB':>9}  found")
    for method, (seconds, memory, found) in figures.items():
        print(f"{method:24} {1000 * seconds:12.3f} {memory:9.0f}  {found}")
    for (ours, peer), goals in GOALS.items():
        if name in goals and ours in figures and peer in figures:
            ratio = figures[ours][0] / figures[peer][0]
            verdict = "reached" if ratio <= goals[name] else "NOT reached"
            print(f"{ours} / {peer}: {ratio:.4f}, goal {goals[name]:.4f}: {verdict}")
    if name == "large" and "dense:longest-wait" in figures:
        ratio = figures["whole:longest-wait"][1] / figures["dense:longest-wait"][1]
        verdict = "reached" if ratio <= 0.5 else "NOT reached"
        print(f"extra memory, lex / dense: {ratio:.2f}, goal 0.50: {verdict}")
    if name == "small":
        milliseconds = 1000 * figures["reasons:longest-wait"][0]
        verdict = "reached" if milliseconds < 50 else "NOT reached"
        print(f"a round with reasons: {milliseconds:.0f} ms, goal 50 ms: {verdict}")


def same_values(figures: Figures) -> None:
    """Every exact method on the same pairs must give the same count and sum."""
    exact = ("solve:best-fit", "solver:flow", "solver:sparse_matching", "solver:dense_lsa", "highs")
    found = {method: tuple(figures[method][2]) for method in exact if method in figures}
    verdict = "agree" if len(set(found.values())) == 1 else f"DIFFER: {found}"
    print(f"values of exact methods {verdict} ({', '.join(found)})")


def growth(options: argparse.Namespace) -> None:
    """The exponent of time in people, peer workers in proportion, by least squares on logs."""
    points = []
    for size in GROWTH:
        runs = [run("whole:longest-wait", size, 1, options)[0] for _ in range(options.repeats)]
        points.append((math.log(size[0]), math.log(statistics.median(runs))))
        print(f"{size[0]} x {size[1]}: {1000 * statistics.median(runs):.0f} ms")
    slope = statistics.linear_regression(*zip(*points, strict=True)).slope
    verdict = "reached" if slope <= 1.75 else "NOT reached"
    print(f"growth exponent {slope:.2f}, goal 1.75: {verdict}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="tiny,small,medium,large")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--slow", action="store_true")
    parser.add_argument("--no-growth", action="store_true")
    parser.add_argument("--hospital", default="")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        options.folder = Path(folder)
        run_all(options)


def run_all(options: argparse.Namespace) -> None:
    """Every size asked for, then the growth."""
    for name in options.sizes.split(","):
        figures = measure(SIZES[name], options)
        show(name, figures)
        same_values(figures)
    if not options.no_growth:
        print("\n## Growth of a whole lex round\n")
        growth(options)


if __name__ == "__main__":
    main()
