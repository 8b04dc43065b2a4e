"""Radicals and compatibility forms that PDF programs put in place of the characters printed."""

from __future__ import annotations

import unicodedata

# The forms of the CJK Radicals Supplement that look like a character: Unicode gives two of them
# a decomposition, EquivalentUnifiedIdeograph.txt of the Unicode Character Database the rest.
_SUPPLEMENT = (
    "⺁厂⺃乚⺄乙⺅亻⺆冂⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑尣⺒巳⺓幺⺔彑⺕彐⺖忄⺗㣺⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺠民"
    "⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪疋⺫目⺬示⺭礻⺯糹⺰纟⺱罓⺲罒⺳㓁⺴㓁⺵罒⺶羊⺷羊⺸芈⺹耂⺺肀⺼月"
    "⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇角⻈讠⻉贝⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻕阜⻖阝⻗雨⻘青"
    "⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
_COMPATIBILITY = (range(0x2E80, 0x2FE0), range(0xF900, 0xFB00), range(0x2F800, 0x2FA20))


def _character_of(code: int) -> str:
    return unicodedata.normalize("NFKC", chr(code))


CHARACTERS: dict[int, str] = {
    **{
        code: plain
        for codes in _COMPATIBILITY
        for code in codes
        if len(plain := _character_of(code)) == 1 and plain != chr(code)
    },
    **{
        ord(radical): plain
        for radical, plain in zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True)
    },
}
"""Code point of a radical or compatibility form → the one character that it stands for."""
