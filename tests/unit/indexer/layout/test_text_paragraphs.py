from __future__ import annotations

from small_texts import texts

SENTENCE = "（一）派員到各工地看鷹架、電線與護欄，把要改的地方拍照寫在單子上交給工地主任"


def test_an_item_among_sentences_goes_on_where_it_is_cut() -> None:
    text = f"一、看工地\n{SENTENCE}\n，一週後再去看。\n（二）寫一份報告。\n"
    assert texts(text) == ["一、看工地", f"{SENTENCE}，一週後再去看。", "（二）寫一份報告。"]


def test_an_item_among_headings_does_not() -> None:
    text = f"一、看工地\n{SENTENCE}\n一週後再去看。\n（二）寫一份報告\n寫給局長看。\n"
    assert texts(text)[1:3] == [SENTENCE, "一週後再去看。"]


def test_lines_that_a_program_cut_are_whole_again_in_the_midst_of_a_word() -> None:
    whole = [
        f"第{number}案看過的工地都在年底前改好了鷹架與電線再開工。" * 3 for number in "一二三四"
    ]
    cut = [line[at : at + 30] for line in whole for at in range(0, len(line), 30)]
    assert texts("\n".join(cut)) == whole
