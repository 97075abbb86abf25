"""A worker as `rolecall worker` runs it, but for its encoder.

Run as a module: supervised as in production, or with the argument `alone` just the worker process itself. Each imports
only what it needs, as both are started often.
"""

import asyncio
import sys
from functools import partial

ENCODE_SECONDS = "FAULTS_ENCODE_SECONDS"
NOTES = "FAULTS_NOTES"
POISON = "FAULTS_POISON"
ALONE = "alone"


def supervised() -> None:
    from service.cli import production
    from workers import supervisor

    command = (sys.executable, "-m", "tests.faults.worker_with_fake_encoder", ALONE)
    supervisor.supervise = partial(supervisor.supervise, command=command)
    production.worker()


def alone() -> None:
    from tests.faults.noting_encoder import make
    from workers.main import main

    asyncio.run(main(make))


if __name__ == "__main__":
    alone() if ALONE in sys.argv else supervised()
