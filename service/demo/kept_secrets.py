"""Secrets that an installation makes for itself on its first start and keeps in files that only its user reads."""

import os
import secrets
from pathlib import Path


def kept_secret(file: Path) -> str:
    """The secret in this file, made when there is none."""
    if not file.exists():
        keep_secret(file, secrets.token_urlsafe(48))
    return file.read_text(encoding="ascii").strip()


def keep_secret(file: Path, secret: str) -> None:
    """Write the file whole or not at all, readable by nobody else from its first byte on."""
    partial = file.with_name(f".{file.name}.partial")
    partial.unlink(missing_ok=True)
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as opened:
        opened.write(secret + "\n")
        opened.flush()
        os.fsync(opened.fileno())
    partial.rename(file)
