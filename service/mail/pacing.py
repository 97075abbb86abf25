"""How many mails a minute one receiving domain gets: big providers defer whoever floods them. No clock, no database."""

from collections import Counter
from collections.abc import Iterable, Mapping

PACED_OVER_SECONDS = 60


def over_the_rate(waiting: Iterable[tuple[int, str]], sent: Mapping[str, int], *, per_minute: int) -> set[int]:
    """Which of the (delivery, domain) that wait must wait on, given how many each domain got in the last minute."""
    counts = Counter(sent)
    held_back = set()
    for delivery_id, domain in waiting:
        if counts[domain] >= per_minute:
            held_back.add(delivery_id)
        else:
            counts[domain] += 1
    return held_back
