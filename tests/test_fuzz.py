"""A short run of the fuzz target; the long one is a command in CONTRIBUTING."""

from fuzz import run

CASES = 200


def test_mangled_files_cost_only_themselves() -> None:
    """Whatever bits, slices and members of a return are mangled, each file has one status and no reader crashes or hangs."""
    statuses, bad = run(CASES, "short")

    assert bad == []
    assert statuses.total() == CASES
    assert set(statuses) <= {"scored", "held", "superseded", "refused", "ignored"}
    assert len(statuses) > 2
