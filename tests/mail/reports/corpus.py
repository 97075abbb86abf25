"""Every sample with what it reports: replies in the formats of many servers, special reports, complaints and nothings."""

from collections.abc import Iterator
from dataclasses import dataclass

from service.mail.reports import Verdict
from tests.mail.reports import complaints, letters, nothings, standard_reports
from tests.mail.reports.replies import REPLIES
from tests.mail.reports.special_reports import SPECIAL

_DELAYED_BY = "451 4.4.1 Connection timed out"


@dataclass(frozen=True)
class Sample:
    name: str
    raw: bytes
    verdict: Verdict | None


def samples() -> Iterator[Sample]:
    """Each reply in two formats of reports, taken in turns, so that each format comes with replies of all kinds."""
    writers = (*standard_reports.WRITERS, *letters.WRITERS)
    for number, reply in enumerate(REPLIES):
        for writer in (writers[number % len(writers)], writers[(number * 7 + 3) % len(writers)]):
            yield Sample(f"{writer.__name__} of {reply.server}: {reply.text[:50]}", writer(reply.text), reply.verdict)
    for of_reports in standard_reports.WRITERS:
        delayed = of_reports(_DELAYED_BY, action="delayed")
        yield Sample(f"{of_reports.__name__} delayed", delayed, Verdict.DELAYED)
    yield from (Sample(name, raw, verdict) for name, (raw, verdict) in SPECIAL.items())
    yield from (Sample(f"complaint: {name}", raw, Verdict.COMPLAINT) for name, raw in complaints.COMPLAINTS.items())
    yield from (Sample(f"no complaint: {name}", raw, None) for name, raw in complaints.NO_COMPLAINTS.items())
    yield from (Sample(f"nothing: {name}", raw, None) for name, raw in nothings.NOTHINGS.items())


SAMPLES = list(samples())
