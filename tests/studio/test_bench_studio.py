"""The bench of the makers, in its quick form."""

from __future__ import annotations

from store.words import DeliverableType
from studio.bench import JOBS
from studio.bench_scale import HUNDRED, QUICK, scaling


def test_every_type_has_a_figure_and_a_hundred_deliverables_are_a_hundred() -> None:
    assert {job.name for job in JOBS} == set(map(str, DeliverableType))
    assert sum(HUNDRED.values()) == 100
    assert {*HUNDRED, DeliverableType.VIDEO} == set(DeliverableType)


def test_a_small_run_is_measured_with_two_workers() -> None:
    rows = scaling(quick=True)
    assert [f"{sum(QUICK.values())} deliverables" in row[0] for row in rows] == [True]
    assert all("/s" in ours and "/s" in baseline for _, ours, baseline, _ in rows)
