"""Web pages (HTML)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from indexer.blocks import Block, Cell, Furniture, Omission, ReadFile, Row, Table, Text
from indexer.formats.drawing import hidden_text, in_cm, large_enough, tracked
from indexer.formats.html_grid import GridRow, grid_rows
from indexer.formats.html_source import HIDDEN, hiding, parse_page
from indexer.layout.linear import as_texts, clean, flatten, read_file_of, visible, with_label
from indexer.packages import limits
from indexer.packages.ordinals import Counter, Level
from search.errors import DocumentError

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_SKIPPED = {
    "script", "style", "template", "noscript", "head", "title", "meta", "link", "desc", "defs",
    "rt", "rp", "button", "colgroup",
}  # fmt: skip
_INLINE = {
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "dfn",
    "em", "font", "i", "img", "ins", "kbd", "label", "mark", "nobr", "q", "rb", "ruby", "s",
    "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
}  # fmt: skip
_FURNITURE = {"nav": "導覽", "header": "頁首", "footer": "頁尾"}
_ROLES = {"navigation": "導覽", "banner": "頁首", "contentinfo": "頁尾", "search": "導覽"}
_TYPES = {
    "1": "decimal", "a": "letter", "A": "LETTER", "i": "roman", "I": "ROMAN",
}  # fmt: skip
_LIST_STYLES = {
    "decimal": "decimal", "decimal-leading-zero": "zero", "lower-alpha": "letter",
    "lower-latin": "letter", "upper-alpha": "LETTER", "upper-latin": "LETTER",
    "lower-roman": "roman", "upper-roman": "ROMAN", "cjk-ideographic": "chinese",
    "trad-chinese-informal": "chinese", "simp-chinese-informal": "chinese",
    "trad-chinese-formal": "formal", "cjk-decimal": "digits", "cjk-heavenly-stem": "stem",
    "cjk-earthly-branch": "branch", "none": "none", "disc": "bullet", "circle": "bullet",
    "square": "bullet",
}  # fmt: skip
_WITH_COMMA = {"chinese", "formal", "digits", "stem", "branch"}
_LINE_END = re.compile(
    r"(?<=[\u2e80-\u9fff\uff00-\uffef])[ \t]*\r?\n\s*(?=[\u2e80-\u9fff\uff00-\uffef])"
)
# What the pages of government sites print round a document.
_SITE = re.compile(
    r"[•\s]*(?::{3}|(?:按\s*Enter\s*)?跳?到主要?內容區塊?|回首頁|友善列印|回上一頁|網站導覽|"
    r"(?:您?現在|目前|您的)的?位置\s*[:：]?\s.*[>＞»/].*|"
    r"(?:最後異動時間|最後更新(?:日期|時間)?|更新(?:日期|時間)|發[布佈](?:日期|單位)|上版日期|"
    r"點[閱擊](?:次數|率|數)?|瀏覽(?:人次|人數|次數)|市府分類|資料維護單位)\s*[:：].{0,60})$"
)
_OBJECTS = {"object", "iframe", "embed", "applet", "canvas", "video"}
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.I)


def read_html(data: bytes) -> ReadFile:
    """Read an HTML page.

    Raises:
        DocumentError: there is nothing to read in it.
    """
    root, omissions = parse_page(data)
    page = _Page(hiding(root))
    body = root.find("body")
    blocks = [_of_the_site(block) for block in page.walk(root if body is None else body)]
    title = root.findtext("head/title") or root.findtext(".//title")
    return read_file_of(
        blocks,
        "html",
        title=title,
        omissions=[*omissions, *page.omissions()],
    )


def _of_the_site(block: Block) -> Block:
    """A line that the site prints round each of its documents as furniture, any other as it is."""
    if isinstance(block, Text) and _SITE.match(block.text):
        return Furniture(block.text, block.spans, "網頁資訊")
    return block


class _Page:
    """One walk through a page."""

    def __init__(self, hiding: frozenset[str]) -> None:
        self._hiding = hiding
        self._hidden = 0
        self._deleted: list[int] = []
        self._pictures = 0
        self._objects = 0
        self._pending = ""
        self._preformatted = False

    def omissions(self) -> Iterator[Omission]:
        """What was left out, and why."""
        if self._hidden:
            yield hidden_text(self._hidden)
        if self._deleted:
            yield tracked(0, len(self._deleted), sum(self._deleted))
        if self._pictures:
            told = f"網頁有 {self._pictures} 張圖片，圖裡如有文字沒有讀到"
            yield Omission("image", "網頁", told)
        if self._objects:
            told = f"網頁嵌入 {self._objects} 個其他檔案或框架，沒有讀"
            yield Omission("object", "網頁", told)

    def _is_hidden(self, element: etree._Element) -> bool:
        style = element.get("style")
        if "hidden" in element.attrib or (style and HIDDEN.search(style)):
            return True
        if not self._hiding:
            return False
        tag, classes = _name(element), (element.get("class") or "").split()
        names = {
            tag,
            f"#{element.get('id')}",
            *(f"{t}.{one}" for one in classes for t in ("", tag)),
        }
        return not names.isdisjoint(self._hiding)

    def walk(self, element: etree._Element, level: int | None = None) -> list[Block]:
        """The blocks of an element, in reading order."""
        out: list[Block] = []
        run: list[str] = []
        self._children(element, run, out, level)
        self._flush(run, out, level)
        return out

    def _children(
        self, element: etree._Element, run: list[str], out: list[Block], level: int | None
    ) -> None:
        self._say(element.text, run)
        for child in element.iterchildren():
            if isinstance(child.tag, str):
                self._child(child, run, out, level)
            self._say(child.tail, run)

    def _child(
        self, child: etree._Element, run: list[str], out: list[Block], level: int | None
    ) -> None:
        tag = _name(child)
        if tag in _SKIPPED:
            return
        if self._is_hidden(child):
            self._hidden += visible("".join(map(str, child.itertext())))
        elif tag == "del":
            self._deleted.append(visible("".join(map(str, child.itertext()))))
        elif tag == "img":
            self._pictures += _may_hold_text(child)
        elif tag in _OBJECTS:
            self._objects += 1
        elif tag in ("input", "select"):
            run.append(_filled_in(child))
        elif tag == "br":
            run.append("\n")
        elif tag in _INLINE:
            self._children(child, run, out, level)
        else:
            self._flush(run, out, level)
            self._block(child, tag, out)

    def _block(self, element: etree._Element, tag: str, out: list[Block]) -> None:
        if tag == "table":
            out.extend(self._table(element))
        elif tag in ("ol", "ul", "menu", "dir"):
            self._list(element, tag, out)
        elif (role := _furniture_role(element, tag)) is not None:
            for block in self.walk(element):
                out.append(Furniture(block.text, (), role) if isinstance(block, Text) else block)
        elif tag == "pre":
            before, self._preformatted = self._preformatted, True
            out.extend(self.walk(element))
            self._preformatted = before
        elif rows := grid_rows(element):
            out.extend(self._grid(rows))
        else:
            out.extend(self.walk(element, _HEADINGS.get(tag)))

    def _say(self, text: str | None, run: list[str]) -> None:
        if text:
            run.append(text if self._preformatted else _flowing(text))

    def _flush(self, run: list[str], out: list[Block], level: int | None) -> None:
        text = clean("".join(run))
        run.clear()
        if visible(text):
            label, self._pending = self._pending, ""
            out.extend(as_texts(with_label(label, text.strip("\n")), level))

    # Lists

    def _list(self, element: etree._Element, tag: str, out: list[Block]) -> None:
        style = _list_style(element, tag)
        counter = Counter()
        items = [child for child in element.iterchildren() if isinstance(child.tag, str)]
        backwards = tag == "ol" and "reversed" in element.attrib
        count = sum(_name(item) == "li" for item in items)
        number = _integer(element.get("start"), count if backwards else 1)
        for item in items:
            if _name(item) != "li":
                self._child(item, [], out, None)
                continue
            if self._is_hidden(item):
                self._hidden += visible("".join(map(str, item.itertext())))
                continue
            number = _integer(item.get("value"), number)
            own = _list_style(item, tag, style)
            counter.restart(0, number)
            self._pending = counter.next(0, [_level(own)])
            out.extend(self.walk(item))
            self._pending = ""
            number += -1 if backwards else 1

    # Tables

    def _table(self, element: etree._Element) -> Iterator[Block]:
        label, self._pending = self._pending, ""
        if label:
            yield Text(label, ())
        for caption in element.iterchildren("caption"):
            yield from self.walk(caption)
        rows: list[Row] = []
        cells_left = limits.CELLS
        if _is_layout(element):
            # A table that holds tables places things on the page; it is no table of facts.
            for row, _ in _rows(element):
                for cell in row.iterchildren("td", "th"):
                    yield from self.walk(cell)
            return
        for source, in_head in _rows(element):
            if len(rows) >= limits.ROWS:
                break
            if self._is_hidden(source):
                self._hidden += visible("".join(map(str, source.itertext())))
                continue
            sources = list(source.iterchildren("td", "th"))
            cells_left -= len(sources)
            if cells_left < 0:
                raise DocumentError("表格的儲存格數超過上限", "請分成幾個較小的檔案")
            cells = tuple(self._cell(cell) for cell in sources[: limits.COLUMNS])
            header = in_head or (len(sources) > 1 and all(_name(cell) == "th" for cell in sources))
            rows.append(Row(cells, number=len(rows) + 1, is_header=header))
        if any(cell.text for row in rows for cell in row.cells):
            yield Table(tuple(_bounded(rows)), number=1)

    def _grid(self, sources: Sequence[GridRow]) -> Iterator[Block]:
        label, self._pending = self._pending, ""
        if label:
            yield Text(label, ())
        wide = max(len(source.cells) for source in sources)
        rows: list[Row] = []
        for source in sources[: limits.ROWS]:
            if self._is_hidden(source.element):
                self._hidden += visible("".join(map(str, source.element.itertext())))
                continue
            span = wide if len(source.cells) == 1 else 1
            cells = tuple(
                Cell(flatten(self.walk(cell)), colspan=span)
                for cell in source.cells[: limits.COLUMNS]
            )
            rows.append(Row(cells, len(rows) + 1, is_header=source.is_header))
        if any(cell.text for row in rows for cell in row.cells):
            yield Table(tuple(rows), number=1)

    def _cell(self, element: etree._Element) -> Cell:
        return Cell(
            flatten(self.walk(element)),
            colspan=limits.clamp(_integer(element.get("colspan"), 1)),
            rowspan=_integer(element.get("rowspan"), 1),
        )


def _bounded(rows: list[Row]) -> Iterator[Row]:
    """Row spans that end with the table; rowspan=0 means down to the end."""
    for at, row in enumerate(rows):
        left = len(rows) - at
        yield Row(
            tuple(
                Cell(
                    cell.text,
                    colspan=cell.colspan,
                    rowspan=min(cell.rowspan, left) if cell.rowspan > 0 else left,
                )
                for cell in row.cells
            ),
            number=row.number,
            is_header=row.is_header,
        )


def _rows(element: etree._Element) -> Iterator[tuple[etree._Element, bool]]:
    """Rows with whether they stand in the head; a foot written first is printed last."""
    feet: list[etree._Element] = []
    for child in element.iterchildren():
        tag = _name(child)
        if tag == "tr":
            yield child, False
        elif tag in ("thead", "tbody"):
            for row in child.iterchildren("tr"):
                yield row, tag == "thead"
        elif tag == "tfoot":
            feet.extend(child.iterchildren("tr"))
    for row in feet:
        yield row, False


def _is_layout(element: etree._Element) -> bool:
    return any(True for _ in element.iterdescendants("table"))


def _list_style(element: etree._Element, tag: str, inherited: str | None = None) -> str:
    styled = _LIST_STYLE.search(element.get("style") or "")
    if styled and styled.group(1).lower() in _LIST_STYLES:
        return _LIST_STYLES[styled.group(1).lower()]
    kind = element.get("type") or ""
    if tag == "ol" and kind in _TYPES:
        return _TYPES[kind]
    if inherited is not None:
        return inherited
    return "decimal" if tag == "ol" else "bullet"


def _level(style: str) -> Level:
    if style == "bullet":
        return Level("bullet", "•")
    if style == "none":
        return Level("none", "")
    return Level(style, "%1、" if style in _WITH_COMMA else "%1.")


def _integer(text: str | None, default: int) -> int:
    try:
        return int((text or "").strip()[:9])
    except ValueError:
        return default


def _name(element: etree._Element) -> str:
    """Tag without a prefix, such as Word's o:p."""
    return element.tag.lower() if isinstance(element.tag, str) else ""


def _flowing(text: str) -> str:
    """Text of the page; a line end between Chinese characters is no space."""
    return _LINE_END.sub("", text).replace("\n", " ").replace("\r", " ")


def _filled_in(control: etree._Element) -> str:
    """What a form shows in a line to write on, or as the choice that was made."""
    if _name(control) == "input":
        return (control.get("value") or "") if control.get("type", "text") == "text" else ""
    options = list(control.iter("option"))
    chosen = [option for option in options if "selected" in option.attrib] or options[:1]
    return "、".join("".join(map(str, option.itertext())).strip() for option in chosen)


def _may_hold_text(picture: etree._Element) -> bool:
    """Whether a picture is in the text of the page, and not known to be small."""
    if any(_furniture_role(parent, _name(parent)) for parent in picture.iterancestors()):
        return False
    sizes = (picture.get("width") or "", picture.get("height") or "")
    width, height = (in_cm(f"{size}px" if size.isdigit() else size) for size in sizes)
    return not width or not height or large_enough(width, height)


def _furniture_role(element: etree._Element, tag: str) -> str | None:
    """Why an element belongs to the page, None where it is text."""
    named = re.split(r"[\s_-]+", f"{element.get('class', '')} {element.get('id', '')}".lower())
    if "breadcrumb" in named or "breadcrumbs" in named:
        return _FURNITURE["nav"]
    role = _ROLES.get(element.get("role") or "")
    if _inside(element, ("main", "article", "section", "td")):
        return None
    return role or _FURNITURE.get(tag)


def _inside(element: etree._Element, tags: tuple[str, ...]) -> bool:
    return any(_name(parent) in tags for parent in element.iterancestors())
