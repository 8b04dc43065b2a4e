"""Every page of the site, and every state that looks or reads otherwise."""

from __future__ import annotations

from urllib.parse import quote

BASKET = (
    "/basket?basket=mol-109-plan-word-goal-1_mol-109-plan-word-project-1~aaaa_moved-from-here"
    "_gone-for-good_nothing-of-that-name&n1=主要依據&s=q%3D職業災害"
)
"""One passage of each fate: as it was, reworded, moved, gone, unknown."""
_PATHS = {
    "home": "/",
    "all passages": "/search",
    "results": "/search?q=職業災害",
    "results with picks": "/search?q=就業&agency=mol&year=109&kind=project",
    "results with a basket in the address": "/search?q=就業&basket=mol-109-plan-word-goal-1",
    "results with one year": "/search?q=就業&year=109",
    "answer card": "/search?q=職業災害發生率 106 實際值",
    "words in one document": "/search?q=職業災害 就業&match=document",
    "other wordings": "/search?q=雇主",
    "second page": "/search?q=技能&page=2",
    "by document": "/search?q=就業&view=documents",
    "matrix": "/search?q=就業&view=matrix",
    "matrix of terms": "/search?q=就業 職業災害&view=matrix",
    "values": "/values/work_program?q=就業",
    "values sought": "/values/agency?q=就業&find=示範",
    "no values": "/values/agency?find=無此機關",
    "nothing found": "/search?q=恐龍&agency=mol&year=110",
    "nothing by document": "/search?q=恐龍&view=documents",
    "nothing in the matrix": "/search?q=恐龍&view=matrix",
    "excluded and a span of years": "/search?agency=-mol&year=106..110",
    "bad request": "/search?agency=nobody&page=x",
    "past the end": "/search?page=9",
    "not there": "/nowhere",
    "goal": "/p/mol-109-plan-word-goal-1?q=職業災害",
    "indicator": "/p/mol-106-plan-word-kpi-1",
    "damaged": "/p/city-110-plan-word-narrative-1",
    "gone": "/p/gone-for-good",
    "document": "/d/mol-109-plan",
    "document with warnings": "/d/city-110-plan",
    "program": "/program/mol-kpi-40c62704",
    "work program": "/program/sample-work-program-dcb75e9c",
    "compare chooser": "/compare",
    "compare editions": "/compare?a=mol-109-plan.word&b=mol-109-plan.print",
    "compare documents": "/compare?a=mol-106-plan&b=city-110-plan",
    "coverage": "/coverage",
    "empty basket": "/basket",
    "basket": BASKET,
    "export": "/export?q=職業災害&agency=mol",
    "export of nothing": "/export?q=恐龍",
    "basket with a bad id": "/basket?basket=<script>",
    "help": "/help",
    "embed": "/embed",
    "embed with choices": "/embed?label=查勞動部&agency=mol&kind=goal&kind=kpi&plain=1",
    "embed in a page that is one form": "/embed?inside=1&agency=mol",
    "interface": "/api",
    "sitemap": "/sitemap",
    "accessibility": "/accessibility",
    "batch": "/batch",
    "verify": "/verify",
}
ADDRESSES = {name: quote(path, safe="/?&=") for name, path in _PATHS.items()}
