"""Logs: one line an event to standard error, without addresses, texts or anything else of a person."""

import logging

_QUIET = ("httpx", "httpcore", "arq", "sentence_transformers", "urllib3", "mail.log", "alembic", "faiss")


def set_up_logs(level: str) -> None:
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s", force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
