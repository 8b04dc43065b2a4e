"""The work of a child process on one file: reading, splitting, and a person's corrections."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from pathlib import Path

from indexer.assembly import SplitFile
from indexer.corrections import split_corrected
from indexer.file_lists import lists_files
from indexer.formats import read_file
from indexer.packages.decoding import decode
from indexer.splitting import Described
from indexer.splitting.page_words import with_page_words
from search.errors import DocumentError
from search.model import Source


@dataclass(frozen=True, slots=True)
class FileJob:
    """A file to be read.

    Attributes:
        path: of the file, or of a member of an archive (see archive.py).
        name: in the corpus.
        sha256: of its bytes.
        sheet: the text of the corrections beside it, None where there is none.
        beside: names of the files in its folder where it may be no document but a list of them.
        page_words: running heads and contents become a passage too, to be found.
    """

    path: Path
    name: str
    sha256: str
    described: Described
    sheet: str | None = None
    beside: tuple[str, ...] = ()
    page_words: bool = False


def read_and_split(job: FileJob) -> tuple[SplitFile, ...]:
    """Make documents of a file.

    Returns:
        One a document; none where the file only lists files beside it.

    Raises:
        DocumentError: it cannot be read or split, or there is no text in it.
    """
    if job.beside and lists_files(decode(job.path.read_bytes())[0], job.beside):
        return ()
    read = read_file(job.path)
    source = Source(job.name.rsplit("/", 1)[-1], job.sha256)
    try:
        documents = split_corrected(read, source, job.described, job.sheet)
        if job.page_words:
            labels = dict(read.page_labels)
            documents = with_page_words(documents, read.text, read.blocks, source, labels)
    except MemoryError as error:
        raise DocumentError("切分時記憶體不足，已中止", "請分成幾個較小的檔案") from error
    except Exception as error:
        # A fault of ours in one document must not take the others out of service; the place
        # is told because nothing that a child logs is seen.
        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(frame.filename).name} 第 {frame.lineno} 行"
        raise DocumentError(
            f"切分失敗（{type(error).__name__}，{place}）", "請回報這個檔案，其他檔案不受影響"
        ) from error
    if not any(document.passages for document in documents):
        raise DocumentError("檔案裡沒有讀到任何文字", "若是掃描檔，請改用有文字層的檔案")
    return tuple(
        SplitFile(job.name, source, read.format, job.described.origin, read.text, document)
        for document in documents
    )
