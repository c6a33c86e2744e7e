"""Jobs of the background worker: what is done, and when it is due. Jobs lie in the database until they are done.

An act enqueues its jobs in its own transaction, so that both stand or fall together. A job may run twice after a
power cut; each is written so that this does no harm.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from jixiao.core.ledger.windows import BEIJING
from jixiao.core.workdays import is_workday

FROM, UNTIL = time(8, 30), time(18, 0)  # Beijing: nobody is reminded at night
KEPT = timedelta(days=14)  # finished jobs
ATTEMPTS = 3  # a job that was running when the worker died so often is not tried again


@task()
def remind(slot: str) -> int:
    """Make the digests that are due. `slot` names the hour, so that each hour has one such job."""
    from jixiao.ledger.actions.reminders import scan

    return scan(timezone.now())


@task()
def deliver(digest_id: int) -> None:
    """Carry a digest out of the house."""
    from jixiao.ledger.actions import reminders

    reminders.deliver(digest_id, timezone.now())


@task()
def tidy(slot: str) -> int:
    """Forget finished jobs and sessions that have ended."""
    from django.core.management import call_command

    call_command("clearsessions")
    return DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - KEPT).delete()[0]


def plan(now: datetime) -> None:
    """Enqueue what is due at this moment, once."""
    here = now.astimezone(BEIJING)
    if is_workday(here.date()) and FROM <= here.time() < UNTIL:
        _once(remind, f"{here:%Y-%m-%dT%H}")
    _once(tidy, f"{here:%Y-%m-%d}")


def _once(job: Task[[str], int], slot: str) -> None:
    if not DBTaskResult.objects.filter(task_path=job.module_path, args_kwargs__args__0=slot).exists():
        job.enqueue(slot)


def rescue() -> int:
    """Take up again the jobs of a worker that died; call it only while no other worker runs. Returns how many.

    The library leaves them marked as running for ever (its issue 46).
    """
    count = 0
    for stalled in DBTaskResult.objects.running():
        if len(stalled.worker_ids) >= ATTEMPTS:
            stalled.set_failed(RuntimeError("the worker died while it ran"))
        else:
            stalled.status = TaskResultStatus.READY
            stalled.save(update_fields=["status"])
            count += 1
    return count


def are_ready() -> bool:
    return DBTaskResult.objects.ready().exists()
