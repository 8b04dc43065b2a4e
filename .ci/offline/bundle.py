"""Make the archive that installs the service where there is no internet: `make bundle`.

usage: python .ci/offline/bundle.py [--output dist] [--python 3.11]…

Needs the internet, or a folder of packages that pip knows of. Every package is the one that the
requirements files pin, checked against its hash; what comes as source alone is built here. The
archive names neither this machine nor the place that the packages came from.
"""

from __future__ import annotations

import argparse
import configparser
import json
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
OURS = ("search", "indexer", "web", "zhengsuo.py", "setup.cfg", "pyproject.toml", "README.md")
SHIPPED = ("install.py", "install.sh", "install.bat", "README.txt")
SUMS, TARGETS, PYTHONS = "SHA256SUMS", "targets.json", "pythons.txt"
# A wheel for a newer C library than 2.28 does not run on the distributions of 2019 and 2020.
_LINUX = ("2_28", "2_27", "2_26", "2_24", "2_17", "2_12", "2_5")
_OLD_NAMES = ("manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64")
TAGS = {
    ("Linux", "x86_64"): (*(f"manylinux_{libc}_x86_64" for libc in _LINUX), *_OLD_NAMES),
    ("Windows", "AMD64"): ("win_amd64",),
}


@dataclass(frozen=True, slots=True, order=True)
class Target:
    """A kind of machine: what platform.system() and .machine() say there, and its Python."""

    system: str
    machine: str
    python: str


@dataclass(frozen=True, slots=True)
class Pin:
    """A package of a requirements file.

    Attributes:
        name: in the normal form of package names.
        marker: where it is needed, such as 'sys_platform == "win32"'; empty for everywhere.
        hashes: SHA-256 (hexadecimal) of the files that may be taken for it.
    """

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]

    def line(self, hashes: Iterable[str], *, marked: bool = True) -> str:
        """Give its line in a requirements file.

        Args:
            hashes: to accept.
            marked: the marker stands in it.
        """
        marker = f" ; {self.marker}" if marked and self.marker else ""
        sums = "".join(f" --hash=sha256:{one}" for one in hashes)
        return f"{self.name}=={self.version}{marker}{sums}"


def pins(text: str) -> tuple[Pin, ...]:
    """Read a requirements file as pip-compile writes it."""
    found = []
    for line in text.replace("\\\n", " ").splitlines():
        match = re.match(r"([\w.-]+)==([^\s;]+)(?:\s*;\s*(.*?))?(?=\s+--hash|\s*$)", line)
        if match:
            name, version, marker = match.groups()
            hashes = tuple(re.findall(r"--hash=sha256:(\w+)", line))
            found.append(Pin(_normal(name), version, (marker or "").strip(), hashes))
    return tuple(found)


def main() -> None:
    """Make the archive and print its path."""
    own = f"{sys.version_info.major}.{sys.version_info.minor}"
    parser = argparse.ArgumentParser(description="Make the archive for installing offline.")
    parser.add_argument("--output", type=Path, default=ROOT / "dist")
    parser.add_argument("--python", action="append", help=f"default: {own}, which runs this")
    given = parser.parse_args()
    wanted = [
        Target(*machine, python)
        for machine in TAGS
        for python in dict.fromkeys(given.python or [own])
    ]
    with tempfile.TemporaryDirectory() as work:
        name = f"zhengsuo-{_version()}-offline"
        folder = Path(work) / name
        served = _fill(folder, Path(work), wanted)
        given.output.mkdir(parents=True, exist_ok=True)
        archive = given.output / f"{name}.zip"
        _pack(folder, archive)
    for target in served:
        _say(f"收進 {target.system} {target.machine}、Python {target.python} 所需的套件")
    _say(f"{archive.stat().st_size / 1e6:.1f} MB")
    sys.stdout.write(f"{archive}\n")


def _fill(folder: Path, work: Path, wanted: Sequence[Target]) -> tuple[Target, ...]:
    """Put all that the archive holds into a folder; give the machines that it serves."""
    wheels = folder / "wheels"
    wheels.mkdir(parents=True)
    needed = tuple(
        dict.fromkeys(
            pin
            for file in ("requirements.txt", "requirements-build.txt")
            for pin in pins((ROOT / file).read_text("utf-8"))
        )
    )
    served = _collect(needed, wheels, work, wanted)
    ours = _own_wheel(wheels, work)
    lines = [pin.line(_sums_of(pin, wheels)) for pin in (*needed, ours)]
    (folder / "requirements.txt").write_text("\n".join(lines) + "\n", "utf-8")
    (folder / TARGETS).write_text(json.dumps([asdict(one) for one in served], indent=1), "utf-8")
    pythons = dict.fromkeys(target.python for target in served)
    (folder / PYTHONS).write_text("".join(f"{python}\n" for python in pythons), "utf-8")
    for name in SHIPPED:
        # A batch file without the line ends of Windows loses its labels.
        newline = "\r\n" if name.endswith((".bat", ".txt")) else "\n"
        text = (HERE / name).read_text("utf-8")
        (folder / name).write_text(text, "utf-8", newline=newline)
    shutil.copy(ROOT / "LICENSE", folder)
    shutil.copytree(
        ROOT / "corpus", folder / "corpus", ignore=shutil.ignore_patterns("making", "*.py", "__*")
    )
    shutil.copy(ROOT / "docs" / "使用手冊.md", folder / "guide.md")
    sums = [f"{_sum(path)}  {path.relative_to(folder).as_posix()}\n" for path in _files(folder)]
    (folder / SUMS).write_text("".join(sums), "utf-8")
    return served


def _collect(
    needed: Sequence[Pin], wheels: Path, work: Path, wanted: Sequence[Target]
) -> tuple[Target, ...]:
    """Bring the wheels of every machine that pip can bring them for, this one's in any case."""
    _say("取得與編譯這台機器的套件…")
    built = work / "built"
    listed = _listed(work, (pin.line(pin.hashes) for pin in needed))
    _pip("wheel", "--require-hashes", "--no-build-isolation", "--wheel-dir", str(built), *listed)
    for wheel in built.glob("*-none-any.whl"):
        shutil.move(wheel, wheels)
    rest = [pin for pin in needed if not _wheels_of(pin, wheels)]
    served = [target for target in wanted if _download(rest, target, wheels, work)]
    here = Target(
        platform.system(),
        platform.machine(),
        f"{sys.version_info.major}.{sys.version_info.minor}",
    )
    if here not in served:
        for wheel in built.glob("*.whl"):
            shutil.move(wheel, wheels)
        served.append(here)
    return tuple(sorted(served))


def _download(rest: Sequence[Pin], target: Target, wheels: Path, work: Path) -> bool:
    """Bring what is made for one kind of machine alone; tell where it cannot be had."""
    _say(f"取得 {target.system} 的套件（Python {target.python}）…")
    # Markers are left out: pip would hold them against this machine.
    listed = _listed(work, (pin.line(pin.hashes, marked=False) for pin in rest))
    tags = [part for tag in TAGS[target.system, target.machine] for part in ("--platform", tag)]
    try:
        _pip(
            "download",
            "--require-hashes",
            "--only-binary=:all:",
            "--python-version",
            target.python,
            *tags,
            "--dest",
            str(wheels),
            *listed,
        )
    except subprocess.CalledProcessError as error:
        _say(f"略過 {target.system} Python {target.python}：{error.stderr.strip()}")
        return False
    return True


def _own_wheel(wheels: Path, work: Path) -> Pin:
    """Build our own wheel from a copy: what an earlier build left here must not enter it."""
    source = work / "source"
    source.mkdir()
    for name in OURS:
        path = ROOT / name
        if path.is_dir():
            shutil.copytree(path, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(path, source)
    shutil.copy(ROOT / "LICENSE", source)
    _pip("wheel", "--no-build-isolation", "--wheel-dir", str(wheels), str(source))
    return Pin("zhengsuo", _version(), "", ())


def _pip(command: str, *arguments: str) -> None:
    subprocess.run(  # noqa: S603  pip of this very interpreter
        [
            *(sys.executable, "-m", "pip", "--quiet", "--no-input", "--disable-pip-version-check"),
            *(command, "--no-deps", *arguments),
        ],
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def _listed(work: Path, lines: Iterable[str]) -> tuple[str, str]:
    """Write a requirements file for pip, and give the arguments that name it."""
    path = work / "requirements.txt"
    path.write_text("\n".join(lines), "utf-8")
    return "--requirement", str(path)


def _pack(folder: Path, archive: Path) -> None:
    """Write a ZIP file that is the same for the same contents."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in _files(folder):
            entry = zipfile.ZipInfo(f"{folder.name}/{path.relative_to(folder).as_posix()}")
            entry.external_attr = (0o755 if path.suffix == ".sh" else 0o644) << 16
            # Wheels are compressed already.
            stored = path.suffix == ".whl"
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            packed.writestr(entry, path.read_bytes())


def _files(folder: Path) -> Iterator[Path]:
    return iter(sorted(path for path in folder.rglob("*") if path.is_file()))


def _wheels_of(pin: Pin, wheels: Path) -> list[Path]:
    """The wheels of a package, whichever machines they are for."""
    return [
        path
        for path in sorted(wheels.glob("*.whl"))
        if (_normal(path.name.split("-")[0]), path.name.split("-")[1]) == (pin.name, pin.version)
    ]


def _sums_of(pin: Pin, wheels: Path) -> list[str]:
    return [_sum(path) for path in _wheels_of(pin, wheels)]


def _sum(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _version() -> str:
    settings = configparser.ConfigParser()
    settings.read(ROOT / "setup.cfg", "utf-8")
    return settings["metadata"]["version"]


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        sys.exit(f"pip 失敗，沒有做出封裝檔：\n{error.stderr.strip()}")
