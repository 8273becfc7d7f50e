"""`python -m tests.faults.mutants`: breaks one thing at a time, until something sees it."""

import argparse
import sys
from collections.abc import Sequence
from contextlib import ExitStack

from libs.testkit.interleave.__main__ import quiet
from libs.testkit.stack import stack_for_tests
from tests.faults.mutants.catching import ROOT, catch, run, tests_of
from tests.faults.mutants.mutant import Mutant
from tests.faults.mutants.mutants import MUTANTS, mutant


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 1 when a mutant is not caught, or a test fails without one."""
    asked = _parser().parse_args(arguments)
    chosen = [mutant(name) for name in asked.only] if asked.only else list(MUTANTS)
    quiet()
    tests = tests_of(chosen)
    with ExitStack() as stacks:
        if tests:
            stacks.enter_context(stack_for_tests(ROOT))  # one for all the runs below
            whole = run(tests)
            if not whole.passed:
                sys.stderr.write(f"{whole.said}\nthese tests fail without any mutant\n")
                return 1
            sys.stdout.write(f"without a mutant: {len(tests)} pass in {whole.seconds:.0f} s\n\n")
        return 0 if _all_caught(chosen, asked.seed) else 1


def _all_caught(chosen: Sequence[Mutant], seed: int) -> bool:
    sys.stdout.write("| mutant | caught by | after |\n|---|---|---|\n")
    left = []
    for one in chosen:
        caught = catch(one, seed)
        sys.stdout.write(caught.row() + "\n")
        sys.stdout.flush()
        sys.stderr.write(f"{one.name} was seen: {caught.why}\n" if caught.is_caught else "")
        if not caught.is_caught:
            left.append(one.name)
    count = len(chosen)
    sys.stdout.write(f"\n{count} mutants, {count - len(left)} caught")
    sys.stdout.write(f"; not caught: {', '.join(left)}\n" if left else "\n")
    return not left


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.mutants")
    parser.add_argument("--only", nargs="*", metavar="NAME")
    parser.add_argument("--seed", type=int, default=1, help="of the simulator's first history")
    return parser


if __name__ == "__main__":
    sys.exit(main())
