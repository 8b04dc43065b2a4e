"""Install from this folder without a network, index a folder of documents, start the service.

usage: python install.py [文件資料夾] [--host 127.0.0.1] [--port 8000]

Started by install.sh and install.bat, which find a Python. Needs nothing but Python itself.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
STAMP = VENV / "installed"
SEARCHABLE = (0, 3, 4)
"""Exit codes of indexing: all is well; some files were rejected; the index stays as it was."""


def main() -> int:
    """Install where that is not done yet, then index and serve."""
    parser = argparse.ArgumentParser(description="不需網路的安裝：安裝、索引、啟動服務。")
    parser.add_argument(
        "documents", nargs="?", help="文件資料夾（預設為先前的資料夾，第一次為示範語料）"
    )
    parser.add_argument("--host", help="0.0.0.0 讓其他電腦也能連線")
    parser.add_argument("--port")
    given = parser.parse_args()
    documents = [str(Path(given.documents).resolve())] if given.documents else []
    if not all(Path(folder).exists() for folder in documents):
        return _fail(f"找不到文件資料夾：{documents[0]}")
    os.chdir(HERE)  # the index and zhengsuo.toml stand beside this file
    sums = HERE / "SHA256SUMS"
    mark = sha256(sums.read_bytes()).hexdigest()
    if not STAMP.is_file() or STAMP.read_text("ascii") != mark:
        fault = _unserved() or _damage(sums) or _install()
        if fault:
            return _fail(fault)
        # Written last, so that a broken installation is done again.
        STAMP.write_text(mark, "ascii")
    _say("索引…")
    indexed = _run(_command("zhengsuo"), "index", *documents)
    if indexed not in SEARCHABLE:
        return indexed
    # What is not given is left to zhengsuo.toml.
    named = {"--host": given.host, "--port": given.port}
    command = [_command("zhengsuo"), "serve"]
    command += (word for name, value in named.items() if value for word in (name, value))
    if os.name == "posix":
        os.execv(command[0], command)  # noqa: S606  the service takes this process's place
    return _run(*command)


def _unserved() -> str:
    """Say which machines the archive is for where this is none of them."""
    targets = json.loads((HERE / "targets.json").read_text("utf-8"))
    here = {
        "system": platform.system(),
        "machine": platform.machine(),
        "python": f"{sys.version_info.major}.{sys.version_info.minor}",
    }
    if here in targets:
        return ""
    served = "、".join(f"{t['system']} {t['machine']} Python {t['python']}" for t in targets)
    return (
        f"這個封裝檔適用於 {served}；"
        f"這裡是 {here['system']} {here['machine']} Python {here['python']}"
    )


def _damage(sums: Path) -> str:
    """Name the files that are missing or are not as they were packed."""
    wrong = []
    for line in sums.read_text("utf-8").splitlines():
        digest, _, name = line.partition("  ")
        path = HERE / name
        if not path.is_file() or sha256(path.read_bytes()).hexdigest() != digest:
            wrong.append(name)
    return f"檔案不完整或被改過，請重新解開封裝檔：{'、'.join(wrong)}" if wrong else ""


def _install() -> str:
    """Make the environment and install into it; give the fault, empty where there is none."""
    _say("建立虛擬環境…")
    if _run(sys.executable, "-m", "venv", "--clear", str(VENV)):
        return "這個 Python 缺少 venv 或 pip；Debian 與 Ubuntu 請安裝 python3-venv 套件"
    _say("安裝套件…")
    pip = [_command("python"), "-m", "pip", "--isolated", "--disable-pip-version-check"]
    offline = ["--no-index", "--no-cache-dir", "--find-links", "wheels", "--require-hashes"]
    if _run(*pip, "--quiet", "install", *offline, "--requirement", "requirements.txt"):
        return "套件安裝失敗，原因如上"
    return ""


def _command(name: str) -> str:
    """The path of a command in the environment."""
    return str(VENV / ("Scripts" if os.name == "nt" else "bin") / name)


def _run(*command: str) -> int:
    return subprocess.run(command, check=False).returncode  # noqa: S603  our own commands


def _fail(message: str) -> int:
    _say(f"錯誤：{message}")
    return 1


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(1)
