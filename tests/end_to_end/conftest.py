"""What the tests of whole processes share."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from processes import ROOT, zhengsuo


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of an index of the samples."""
    folder = tmp_path_factory.mktemp("office") / ".zhengsuo"
    done = subprocess.run(
        zhengsuo("index", ROOT / "corpus", "--data", folder), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return folder
