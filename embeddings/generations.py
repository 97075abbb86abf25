"""Generation files on disk: written aside, checksummed, renamed; nothing that does not verify is ever parsed.

A folder holds `generation-<n>` folders; the highest that verifies is served. Vectors are personal data: folders that
are made here are 0700, their files 0600.
"""

import errno
import hashlib
import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import faiss
import numpy as np

from embeddings.errors import IndexDamaged, IndexNotReady, IndexNotSaved, ModelMismatch
from embeddings.fingerprint import Fingerprint
from embeddings.segments import Segment

FORMAT = 1
KEPT_GENERATIONS = 2
LEFTOVER_SECONDS = 3600

VECTORS = "vectors.faiss"
IDS = "ids.npy"
MANIFEST = "manifest.json"

_NAME = re.compile(r"generation-(\d+)")
_ASIDE = ".writing-"


@dataclass(frozen=True)
class Generation:
    """A saved index as it lies on disk, mapped, and the change-log position that it contains."""

    segment: Segment
    position: int


def write_generation(folder: Path, segment: Segment, *, fingerprint: Fingerprint, position: int) -> Generation:
    """Save the segment, of which every document must be alive, as the next generation and map it."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=_ASIDE, dir=folder))
        try:
            _write_files(aside, segment, fingerprint=fingerprint, position=position)
            written = _map(aside, fingerprint)
            _rename_to_next(aside, folder)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        _sync_folder(folder)
    except (OSError, RuntimeError, SystemError) as error:
        raise IndexNotSaved(
            f"A generation could not be written to {folder} ({error}): make room there; the older ones still serve."
        ) from error
    _prune(folder)
    return Generation(written, position)


def open_newest(folder: Path, fingerprint: Fingerprint) -> Generation:
    """Map the highest generation that verifies; its model must be the one named by `fingerprint`."""
    _remove_leftovers(folder)
    while True:
        names = _names(folder)
        if not names:
            raise IndexNotReady(f"No index was saved in {folder} yet: build it from the stored vectors.")
        reasons = []
        for name in reversed(names):
            try:
                return _open(folder / name, fingerprint)
            except IndexDamaged as error:
                reasons.append(str(error))
        # Another process may have replaced all of them meanwhile.
        if _names(folder) == names:
            raise IndexDamaged(f"{' '.join(reasons)} Delete {folder} and build the index again.")


def _open(path: Path, fingerprint: Fingerprint) -> Generation:
    manifest = _read_manifest(path / MANIFEST)
    _check_fingerprint(path, Fingerprint(**manifest["fingerprint"]), fingerprint)
    for name, expected in manifest["files"].items():
        if _file_digest(path / name) != expected:
            raise IndexDamaged(f"{path / name} is not what was written.")
    segment = _map(path, fingerprint)
    if (len(segment), len(segment.documents)) != (manifest["rows"], manifest["documents"]):
        raise IndexDamaged(f"{path} holds another number of rows than its manifest says.")
    return Generation(segment, manifest["position"])


def _map(path: Path, fingerprint: Fingerprint) -> Segment:
    """Map files that were verified, or written by this process."""
    try:
        ids = np.load(path / IDS, allow_pickle=False)
        index = faiss.read_index(str(path / VECTORS), faiss.IO_FLAG_MMAP_IFC)
    except (OSError, ValueError, RuntimeError) as error:
        raise IndexDamaged(f"{path} cannot be read ({error}).") from error
    if index.ntotal != len(ids) or index.d != fingerprint.dimension:
        raise IndexDamaged(f"{path} holds {index.ntotal} rows of dimension {index.d} for {len(ids)} ids.")
    return Segment.of(index, ids)


def _check_fingerprint(path: Path, found: Fingerprint, wanted: Fingerprint) -> None:
    if found != wanted:
        raise ModelMismatch(
            f"{path} was built with model {found.model} (generation {found.digest()}), the settings name "
            f"{wanted.model} (generation {wanted.digest()}): build the index again, or name that model."
        )


def _write_files(aside: Path, segment: Segment, *, fingerprint: Fingerprint, position: int) -> None:
    ids = BytesIO()
    np.save(ids, segment.ids, allow_pickle=False)
    files = {
        VECTORS: _write(aside / VECTORS, lambda write: faiss.write_index(segment.index, _faiss_writer(write))),
        IDS: _write(aside / IDS, lambda write: write(ids.getvalue())),
    }
    manifest = {
        "format": FORMAT,
        "fingerprint": asdict(fingerprint),
        "position": position,
        "rows": len(segment),
        "documents": len(segment.documents),
        "files": files,
    }
    _write(aside / MANIFEST, lambda write: write(_sealed(manifest)))
    _sync_folder(aside)


def _write(path: Path, fill: Callable[[Callable[[bytes], object]], object]) -> str:
    """Write and sync one file; return the SHA-256 of what was meant to be written."""
    digest = hashlib.sha256()
    with _create(path) as file:

        def write(chunk: bytes) -> None:
            digest.update(chunk)
            file.write(chunk)

        fill(write)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def _faiss_writer(write: Callable[[bytes], object]) -> Any:
    """FAISS's own file writer reports no error when the last bytes meet a full disk."""
    return faiss.PyCallbackIOWriter(write)  # type: ignore[attr-defined]


def _create(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _sealed(manifest: dict[str, Any]) -> bytes:
    """Write the manifest with its own checksum, in the one spelling that is accepted."""
    seal = hashlib.sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest()
    return json.dumps(manifest | {"seal": seal}, sort_keys=True, indent=1).encode()


def _read_manifest(path: Path) -> dict[str, Any]:
    try:
        content = path.read_bytes()
        manifest: dict[str, Any] = json.loads(content)
        del manifest["seal"]
        if _sealed(manifest) != content or manifest["format"] != FORMAT:
            raise IndexDamaged(f"{path} is not what was written.")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexDamaged(f"{path} cannot be read ({error}).") from error
    return manifest


def _file_digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise IndexDamaged(f"{path} cannot be read ({error}).") from error


def _rename_to_next(aside: Path, folder: Path) -> None:
    number = max((_number(name) for name in _names(folder)), default=0)
    while True:
        number += 1
        try:
            os.rename(aside, folder / f"generation-{number}")
            return
        except OSError as error:
            if error.errno not in (errno.EEXIST, errno.ENOTEMPTY):
                raise


def _names(folder: Path) -> list[str]:
    """List generations, the newest last."""
    if not folder.is_dir():
        return []
    return sorted((name for name in os.listdir(folder) if _NAME.fullmatch(name)), key=_number)


def _number(name: str) -> int:
    return int(name.rpartition("-")[2])


def _prune(folder: Path) -> None:
    for name in _names(folder)[:-KEPT_GENERATIONS]:
        shutil.rmtree(folder / name, ignore_errors=True)


def _remove_leftovers(folder: Path) -> None:
    """Remove what a process that died while writing left behind, long enough ago to be sure that it is no longer."""
    for path in folder.glob(f"{_ASIDE}*"):
        try:
            abandoned = time.time() - path.stat().st_mtime > LEFTOVER_SECONDS
        except FileNotFoundError:
            continue
        if abandoned:
            shutil.rmtree(path, ignore_errors=True)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
