"""Weight and speed of the pages, against the bars that they must keep.

usage: python benchmarks/site.py [FOLDER…] [--runs 5] [--only-lighthouse | --without-lighthouse]

Without folders, corpus/ is indexed and served. Lighthouse wants the packages of
tests/browser/tools (npm ci) and a Chromium, ticking wants a Chromium; the rest wants nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from site_serving import FLAGS, ROOT, browsing, serving

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

TOOLS = ROOT / "tests" / "browser" / "tools" / "node_modules"
QUERIES = ("職業災害", "就業", "勞工保險 職業", "長期照顧", "青年 OR 婦女", "計畫", "推動")
VIEWS = {
    "results": "/search?q={}",
    "by document": "/search?q={}&view=documents",
    "matrix": "/search?q={}&view=matrix",
    "newest first": "/search?q={}&sort=newest",
    "values": "/values/work_program?q={}",
}
SIZES = """
return [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
  .map((one) => [one.name, one.encodedBodySize]);
"""
WATCH = """
window.told = new Promise((done) => {
  let longest = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) longest = Math.max(longest, entry.duration);
  }).observe({ type: "event", durationThreshold: 16 });
  let began;
  document.addEventListener("change", () => { began = performance.now(); }, true);
  new MutationObserver(() => {
    const taken = performance.now() - began;
    // What the event cost is told a little later.
    if (document.querySelector(".chip")) setTimeout(() => done([taken, longest]), 200);
  }).observe(document.getElementById("found"), { childList: true });
});
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--without-lighthouse", action="store_true")
    parser.add_argument("--only-lighthouse", action="store_true")
    given = parser.parse_args()
    with serving(given.folders or [ROOT / "corpus"]) as (app, site):
        pages = {name: site + path for name, path in page_types(app.test_client()).items()}
        if not given.only_lighthouse:
            time_answers(app)
            if shutil.which("chromium"):
                with browsing() as browser:
                    for name, address in pages.items():
                        weigh(browser, name, address)
                    time_a_tick(browser, site)
        if not given.without_lighthouse and TOOLS.is_dir():
            for name, address in pages.items():
                lighthouse(name, address, given.runs)


def weigh(browser: Chrome, name: str, address: str) -> None:
    """Packed bytes and requests of a page, as a browser that comes for the first time sees them."""
    browser.execute_cdp_cmd("Network.clearBrowserCache", {})
    browser.get(address)
    parts = browser.execute_script(SIZES)
    sizes = {
        kind: sum(size for path, size in parts if path.rpartition(".")[2] == kind)
        for kind in ("css", "js")
    }
    page = parts[0][1]
    foreign = [path for path, _ in parts if urlsplit(path).netloc != urlsplit(address).netloc]
    # The browser does not always list its request for the icon.
    requests = len(parts) + (not any(path.endswith(".svg") for path, _ in parts))
    print(
        f"{name}: HTML {page:,} + CSS {sizes['css']:,} = {page + sizes['css']:,} bytes packed"
        f" (bar 20,480 for results); script {sizes['js']:,} packed (bar 10,240);"
        f" requests {requests} (bar 5), to other hosts {len(foreign)} (bar 0)"
    )


def time_answers(app: Flask) -> None:
    """Milliseconds from request to answer, in process, each query and view ten times."""
    client = app.test_client()
    for name, view in VIEWS.items():
        taken = []
        for query in QUERIES:
            for _ in range(10):
                began = time.perf_counter()
                assert client.get(view.format(quote(query))).status_code == 200  # noqa: S101
                taken.append((time.perf_counter() - began) * 1000)
        cuts = statistics.quantiles(taken, n=20)
        print(f"{name}: median {statistics.median(taken):.0f} ms, p95 {cuts[18]:.0f} ms (bar 150)")


def page_types(client: FlaskClient) -> dict[str, str]:
    """A page of every type: name to path."""
    query = f"q={quote('職業災害')}"
    first, other = client.get(f"/api/v1/search?{query}&kind=kpi&size=2").get_json()["hits"]
    link = re.search(r"/program/[\w-]+", client.get(f"/search?{query}&kind=kpi").text)
    return {
        "home": "/",
        "results": f"/search?{query}",
        "by document": f"/search?{query}&view=documents",
        "matrix": f"/search?{query}&view=matrix",
        "nothing found": f"/search?q={quote('太空電梯')}&year=109",
        "values": f"/values/work_program?{query}",
        "passage": f"/p/{first['id']}",
        "document": f"/d/{first['document']}",
        **({"program": link[0]} if link else {}),
        "compare": f"/compare?a={first['document']}&b={other['document']}",
        "changes": "/changes",
        "basket": f"/basket?basket={first['id']}_{other['id']}",
        "export": f"/export?{query}",
        "batch": "/batch",
        "verify": "/verify",
        "coverage": "/coverage",
        "interface": "/api",
        "embed": "/embed",
        "help": "/help",
        "sitemap": "/sitemap",
        "accessibility": "/accessibility",
    }


def time_a_tick(browser: Chrome, site: str) -> None:
    """Milliseconds of ticking a facet on a processor that is slowed down four times."""
    taken = []
    browser.set_window_size(1280, 900)
    browser.execute_cdp_cmd("Emulation.setCPUThrottlingRate", {"rate": 4})
    for _ in range(5):
        browser.get(f"{site}/search?q={quote('就業')}")
        # The driver clicks as a hand does: events that scripts make are not measured.
        browser.execute_script(WATCH)
        browser.find_element("css selector", "#panels .tick input").click()
        taken.append(browser.execute_async_script("told.then(arguments[arguments.length - 1])"))
    count, event = (statistics.median(one) for one in zip(*taken, strict=True))
    print(
        f"tick, processor 4 times slower: new count {count:.0f} ms with 300 ms of waiting"
        f" (bar 500), longest event {event:.0f} ms (bar 100)"
    )


def lighthouse(name: str, address: str, runs: int) -> None:
    """Medians of Lighthouse's runs as a phone."""
    reports = []
    for _ in range(runs):
        said = subprocess.run(
            [
                shutil.which("node") or "node",
                str(TOOLS / "lighthouse" / "cli" / "index.js"),
                address,
                "--output=json",
                "--quiet",
                "--only-categories=performance,accessibility,best-practices",
                f"--chrome-flags={' '.join(FLAGS)}",
            ],
            capture_output=True,
            check=True,
            text=True,
            env=os.environ | {"CHROME_PATH": shutil.which("chromium") or ""},  # noqa: TID251
        )
        reports.append(json.loads(said.stdout))
    scores = {
        category: statistics.median(report["categories"][category]["score"] for report in reports)
        for category in ("performance", "accessibility", "best-practices")
    }
    figures = {
        short: statistics.median(report["audits"][audit]["numericValue"] for report in reports)
        for short, audit in (
            ("FCP", "first-contentful-paint"),
            ("LCP", "largest-contentful-paint"),
            ("CLS", "cumulative-layout-shift"),
            ("TBT", "total-blocking-time"),
        )
    }
    print(
        f"{name}: "
        + ", ".join(f"{category} {score * 100:.0f}" for category, score in scores.items())
        + f"; FCP {figures['FCP']:.0f} ms (bar 1,000), LCP {figures['LCP']:.0f} ms (bar 1,200),"
        f" CLS {figures['CLS']:.3f} (bar 0.01), TBT {figures['TBT']:.0f} ms (bar 50)"
    )


if __name__ == "__main__":
    main()
