"""What is left of an index after crashes, damage, full disks and other processes."""

import errno
import multiprocessing
import os
import shutil
import stat
import threading
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from embeddings import generations
from embeddings.encoder import FloatMatrix
from embeddings.errors import IndexDamaged, IndexNotReady, IndexNotSaved, ModelMismatch
from embeddings.faiss_index import FaissIndex
from embeddings.fingerprint import Fingerprint
from embeddings.vector_index import Hit

DIMENSION = 16
FINGERPRINT = Fingerprint("tiny", "revision", "", DIMENSION, 1)
FILES = ("vectors.faiss", "ids.npy", "manifest.json")


def some_rows(seed: int, count: int = 3) -> FloatMatrix:
    rows: FloatMatrix = np.random.default_rng(seed).standard_normal((count, DIMENSION), dtype=np.float32)
    return rows / np.float32(np.sqrt(DIMENSION))


def an_index(*documents: int) -> FaissIndex:
    index = FaissIndex.empty(DIMENSION)
    index.replace_many({document: some_rows(document) for document in documents})
    return index


def save(index: FaissIndex, folder: Path, *, position: int) -> None:
    index.save(folder, fingerprint=FINGERPRINT, position=position)


def opened(folder: Path) -> FaissIndex:
    return FaissIndex.open(folder, fingerprint=FINGERPRINT)


def flip(path: Path, offset: int) -> None:
    content = bytearray(path.read_bytes())
    content[offset] ^= 1 << (offset % 8)
    path.write_bytes(content)


def test_an_opened_index_holds_what_was_saved_and_its_position(tmp_path: Path) -> None:
    saved = an_index(1, 2, 3)
    saved.remove(2)

    save(saved, tmp_path, position=41)
    index = opened(tmp_path)

    assert index.position == saved.position == 41
    assert index.documents() == {1, 3}
    assert np.array_equal(index.rows_of(3), some_rows(3))  # type: ignore[arg-type]


def test_an_empty_index_is_saved_and_opened(tmp_path: Path) -> None:
    save(FaissIndex.empty(DIMENSION), tmp_path, position=0)

    assert opened(tmp_path).search(some_rows(1)[0], limit=3) == []


def test_nothing_saved_is_not_ready_rather_than_damaged(tmp_path: Path) -> None:
    with pytest.raises(IndexNotReady):
        opened(tmp_path / "never-made")


def test_files_are_readable_by_their_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "index"

    save(an_index(1), folder, position=1)

    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in [folder, *folder.rglob("*")]}
    assert modes == {"index": 0o700, "generation-1": 0o700, **dict.fromkeys(FILES, 0o600)}


@pytest.mark.parametrize(
    "other",
    [
        replace(FINGERPRINT, model="larger"),
        replace(FINGERPRINT, revision="newer"),
        replace(FINGERPRINT, adapter="tuned"),
        replace(FINGERPRINT, dimension=DIMENSION * 2),
        replace(FINGERPRINT, passage_version=2),
    ],
    ids=lambda fingerprint: fingerprint.digest(),
)
def test_vectors_of_another_generation_are_refused(tmp_path: Path, other: Fingerprint) -> None:
    save(an_index(1), tmp_path, position=1)

    with pytest.raises(ModelMismatch, match="build the index again"):
        FaissIndex.open(tmp_path, fingerprint=other)


def test_an_index_is_not_saved_under_a_model_of_another_dimension(tmp_path: Path) -> None:
    with pytest.raises(ModelMismatch):
        an_index(1).save(tmp_path, fingerprint=replace(FINGERPRINT, dimension=3), position=1)


@pytest.mark.parametrize("name", FILES)
def test_a_flipped_bit_anywhere_is_refused_and_the_older_generation_serves(tmp_path: Path, name: str) -> None:
    index = an_index(*range(10))
    save(index, tmp_path, position=1)
    save(index, tmp_path, position=2)
    damaged = tmp_path / "generation-2" / name
    whole = damaged.read_bytes()

    for offset in range(len(whole)):
        flip(damaged, offset)
        assert opened(tmp_path).position == 1, f"served a file with a flipped bit in byte {offset}"
        damaged.write_bytes(whole)

    assert opened(tmp_path).position == 2


@pytest.mark.parametrize("name", FILES)
def test_a_truncated_longer_or_missing_file_is_refused(tmp_path: Path, name: str) -> None:
    save(an_index(1), tmp_path, position=1)
    damaged = tmp_path / "generation-1" / name
    whole = damaged.read_bytes()

    for length in range(0, len(whole), 5):
        damaged.write_bytes(whole[:length])
        with pytest.raises(IndexDamaged, match="build the index again"):
            opened(tmp_path)
    damaged.write_bytes(whole + b"\n")
    with pytest.raises(IndexDamaged):
        opened(tmp_path)
    damaged.unlink()
    with pytest.raises(IndexDamaged):
        opened(tmp_path)


def test_vectors_of_one_generation_never_meet_the_ids_of_another(tmp_path: Path) -> None:
    save(an_index(1), tmp_path, position=1)
    save(an_index(2), tmp_path, position=2)
    shutil.copy(tmp_path / "generation-1" / "ids.npy", tmp_path / "generation-2" / "ids.npy")

    assert opened(tmp_path).documents() == {1}


def test_only_the_newest_two_generations_are_kept(tmp_path: Path) -> None:
    index = an_index(1)

    for position in range(12):
        save(index, tmp_path, position=position)

    assert sorted(os.listdir(tmp_path)) == ["generation-11", "generation-12"]
    assert opened(tmp_path).position == 11


def test_an_index_goes_on_serving_a_file_that_others_deleted(tmp_path: Path) -> None:
    save(an_index(1), tmp_path, position=1)
    index = opened(tmp_path)
    shutil.rmtree(tmp_path)

    assert index.search(some_rows(1)[2], limit=1)[0].passage == 2


def test_only_old_leftovers_of_unfinished_saves_are_removed(tmp_path: Path) -> None:
    save(an_index(1), tmp_path, position=1)
    old, new = tmp_path / ".writing-old", tmp_path / ".writing-new"
    for folder in (old, new):
        folder.mkdir()
        (folder / "vectors.faiss").write_bytes(b"half")
    os.utime(old, (time.time() - 3700,) * 2)

    assert opened(tmp_path).position == 1
    assert (old.exists(), new.exists()) == (False, True)


@pytest.mark.parametrize("failing_call", range(1, 6))
def test_a_full_disk_leaves_the_index_and_its_older_file_usable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing_call: int
) -> None:
    index = an_index(1)
    save(index, tmp_path, position=1)
    index.replace(2, some_rows(2))
    calls = iter(range(1, 6))
    sync = os.fsync

    def sync_until_full(descriptor: int) -> None:
        if next(calls) == failing_call:
            raise OSError(errno.ENOSPC, "No space left on device")
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", sync_until_full)
    with pytest.raises(IndexNotSaved, match="No space left"):
        save(index, tmp_path, position=2)

    assert index.documents() == {1, 2}
    assert opened(tmp_path).documents() >= {1}
    assert not list(tmp_path.glob(".writing-*"))


def test_a_disk_that_fills_up_inside_faiss_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generations, "_create", lambda path: open("/dev/full", "wb", buffering=0))  # noqa: SIM115

    with pytest.raises(IndexNotSaved):
        save(an_index(1), tmp_path, position=1)

    assert os.listdir(tmp_path) == []


def test_changes_made_while_a_save_is_under_way_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = an_index(1, 2, 3)
    write = generations._write_files

    def write_while_others_change(*args: object, **kwargs: object) -> None:
        index.replace(1, some_rows(100, count=1))
        index.remove(2)
        index.replace(4, some_rows(4))
        write(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(generations, "_write_files", write_while_others_change)
    save(index, tmp_path, position=7)

    assert index.documents() == {1, 3, 4}
    assert np.array_equal(index.rows_of(1), some_rows(100, count=1))  # type: ignore[arg-type]
    assert opened(tmp_path).documents() == {1, 2, 3}


def save_often(folder: str, document: int, times: int) -> None:
    index = an_index(document)
    for position in range(times):
        save(index, Path(folder), position=position)


def test_processes_that_save_at_once_leave_a_valid_index(tmp_path: Path) -> None:
    # Spawned, because a fork would copy the threads' locks of the libraries in whatever state they are.
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=save_often, args=(str(tmp_path), document, 15)) for document in (1, 2)]
    for process in processes:
        process.start()
    seen = set[int]()
    while any(process.is_alive() for process in processes):
        try:
            seen |= opened(tmp_path).documents()
        except IndexNotReady:
            continue
    for process in processes:
        process.join()

    assert [process.exitcode for process in processes] == [0, 0]
    assert seen <= {1, 2}
    assert opened(tmp_path).position == 14
    assert len(os.listdir(tmp_path)) == 2


def test_readers_see_whole_documents_while_a_writer_replaces_them() -> None:
    query = np.eye(DIMENSION, dtype=np.float32)[0]
    index = FaissIndex.empty(DIMENSION)
    index.replace_many(dict.fromkeys(range(50), query[np.newaxis]))
    stop = threading.Event()
    answers = list[list[Hit]]()

    def read() -> None:
        while not stop.is_set():
            answers.append(index.search(query, limit=100))

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for turn in range(300):
        index.replace(turn % 50, np.tile(query, (1 + turn % 3, 1)))
    stop.set()
    for reader in readers:
        reader.join()

    assert answers
    assert all([hit.document for hit in hits] == list(range(50)) for hits in answers)
