"""Domains of providers that give addresses to everybody: no installation can be permitted to send in their name."""

from pathlib import Path

FREE_MAIL = frozenset((Path(__file__).parent / "free_mail.txt").read_text(encoding="ascii").split())
