"""What of a file could not be read, in words: by reason, with the places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from search.model import Omission, Reason

LABELS: Mapping[Reason, str] = {
    "image": "圖片",
    "object": "內嵌物件",
    "unknown-characters": "無法辨識的字元",
    "scanned-page": "整頁影像",
    "crowded-page": "字數過多的頁面",
    "broken-page": "損壞的頁面",
    "outside-page": "頁面範圍外的文字",
    "turned": "轉向的文字",
    "vertical": "直排的文字",
    "watermark": "浮水印",
    "hidden": "隱藏的內容",
    "formula": "沒有計算結果的公式",
    "deleted": "追蹤修訂中刪除的文字",
    "unread-part": "無法讀取的部分",
    "table": "欄位未能辨識的表格",
}
_MOST_PLACES = 8


@dataclass(frozen=True, slots=True)
class Kept:
    """Omissions of one reason and wording.

    Attributes:
        label: of the reason.
        count: places.
        characters: visible characters, as far as they are known.
        places: each once, in the order of the file.
        told: the sentence for people.
        guessed: the text is there, in an order or form that was guessed.
    """

    label: str
    count: int
    characters: int
    places: tuple[str, ...]
    told: str
    guessed: bool

    @property
    def where(self) -> str:
        """The first places, and how many there are more."""
        more = len(self.places) - _MOST_PLACES
        said = "、".join(self.places[:_MOST_PLACES])
        return f"{said}等 {len(self.places):,} 處" if more > 0 else said

    @property
    def size(self) -> str:
        """How many characters it is, empty where that is not known."""
        return f"{self.characters:,} 字" if self.characters else ""

    @property
    def sentence(self) -> str:
        """Where, what and how much, each said once."""
        place = "" if self.places[0] in self.told else f"{self.where}："
        size = f"（{self.size}）" if self.size and self.size not in self.told else ""
        return f"{place}{self.told}{size}"


def grouped(omissions: Iterable[Omission]) -> tuple[Kept, ...]:
    """Bring omissions of one reason and wording together, what is not read at all first."""
    found: dict[tuple[bool, Reason, str], list[Omission]] = {}
    for one in omissions:
        found.setdefault((one.guessed, one.reason, one.told), []).append(one)
    return tuple(
        Kept(
            LABELS[reason],
            len(own),
            sum(one.characters for one in own),
            tuple(dict.fromkeys(one.place for one in own)),
            told,
            guessed,
        )
        for (guessed, reason, told), own in sorted(found.items(), key=lambda item: item[0][0])
    )


def sentences(omissions: Iterable[Omission], told: Iterable[str] = ()) -> tuple[str, ...]:
    """Say each kind of omission in one line: where, what, how much.

    Args:
        omissions: of one file.
        told: warnings of the file; what one of them says already is left out.
    """
    known = frozenset(told)
    return tuple(one.sentence for one in grouped(omissions) if one.told not in known)
