"""What a11y-moda says of every page and state: 網站無障礙規範 115.11 and 110.07, level AA.

usage: python benchmarks/moda.py [--render] [NAME…]

Wants `pip install a11y-moda playwright` in an environment of its own beside the service, and with
--render a Chromium, in which every page is looked at light and dark, walked by keyboard, reflowed
and its forms tried; without it, the page as sent is read. Ends with 1 where anything fails.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "browser")]
# The site is on this machine, which the checker would not look at.
os.environ["A11Y_ALLOW_PRIVATE_HOSTS"] = "1"  # noqa: TID251  for the checker alone

import small_corpus  # noqa: E402
from a11y_moda.models import Level  # noqa: E402
from a11y_moda.scanner import scan_page  # noqa: E402
from driving import FLAGS  # noqa: E402
from own_site import serving  # noqa: E402
from states import ADDRESSES  # noqa: E402


def main() -> int:
    """Look at each page and print what fails."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--render", action="store_true")
    given = parser.parse_args()
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        small_corpus.build(Path(folder))
        with serving(Path(folder)) as site, _playwright(given.render) as playwright:
            browser = playwright and playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=list(FLAGS[1:])
            )
            for name in given.names or ADDRESSES:
                for theme in ("light", "dark") if browser else (None,):
                    report = scan_page(
                        site + ADDRESSES[name],
                        level=Level.AA,
                        render=bool(browser),
                        browser=browser,
                        color_scheme=theme,
                    )
                    wrong = [one for one in report.issues if one.status == "fail"]
                    failed += len(wrong)
                    said = report.fetch_error or f"{len(wrong)} fail"
                    print(f"{name} ({theme or 'as sent'}): {said}", flush=True)
                    for one in wrong:
                        print(f"  {one.rule_id} ({one.spec}) {one.message} {one.snippet[:160]}")
            if browser:
                browser.close()
    print(f"{failed} failures")
    return min(failed, 1)


def _playwright(wanted: bool):  # type: ignore[no-untyped-def]
    if not wanted:
        return nullcontext()
    from playwright.sync_api import sync_playwright

    return sync_playwright()


if __name__ == "__main__":
    sys.exit(main())
