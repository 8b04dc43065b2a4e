"""What the description of the API says in Traditional Chinese."""

from __future__ import annotations

from typing import Final

TITLE: Final = "政索查詢介面"
INTRODUCTION: Final = (
    "以程式查詢政府施政計畫、施政報告與績效指標的全文；回應與網頁相同。"
    "錯誤一律為 application/problem+json（RFC 9457），不認得的參數也是錯誤，所有問題一次列出。"
    "每個回應都有 ETag，帶 If-None-Match 再問而沒有變動時回 304。"
)

TAGS: Final = {
    "search": "查詢",
    "corpus": "文件與段落",
    "programs": "歷年沿革",
    "service": "服務狀態",
}

OPERATIONS: Final[dict[str, tuple[str, str]]] = {
    "api.search": (
        "查詢段落",
        "找出含有關鍵字的每一段，連同段數、篩選條件的計數與醒目標示。不給關鍵字就是全部段落。"
        "同一份索引裡順序固定；next 是下一頁的網址，沒有下一頁時為 null，同一個網址也在 Link 標頭裡。"
        "翻頁途中索引若更新，index.fingerprint 會不同。",
    ),
    "api.every_ndjson": (
        "全部結果（NDJSON）",
        "一行一段的 JSON，沒有頁數上限，順序與查詢相同。X-Total-Count 標頭是段數：收到的行數少於它，"
        "就是傳輸中斷了。",
    ),
    "api.every_csv": (
        "全部結果（CSV）",
        "一列一段，沒有頁數上限，第一列是欄名；有 BOM，可直接用試算表開啟，儲存格不會成為公式。"
        "X-Total-Count 標頭是段數，不含欄名那一列。",
    ),
    "api.suggest": (
        "查詢建議",
        "輸入關鍵字時，提供收錄範圍內的名稱；只讀前 60 個字。",
    ),
    "api.documents": ("文件清單", "收錄的每一份文件、它的版本，以及讀不出來的檔案。"),
    "api.document": (
        "一份文件",
        "一份文件的各個版本：每個段落的代號，與沒有收進任何段落的文字。",
    ),
    "api.passage": (
        "一個段落",
        "一個段落的全文、出處與其他版本。換了代號的段落回 301；已不在收錄範圍內的回 410，"
        "並附最後的內容。",
    ),
    "api.programs": (
        "計畫清單",
        "同一個目標、計畫、指標或工作計畫在各年度的文件裡是哪些段落。",
    ),
    "api.program": (
        "一個計畫的歷年",
        "各年度的段落、接續的依據（系統比對或人工確認）、合併與拆分，以及指標歷年的目標值與實際值。"
        "換了代號的回 301，已不在收錄範圍內的回 410。",
    ),
    "api.coverage": (
        "收錄了哪些文字",
        "每份文件有多少字收進段落、哪些文字沒有，以及讀不出來的檔案。",
    ),
    "openapi.document": ("這份介面說明", "OpenAPI 3.1 文件，由程式產生。"),
    "health.healthz": ("服務是否運作", "程序能回應就是 ok，不論有沒有索引。"),
    "health.readyz": (
        "能否查詢",
        "有可用的索引時回 200，否則回 503 與原因。status 是 degraded 時仍可查詢，但索引有 problems 處要管理人員處理。",
    ),
    "health.metrics": (
        "運作統計",
        "Prometheus 文字格式；只給設定 metrics_from 列出的位址。",
    ),
}
"""Endpoint to its name and what it does."""

PARAMETERS: Final = {
    "q": "關鍵字，寫法與網頁相同：引號、減號、OR、括號與「欄位:值」都可以用。",
    "agency": "機關的名稱、簡稱、舊名或代碼；可重複，符合其中一個就可以；前面加減號（-mol）表示排除，其他篩選條件也一樣。",
    "year": "年度，民國或西元都可以；可重複；兩個年度之間加兩點（106..109）是一段年度。",
    "work_program": "工作計畫的名稱或代碼；可重複。",
    "plan_category": "計畫類別的名稱或代碼；可重複。",
    "kind": "段落種類：goal 施政目標、project 計畫項目、kpi 關鍵績效指標、narrative 敘述，"
    "寫代碼或中文都可以；可重複。",
    "document": "只看這份文件；可重複。",
    "document_kind": "文件種類，如「施政計畫」；可重複。",
    "chapter": "章的標題，照文件所印；可重複。",
    "exact": "1 表示精確比對，不用同義詞，也不把關鍵字裡的機關、年度當作條件。",
    "inside": "1 表示更長的數字與英文字裡的也算（8% 也找 0.08%，AI 也找 Air）。",
    "conditions": "0 表示關鍵字裡的機關、年度、種類與章都照原字查；1 表示都當作篩選條件；"
    "不寫則由系統判斷：整行原字在文件裡有，就照原字查。",
    "match": "all 各詞要在同一段，document 各詞要在同一份文件，any 有一個就可以，auto 由系統判斷。",
    "sort": "relevance 相關度、newest 新到舊、oldest 舊到新、document 文件順序。",
    "page": "頁次，從 1 起；頁次乘以每頁段數最多 10,000，要更多請用 search.ndjson 或 search.csv。",
    "size": "每頁段數。",
    "fields": "只要這些欄位，以逗號分隔；id 一定會有。",
    "id_": "代號。",
}
OWN_PARAMETERS: Final = {
    (
        "api.suggest",
        "q",
    ): "輸入到一半的字，找以它開頭或含有它的名稱，也可以用注音符號接在後面或只打注音首碼；"
    "引號、減號、OR、括號與「欄位:值」在這裡只是普通的字。",
}
"""Endpoint and parameter to what it is there, where that is not what it is elsewhere."""

EXAMPLES: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "api.search": (("q", "職業災害"), ("size", "5")),
    "api.every_ndjson": (("q", "職業災害"), ("fields", "title,text")),
    "api.every_csv": (("q", "職業災害"),),
    "api.suggest": (("q", "職業"),),
    "api.documents": (("fields", "title"),),
}
"""Endpoint to the arguments of an example; the others need none."""

FIELD_NAMES: Final = "欄位名稱"
KINDS: Final = {
    "string": "文字",
    "integer": "整數",
    "number": "數",
    "boolean": "true 或 false",
    "object": "物件",
}


def many(kind: str) -> str:
    """Say that there may be several."""
    return f"{kind}，可有多個"


def by_name(kind: str) -> str:
    """Say that there is one for each name."""
    return f"以名稱為鍵的{kind}"


def or_null(kind: str) -> str:
    """Say that there may be none."""
    return f"{kind}，或 null"


def between(kind: str, least: int, most: int) -> str:
    """Say what a number is at least and at most."""
    return f"{kind}，{least:,} 到 {most:,}"


def at_most(kind: str, most: int) -> str:
    """Say how long a text may be."""
    return f"{kind}，最多 {most:,} 字"


STATUSES: Final = {
    200: "成功",
    301: "已換代號，請到 Location 標頭的網址",
    304: "與 If-None-Match 的相同，沒有變動",
    400: "參數有問題，faults 逐一說明",
    403: "不開放給這個位址或使用者",
    404: "沒有這一筆",
    405: "不接受這種方法",
    410: "已不在收錄範圍內，last 是最後的內容，now 是現在接替它的段落",
    414: "網址太長",
    429: "太頻繁，請等 Retry-After 標頭的秒數",
    503: "目前無法查詢",
}
HEADERS: Final = {
    "ETag": "這個回應的識別",
    "Link": "前一頁與下一頁的網址（rel 為 prev 與 next）",
    "X-Total-Count": "全部有幾段",
    "Retry-After": "請等幾秒",
    "Location": "新的網址",
}

FIELDS: Final = {
    "after": "改變之後的第一個年度（西元）",
    "agency": "機關；文件沒有標示時為 null",
    "answer": "關鍵字問到的指標與各年度的值；沒有問到或不能確定時為 null",
    "also_at": "同樣的內容還印在哪裡",
    "asked": "是不是關鍵字問到的值",
    "before": "改變之前的最後一個年度（西元）",
    "bound": "exactly 等於、at least 以上、at most 以下",
    "breaks": "衡量標準或單位改變、前後不能直接比較的地方",
    "built_at": "索引建立的時間",
    "came_from": "true 是工作的來源，false 是去處",
    "characters": "看得見的字數",
    "code": "網址裡的代碼",
    "codes": "選舉承諾與永續發展目標等編號",
    "confidence": "判讀的把握，0 到 1；1 表示經人工校正或確認",
    "corrected": "經人工校正",
    "count": "段數",
    "conditions": "從關鍵字讀出的條件",
    "applied": "是否套用為篩選條件；改由同一種參數篩選，或照原字查時為 false",
    "literal_total": "整行照原字查的段數（conditions=0）",
    "inside": "只在更長的數字或英文字裡有這個詞的段數（inside=1 一併查）",
    "covered": "收進段落或版面文字的字數",
    "damaged": "來源檔案在此有缺損",
    "definition": "衡量標準改變前後的文字；沒變為 null",
    "detail": "怎麼辦",
    "differs": "該處不同的寫法：欄位與文字",
    "document": "文件代號",
    "document_kind": "文件種類",
    "document_title": "文件名稱",
    "documents": "文件；在計數裡是份數",
    "editions": "版本；在段落裡是其他版本的同一段",
    "end": "最後一個字的下一個位置，以讀出的文字計",
    "evaluation_body": "評估體制",
    "evaluation_method": "評估方式",
    "exact": "是否精確比對",
    "facet": "哪一種篩選條件",
    "facets": "各篩選條件的值；計數不計該條件自己的勾選",
    "failed": "讀不出來的檔案；在計數裡是個數",
    "faults": "有問題的參數",
    "field": "欄位名稱",
    "file": "檔名",
    "filters": "套用的篩選條件",
    "fingerprint": "索引的指紋，內容相同才會相同",
    "first": "較早的段落",
    "folded": "併入的其他版本段數",
    "format": "檔案格式",
    "formal": "系統的理解寫成的查詢式，可以再查；長句為空",
    "forms": "一起查的其他寫法",
    "goal": "所屬目標",
    "high": "數值；範圍的上限",
    "hits": "符合的段落",
    "id": "代號",
    "index": "回答的索引",
    "indicator": "指標的名稱",
    "items": "逐項文字",
    "kind": "種類",
    "kpi": "指標的各欄，不是指標時為 null",
    "kpi_link": "對應的指標",
    "instead": "文件的說法：把一個詞換掉以後的關鍵字與段數，查到的很少時才有",
    "label": "顯示的名稱",
    "last": "最後的內容",
    "now": "現在接替它的段落",
    "likeness": "內容的相似程度，0 到 1",
    "line": "行次，從 1 起",
    "link": "接續的依據",
    "links": "接續的依據",
    "location": "在檔案裡的位置",
    "low": "數值；範圍的下限",
    "made_by": "person 人工確認、machine 系統比對",
    "marks": "要醒目標示的 [起, 迄) 位置",
    "cut": "開頭、結尾是否切在句子中間（true 時顯示 …）",
    "rest": "拿掉當作條件的字以後的關鍵字",
    "match": "比對方式",
    "matched_by": "符合的方式：text 原字、variant 異體字、synonym 同義詞、year 年度寫法、"
    "former name 舊名、partial 部分",
    "measure": "衡量標準",
    "members": "各年度的文件與段落",
    "message": "說明",
    "next": "下一頁的網址",
    "note": "人工確認時寫的附註",
    "number": "編號，如「一」",
    "offers": "關鍵字提到而沒有套用的篩選條件，合在一起，附套用後的段數（只有相關段落時為 null）",
    "origin": "檔案的來處",
    "original": "校正前的原文",
    "others": "合併或拆分的其他計畫",
    "page": "頁次，沒有固定頁面的格式為 null",
    "page_label": "印在頁上的頁碼，或檔案自己標的頁碼，如「iv」；不知道時為 null",
    "parameter": "參數名稱",
    "passage": "段落的代號",
    "passages": "段落；在計數裡是段數",
    "passed_over": "沒有收錄的檔案清單：只列出其他檔案，不是文件",
    "period": "數值所指的期間，如「每年」",
    "place": "在檔案裡的位置",
    "plan_category": "計畫類別",
    "plan_link": "對應的計畫",
    "points": "可以畫成圖的數值",
    "problems": "對查詢的提醒",
    "program": "歷年計畫的代號",
    "programs": "計畫",
    "progress": "進度標記",
    "quantities": "從文字讀出的數值與單位",
    "quantity": "數值與單位",
    "query": "關鍵字；在查詢結果裡是系統的理解",
    "reason": "原因",
    "related": "部分符合的段落，不計入 total，至多 size 段，最多 50 段",
    "related_terms": "常一起出現的詞",
    "relation": "same 延續、renamed 更名、merged 合併、split 拆分",
    "remedy": "怎麼辦",
    "reported_in": "關鍵字裡的年度只是文件的年度（西元），值是其他年度的",
    "responsible_unit": "主辦單位",
    "restored": "缺字已由同一份文件補回",
    "role": "target 目標值、revised target 修正目標值、actual 實際值，或原文的欄名",
    "roles": "關鍵字問到的：target 目標值、actual 實際值、rate 達成率；沒有限定時為空",
    "row": "列次，從 1 起，含表頭",
    "same_text": "文字是否相同",
    "same_text_as": "本頁前面哪一段在別的年度有相同的文字；沒有為 null",
    "same_work_program": "是否在同一工作計畫之下",
    "sample": "出自示範語料",
    "searched": "查了多少：份數、段數、讀不出來的檔案數",
    "second": "較晚的段落",
    "section": "章節路徑",
    "selected": "是否已勾選",
    "series": "指標歷年的數值",
    "sha256": "檔案的 SHA-256",
    "printed": "檔案印出的字數，讀不到的部分能計數或估計的也算在內",
    "omissions": "沒有讀入、讀不出來或靠推定讀入的部分",
    "unsure": "判讀最沒有把握的段落，最沒有把握的在前",
    "told": "說明",
    "groups": "建議的詞依指標、計畫、機關、詞分組",
    "names": "名稱",
    "guessed": "文字已收錄，但順序或形式是推定的",
    "incomplete": "有部分內容未能讀取的文件數",
    "share": "收錄比例（收錄字數除以檔案印出的字數），0 到 1",
    "size": "每頁幾筆",
    "snippets": "摘錄，先列最相關的",
    "source": "來源檔案",
    "sources": "出處",
    "start": "第一個字的位置，以讀出的文字計",
    "statements": "各年度的值，照原文",
    "status": "狀態",
    "suggestions": "建議的詞",
    "table": "第幾個表，從 1 起",
    "target": "目標值",
    "terms": "關鍵字拆成的詞",
    "text": "文字",
    "title": "標題",
    "titles_likeness": "名稱的相似程度，0 到 1",
    "took_ms": "查詢花費的毫秒數",
    "total": "符合的段數，其他版本不重複計",
    "tracks": "同一衡量標準與單位的數值",
    "type": "錯誤的類型",
    "uncovered": "沒有收進段落的文字",
    "unit": "單位",
    "value": "值",
    "values": "各年度的值，如 2024 target",
    "warnings": "讀取時無法確定之處",
    "work_program": "工作計畫",
    "year": "西元年度",
    "year_roc": "民國年度",
    "covers": "跨年度計畫涵蓋的各年度（西元），其他文件沒有這一項",
    "years": "年度（西元）",
    "years_roc": "年度（民國）",
}
"""Name of a field to its meaning, which is the same in all bodies."""
