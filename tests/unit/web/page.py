"""An answer as its reader takes it: a page as text and elements, JSON as values."""

from __future__ import annotations

import json
from typing import Any

from lxml import html
from werkzeug.test import TestResponse


def tree(response: TestResponse) -> html.HtmlElement:
    """The page as elements."""
    return html.fromstring(response.get_data(as_text=True))


def text(response: TestResponse) -> str:
    """All text of a page, blanks between words made one."""
    return " ".join(tree(response).text_content().split())


def found(response: TestResponse, selector: str) -> list[str]:
    """The texts of all elements that a path finds."""
    return [
        item if isinstance(item, str) else " ".join(item.text_content().split())
        for item in tree(response).xpath(selector)
    ]


def body_of(response: TestResponse) -> Any:
    """The JSON of an answer."""
    return json.loads(response.data)
