"""A server whose files are replaced while it runs."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from urllib.request import urlopen

import pytest
from processes import ROOT, serving

PAGES = ("/", "/search?q=%E8%81%B7%E6%A5%AD%E7%81%BD%E5%AE%B3", "/help", "/coverage", "/sitemap")


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A folder with a copy of the program."""
    for package in ("search", "indexer", "web"):
        shutil.copytree(ROOT / package, tmp_path / package)
    shutil.copy(ROOT / "zhengsuo.py", tmp_path)
    return tmp_path


def test_pages_outlive_the_templates_that_they_are_made_of(installed: Path, samples: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(installed)}  # noqa: TID251  a child's own
    with serving(samples, folder=installed, environment=environment) as address:
        for template in (installed / "web" / "templates").iterdir():
            template.write_text("{{ of_another_version() }}", "utf-8")
        for page in PAGES:
            with urlopen(address + page, timeout=30) as answer:  # noqa: S310  our own server
                assert "of_another" not in answer.read().decode()
