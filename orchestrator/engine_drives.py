"""DBOS as housekeeping and the server see it: runs to start, workers to recover, history to purge. Calls block."""

from __future__ import annotations

from datetime import datetime

from dbos import DBOS

VERSION = "1"
"""Raised by hand when the workflow `drive` or `make` changes its steps: DBOS's own default, a hash of the source,
would strand every waiting workflow at each edit."""
RUNS, UNITS = "runs", "units"
DRIVE, MAKE, REMAKE = "drive", "make", "remake"
PROJECT, PART = "project", "part"


def run_key(run_id: str, epoch: int) -> str:
    """The id of the workflow that drives this epoch of the run."""
    return f"run:{run_id}:{epoch}"


def enqueue_run(run_id: str, epoch: int) -> None:
    DBOS.enqueue_workflow_with_options(
        {
            "workflow_name": DRIVE,
            "queue_name": RUNS,
            "workflow_id": run_key(run_id, epoch),
            "app_version": VERSION,
        },
        run_id,
        epoch,
    )


def remake_key(remake_id: str, epoch: int) -> str:
    """The id of the workflow that makes the remake in this epoch."""
    return f"remake:{remake_id}:{epoch}"


def enqueue_remake(remake_id: str, epoch: int) -> None:
    DBOS.enqueue_workflow_with_options(
        {
            "workflow_name": REMAKE,
            "queue_name": UNITS,
            "workflow_id": remake_key(remake_id, epoch),
            "app_version": VERSION,
        },
        remake_id,
    )


def project_key(project_id: str, epoch: int) -> str:
    """The id of the workflow that drives this epoch of the project."""
    return f"project:{project_id}:{epoch}"


def enqueue_project(project_id: str, epoch: int) -> None:
    DBOS.enqueue_workflow_with_options(
        {
            "workflow_name": PROJECT,
            "queue_name": RUNS,
            "workflow_id": project_key(project_id, epoch),
            "app_version": VERSION,
        },
        project_id,
        epoch,
    )


class DbosDrives:
    """What housekeeping needs of DBOS, and the only place that leans on its private calls."""

    def start_run(self, run_id: str, epoch: int) -> None:
        enqueue_run(run_id, epoch)

    def ended(self, run_id: str, epoch: int) -> bool:
        """True when the workflow of this epoch is there and over."""
        return _over(run_key(run_id, epoch))

    def start_remake(self, remake_id: str, epoch: int) -> None:
        enqueue_remake(remake_id, epoch)

    def remake_ended(self, remake_id: str, epoch: int) -> bool:
        """As `ended`, of a remake."""
        return _over(remake_key(remake_id, epoch))

    def start_project(self, project_id: str, epoch: int) -> None:
        enqueue_project(project_id, epoch)

    def project_ended(self, project_id: str, epoch: int) -> bool:
        """As `ended`, of a project."""
        return _over(project_key(project_id, epoch))

    def executors_at_work(self) -> set[str]:
        """Ids of the executors, alive or dead, that hold unfinished workflows."""
        pending = DBOS.list_workflows(status="PENDING", load_input=False, load_output=False)
        return {workflow.executor_id for workflow in pending if workflow.executor_id}

    def recover(self, executor_ids: list[str]) -> int:
        """Put the unfinished workflows of dead executors back into the queue; how many there were."""
        return len(DBOS._recover_pending_workflows(executor_ids))  # noqa: SLF001

    def purge(self, before: datetime) -> int:
        """Delete the workflows that ended before then; how many there were."""
        count = 0
        while old := DBOS.list_workflows(
            completed_before=before.isoformat(), limit=_PURGE_BATCH, load_input=False, load_output=False
        ):
            DBOS.delete_workflows([workflow.workflow_id for workflow in old])
            count += len(old)
        return count


def _over(key: str) -> bool:
    status = DBOS.get_workflow_status(key)
    return status is not None and status.status not in ("PENDING", "ENQUEUED", "DELAYED")


_PURGE_BATCH = 500
"""Two thousand took 0.17 s when measured; a batch stays far below what a writer would notice."""
