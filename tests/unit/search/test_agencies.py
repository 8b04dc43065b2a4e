import pytest

from search import agencies

KNOWN = agencies.load()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("勞動部", "mol"),
        ("行政院勞工委員會", "cla"),
        ("勞委會", "cla"),
        ("臺中市政府", "taichung"),
        ("台中市政府", "taichung"),
        ("臺中市政府勞工局", "taichung-labor"),
        ("臺北市政府勞動局", "taipei-work"),
        ("新竹縣政府社會處", "hsinchu-county-social-department"),
        ("屏東縣議會", "pingtung-council"),
        ("示範市政府環境保護局", "sample-environment"),
        ("行政院金融監督管理委員會", "fsc-101"),
    ],
)
def test_codes_of_known_names(name: str, code: str) -> None:
    assert KNOWN.code(name) == code


def test_unknown_names_have_stable_codes_of_their_own() -> None:
    assert KNOWN.code("某某基金會") == KNOWN.code("某某基金會")
    assert KNOWN.code("某某基金會").startswith("x-")
    assert KNOWN.code("某某基金會") != KNOWN.code("某某協會")
    assert KNOWN.name(KNOWN.code("某某基金會")) is None


def test_every_code_leads_back_to_its_name() -> None:
    names = [agency.name for agency in KNOWN.known]
    names += [past.name for agency in KNOWN.known for past in agency.former]
    for government in (agency for agency in KNOWN.known if agency.level == "government"):
        names += [government.name + stem + "局" for stem, _ in KNOWN.bureaus]
        names += [government.name + stem + "處" for stem, _ in KNOWN.bureaus]
    codes = [KNOWN.code(name) for name in names]
    assert len(set(codes)) == len(set(names))
    assert [KNOWN.name(code) for code in codes] == names


def test_no_name_is_claimed_twice() -> None:
    names = [agency.name for agency in KNOWN.known]
    names += [short for agency in KNOWN.known for short in agency.short]
    names += [past.name for agency in KNOWN.known for past in agency.former]
    assert len(names) == len(set(names))


def test_official_order() -> None:
    given = [
        "某某基金會",
        "示範市政府勞工局",
        "臺中市政府勞工局",
        "臺中市政府",
        "屏東縣政府",
        "臺北市政府",
        "國家發展委員會",
        "行政院勞工委員會",
        "勞動部",
        "行政院",
        "內政部",
        "臺中市政府教育局",
    ]
    assert sorted(given, key=KNOWN.order) == [
        "行政院",
        "內政部",
        "勞動部",
        "行政院勞工委員會",
        "國家發展委員會",
        "臺北市政府",
        "臺中市政府",
        "臺中市政府教育局",
        "臺中市政府勞工局",
        "屏東縣政府",
        "示範市政府勞工局",
        "某某基金會",
    ]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("勞動部109年度施政計畫", "勞動部"),
        ("勞動部 109 年度施政計畫", "勞動部"),
        ("勞 動 部", "勞動部"),
        ("臺中市政府勞工局115年度施政計畫", "臺中市政府勞工局"),
        ("示範市政府環境保護局一○七年度施政績效報告", "示範市政府環境保護局"),
        ("環保署101年度施政績效報告", "行政院環境保護署"),
        ("行政院農業委員會漁業署102年度工作計畫", "行政院農業委員會漁業署"),
        ("行政院海岸巡防署中程施政計畫", "行政院海岸巡防署"),
        ("行政院金融監督管理委員會98年度施政目標", "行政院金融監督管理委員會"),
        ("行政院100年度施政方針", "行政院"),
        ("行政院核定 勞動部中程施政計畫（110至113年度）", "勞動部"),
        ("屏東縣議會第20屆第5次定期會施政總報告", "屏東縣政府"),
        ("臺南市議會第4屆第2次定期會 臺南市政府衛生局業務報告", "臺南市政府衛生局"),
        ("桃園市議會第3屆第1次定期會 勞動局工作報告", "桃園市政府勞動局"),
        ("嘉義縣議會107年度單位預算", "嘉義縣議會"),
        ("台北市政府工務局新建工程處113年度施政計畫", "臺北市政府工務局新建工程處"),
        ("花蓮縣政府社會處老人福利中心設置計畫", "花蓮縣政府社會處"),
        ("彰化縣員林市公所111年度施政計畫", "彰化縣員林市公所"),
        ("永續發展目標自願性檢視報告", None),
        ("壹、年度施政目標", None),
    ],
)
def test_the_agency_that_a_title_prints(line: str, name: str | None) -> None:
    assert KNOWN.recognise(line) == name


def test_reorganisations_are_told_from_both_sides() -> None:
    ministry, council = KNOWN.find("勞動部"), KNOWN.find("勞委會")
    assert ministry is not None
    assert council is not None
    assert agencies.Change("行政院勞工委員會", 103) in ministry.predecessors
    assert council.successors == (agencies.Change("勞動部", 103),)
    assert ministry.successors == ()


def test_bureaus_are_found_under_their_government() -> None:
    bureau = KNOWN.find("示範市政府消防局")
    assert bureau is not None
    assert (bureau.parent, bureau.level, bureau.code) == ("示範市政府", "bureau", "sample-fire")
    council = KNOWN.find("臺中市議會")
    assert council is not None
    assert (council.parent, council.level) == (None, "council")
    assert KNOWN.find("職業災害") is None


def test_all_local_governments_are_there() -> None:
    current = [a for a in KNOWN.known if a.level == "government" and not a.successors]
    assert len([a for a in current if a.code != "sample"]) == 22


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("台中市經發局施政目標", "臺中市政府經濟發展局"),
        ("桃園市環保局114年度工作報告", "桃園市政府環境保護局"),
        ("示範市消防局年度施政計畫", "示範市政府消防局"),
    ],
)
def test_bureaus_are_known_by_what_people_call_them(line: str, name: str | None) -> None:
    assert KNOWN.recognise(line) == name


@pytest.mark.parametrize(
    ("name", "lived"),
    [
        ("勞動部", (2014, None)),
        ("行政院勞工委員會", (None, 2014)),
        ("交通部公路局", (2023, None)),
        ("交通部公路總局", (None, 2023)),
        ("外交部", (None, None)),
        ("臺中市政府", (None, None)),
        ("示範市政府環境保護局", (None, None)),
    ],
)
def test_years_before_and_after_a_body_are_known(
    name: str, lived: tuple[int | None, int | None]
) -> None:
    assert KNOWN.lifetime(name) == lived


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("交通安全署 108年度施政績效報告", "交通安全署"),
        ("高屏區域醫院113年度營運計畫書", "高屏區域醫院"),
        ("台灣示範股份有限公司112年度事業計畫", "臺灣示範股份有限公司"),
        ("社會處老人福利中心設置計畫", None),
        ("本署113年度工作計畫", None),
        ("水庫集水區保育治理計畫", None),
    ],
)
def test_a_title_may_begin_with_a_body_that_no_list_holds(line: str, name: str | None) -> None:
    assert KNOWN.body_of(line) == name
