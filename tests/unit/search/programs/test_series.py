"""An indicator's numbers through the years."""

from __future__ import annotations

from search.model import Kpi, Location, Passage, Source
from search.programs.series import Series, series


def passage(year: int, kind: str = "plan", **cells: object) -> Passage:
    return Passage(
        id=f"{kind}-{year}",
        document=f"{kind}-{year}",
        edition=f"{kind}-{year}.a",
        document_title="",
        document_kind=kind,
        agency="示範市政府",
        year=year,
        kind="kpi",
        title="訓練人數",
        text="",
        source=Source("a", "0"),
        location=Location(0, 1),
        kpi=Kpi(**cells),  # type: ignore[arg-type]
    )


def told(found: Series) -> list[tuple[int | None, str, str]]:
    return [(one.year, one.role, one.raw) for one in found.statements]


def test_targets_and_actual_values_are_brought_to_their_years() -> None:
    found = series(
        "訓練人數",
        [
            passage(2019, target="100人"),
            passage(2019, "report", target="100 人", values=(("2019 actual", "95人"),)),
            passage(2020, values=(("2020 target", "120人"), ("2021 target", "130人"))),
        ],
    )
    assert told(found) == [
        (2019, "target", "100人"),
        (2019, "actual", "95人"),
        (2020, "target", "120人"),
        (2021, "target", "130人"),
    ]
    # The report says the target again: one statement with two sources.
    assert [source.id for source in found.statements[0].sources] == ["plan-2019", "report-2019"]
    assert found.breaks == ()
    assert [(track.unit, len(track.points)) for track in found.tracks] == [("人", 4)]


def test_a_later_figure_for_a_target_is_a_revised_one() -> None:
    found = series(
        "訓練人數",
        [passage(2019, values=(("2020 target", "100人"),)), passage(2020, target="90人")],
    )
    assert told(found) == [(2020, "target", "100人"), (2020, "revised target", "90人")]


def test_the_line_breaks_where_measure_or_unit_changes() -> None:
    found = series(
        "訓練",
        [
            passage(2019, target="100人", measure="結訓人數"),
            passage(2020, target="110人", measure="結訓 人數"),
            passage(2021, target="120人", measure="報名人數"),
            passage(2022, target="80%", measure="報名人數"),
        ],
    )
    assert [(one.before, one.after) for one in found.breaks] == [(2020, 2021), (2021, 2022)]
    assert found.breaks[0].definition == ("結訓 人數", "報名人數")
    assert found.breaks[0].unit is None
    assert found.breaks[1].unit == ("人", "%")
    assert [track.unit for track in found.tracks] == ["人", "%"]


def test_several_numbers_of_a_cell_are_tracks_of_their_own() -> None:
    found = series("參訓", [passage(2021, values=(("2021 actual", "青年 14 人 失業者 26 人"),))])
    assert [(track.label, track.unit) for track in found.tracks] == [
        ("青年", "人"),
        ("失業者", "人"),
    ]


def test_words_and_rates_are_told_and_not_drawn() -> None:
    found = series(
        "立法", [passage(2021, target="完成草案", unit="人", values=(("2021 rate", "96.6%"),))]
    )
    assert told(found) == [(2021, "target", "完成草案"), (2021, "rate", "96.6%")]
    assert found.tracks == ()
    assert found.statements[1].numbers[0].unit == "%"


def test_what_is_reached_is_told_only_where_numbers_tell_it() -> None:
    def reached(target: str, actual: str, title: str = "訓練人數") -> bool | None:
        cells = passage(2019, target=target, values=(("2019 actual", actual),))
        return series(title, [cells]).reached(2019)

    assert reached("100人", "120人") is True
    assert reached("100人", "100 人") is True
    assert reached("100人", "99人") is False
    assert reached("至多 100 件", "120 件") is False
    assert reached("100人", "120場") is None
    assert reached("100人", "辦理中") is None
    # Fewer may be better, which nobody wrote.
    assert reached("3%", "5%", "失業率") is None
    assert reached("3%以下", "2.5%", "失業率") is True
