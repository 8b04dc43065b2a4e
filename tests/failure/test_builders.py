"""One builder at a time; searching goes on meanwhile; nothing planted is ever run."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import threading
from hashlib import sha256
from pathlib import Path

import pytest
from plants import PLANS, ROOT, WORDS, start_index, state_of, write_state

from indexer import pipeline
from search.errors import NoIndex
from search.live import LiveSearcher
from search.model import SearchRequest
from search.store import generation


def index(corpus: Path, data: Path) -> None:
    pipeline.run([corpus], data, "whoosh", lambda *_: None)


def test_a_second_builder_is_told_who_holds_the_lock(tmp_path: Path) -> None:
    write_state(tmp_path / "corpus", 0)
    with generation.build_lock(tmp_path / "data"):
        second = start_index(tmp_path / "corpus", tmp_path / "data")
        _, err = second.communicate()
    assert second.returncode == 1
    assert f"程序編號 {os.getpid()}" in err


def test_the_lock_of_a_dead_process_blocks_nobody(tmp_path: Path) -> None:
    write_state(tmp_path / "corpus", 0)
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom search.store import generation\n"
        "with generation.build_lock(Path(sys.argv[1])):\n"
        "    print('held', flush=True)\n    time.sleep(60)\n"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "data")], cwd=ROOT, stdout=subprocess.PIPE
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    holder.kill()
    holder.communicate()
    index(tmp_path / "corpus", tmp_path / "data")
    assert state_of(tmp_path / "data") == 0


@pytest.mark.parametrize(
    ("clients", "switches"), [(4, 4), pytest.param(64, 100, marks=pytest.mark.long)]
)
def test_answers_are_whole_while_generations_are_switched(
    tmp_path: Path, clients: int, switches: int
) -> None:
    corpus, data = tmp_path / "corpus", tmp_path / "data"
    write_state(corpus, 0)
    index(corpus, data)
    live = LiveSearcher(data)
    stop = threading.Event()
    problems: list[object] = []
    fingerprints: set[str] = set()

    def ask() -> None:
        while not stop.is_set():
            try:
                searcher = live.searcher()
                counts = [
                    searcher.search(SearchRequest(text=f'"{word}"', exact=True)).total
                    for word in WORDS
                ]
                if sorted(counts) != [0, PLANS * 4]:
                    problems.append(counts)
                fingerprints.add(searcher.fingerprint)
            except Exception as error:  # noqa: BLE001  any error at all fails the test
                problems.append(error)

    threads = [threading.Thread(target=ask) for _ in range(clients)]
    for thread in threads:
        thread.start()
    try:
        for number in range(1, switches + 1):
            write_state(corpus, number % 2)
            index(corpus, data)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert problems == []
    assert fingerprints


def follow(live: LiveSearcher, until: str) -> bool:
    """Ask until the searcher is of that generation; False after a hundred looks."""
    for _ in range(100):
        if live.searcher().fingerprint == until:
            return True
        threading.Event().wait(0.1)
    return False


def test_a_server_follows_new_generations(tmp_path: Path) -> None:
    corpus, data = tmp_path / "corpus", tmp_path / "data"
    live = LiveSearcher(data)
    with pytest.raises(NoIndex):
        live.searcher()
    for state in (0, 1, 0):
        write_state(corpus, state)
        index(corpus, data)
        wanted = generation.open_newest(data, {}).manifest.fingerprint
        assert follow(live, wanted)


def test_a_request_ends_on_the_generation_it_began_with(tmp_path: Path) -> None:
    corpus, data = tmp_path / "corpus", tmp_path / "data"
    write_state(corpus, 0)
    index(corpus, data)
    live = LiveSearcher(data)
    held = live.searcher()
    for state in (1, 0, 1):
        write_state(corpus, state)
        index(corpus, data)
    assert follow(live, generation.open_newest(data, {}).manifest.fingerprint)
    assert held.search(SearchRequest(text=f'"{WORDS[0]}"', exact=True)).total == PLANS * 4
    assert len(list(held.store.groups())) == held.store.searched().passages


def test_a_damaged_new_generation_is_not_put_into_service(tmp_path: Path) -> None:
    corpus, data = tmp_path / "corpus", tmp_path / "data"
    write_state(corpus, 0)
    index(corpus, data)
    write_state(corpus, 1)
    index(corpus, data)
    newest = generation.open_newest(data, {})
    texts = newest.folder / "index" / "s0" / "texts.txt"
    texts.write_bytes(texts.read_bytes()[:-2] + b"?\n")
    assert state_of(data) == 0
    assert LiveSearcher(data).searcher().fingerprint != newest.manifest.fingerprint


class Planted:
    """Makes a file when it is unpickled."""

    def __init__(self, canary: Path) -> None:
        self.canary = canary

    def __reduce__(self) -> tuple[object, ...]:
        return (Path.touch, (self.canary,))


def test_no_pickle_of_a_strangers_index_is_loaded(tmp_path: Path) -> None:
    corpus, data, canary = tmp_path / "corpus", tmp_path / "data", tmp_path / "canary"
    write_state(corpus, 0)
    index(corpus, data)
    opened = generation.open_newest(data, {})
    planted = pickle.dumps(Planted(canary))
    pickle.loads(planted)  # noqa: S301  the bait must work
    assert canary.exists()
    canary.unlink()
    toc = next((opened.folder / "index" / "s0").glob("*.toc"))
    whole = toc.read_bytes()
    # The table of contents holds the schema as a pickle: first in its stead, then before it.
    schema = whole.index(b"\x80")
    for bait in (planted, whole[:schema] + planted + whole[schema:]):
        toc.write_bytes(bait)
        sign(opened.folder)
        # In a process of its own, since Whoosh leaves files open where it stumbles.
        command = [sys.executable, str(ROOT / "zhengsuo.py"), "search", "職業", "--data", str(data)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode in (0, 1)
        assert "Traceback" not in done.stderr
        assert not canary.exists()


def sign(folder: Path) -> None:
    """Make the manifest fit the files, as one who plants an index would."""
    path = folder / generation.MANIFEST
    body = json.loads(path.read_text("utf-8"))["manifest"]
    for name in body["files"]:
        data = (folder / name).read_bytes()
        body["files"][name] = [len(data), sha256(data).hexdigest()]
    signed = sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    path.write_text(json.dumps({"manifest": body, "sha256": signed}), "utf-8")
