"""Pictures of the site over the samples, for docs/pictures.

usage: python benchmarks/site_pictures.py [NAME…]
"""

from __future__ import annotations

import io
import sys
from urllib.parse import quote

from PIL import Image
from site_serving import ROOT, browsing, serving

FOLDER = ROOT / "docs" / "pictures"
PAGES = {
    "home": "/",
    "results": f"/search?q={quote('職業災害')}",
    "by-document": f"/search?q={quote('職業災害')}&view=documents",
    "matrix": f"/search?q={quote('職業災害')}&view=matrix",
    "nothing": f"/search?q={quote('太空電梯')}&year=109",
    "passage": "",
    "document": "",
    "coverage": "/coverage",
}
WINDOWS = {1280: 900, 360: 780}
COLOURS = 128


def main() -> None:
    """Take every picture, light and dark, wide and narrow."""
    wanted = sys.argv[1:] or list(PAGES)
    FOLDER.mkdir(exist_ok=True)
    with serving([ROOT / "corpus"]) as (app, site), browsing() as browser:
        query = f"/api/v1/search?q={quote('職業災害')}&kind=project&size=1"
        passage = app.test_client().get(query).get_json()["hits"][0]
        pages = PAGES | {
            "passage": f"/p/{passage['id']}?q={quote('職業災害')}",
            "document": f"/d/{passage['document']}",
        }
        for name in wanted:
            for theme in ("light", "dark"):
                feature = {"name": "prefers-color-scheme", "value": theme}
                browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
                for width, height in WINDOWS.items():
                    size = {"width": width, "height": height, "deviceScaleFactor": 1}
                    browser.execute_cdp_cmd(
                        "Emulation.setDeviceMetricsOverride", {**size, "mobile": width < 600}
                    )
                    browser.get(site + pages[name])
                    picture = Image.open(io.BytesIO(browser.get_screenshot_as_png()))
                    # A page has few colours: a palette takes a third of the room.
                    path = FOLDER / f"{name}-{width}-{theme}.png"
                    picture.convert("RGB").quantize(COLOURS).save(path, optimize=True)
                    print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
