"""What make says on a machine that lacks Python, or a part of it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("make", "sh", "echo", "rm", "mkdir", "touch")
pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")


def _make(folder: Path, python: str | None) -> str:
    """Run `make serve` where only a few tools and this python3 can be found; give its stderr."""
    tools = folder / "tools"
    tools.mkdir()
    for tool in TOOLS:
        (tools / tool).symlink_to(str(shutil.which(tool)))
    if python is not None:
        (tools / "python3").write_text(python)
        (tools / "python3").chmod(0o755)
    for file in (
        "Makefile",
        "requirements-build.txt",
        "requirements.txt",
        "setup.cfg",
        "pyproject.toml",
    ):
        shutil.copy(ROOT / file, folder)
    done = subprocess.run(
        ["make", "serve"],
        cwd=folder,
        env={"PATH": str(tools), "HOME": str(folder), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert not (folder / ".venv").exists()
    return done.stderr


@pytest.mark.parametrize("python", [None, "#!/bin/sh\nexit 1\n"], ids=["absent", "too old"])
def test_a_missing_python_is_named_with_the_remedy(tmp_path: Path, python: str | None) -> None:
    said = _make(tmp_path, python)
    assert "找不到 Python 3.11 以上版本" in said
    assert "Python 3.11 or later is missing" in said
    assert "apt install python3 python3-venv" in said


def test_a_python_without_venv_is_named_with_the_remedy(tmp_path: Path) -> None:
    without = f'#!/bin/sh\ncase "$2" in *ensurepip*) exit 1;; esac\nexec {sys.executable} "$@"\n'
    said = _make(tmp_path, without)
    assert "缺少 venv 或 pip" in said
    assert "lacks venv or pip" in said
    assert "apt install python3-venv" in said
