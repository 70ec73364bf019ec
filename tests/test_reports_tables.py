"""The tidy tables: a row for each answer, score, finding and file, harmless when opened in a spreadsheet."""

from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from building import answers, assessed, everywhere, returned

from rasp_xl import pipeline
from rasp_xl.cli import main
from rasp_xl.model.answers import Answer
from rasp_xl.model.questions import Purpose, QuestionSet
from rasp_xl.model.rounds import Round
from rasp_xl.reports.tables import table_files


@pytest.fixture
def given(asked: QuestionSet) -> dict[str, Answer]:
    """Answers of every kind, and evidence that a spreadsheet would take for a formula."""
    mixed = everywhere(asked, 3, "SV1=4* SV2=DK SV4=NA SV5= EC2=0")
    return mixed | {"SV6": Answer("SV6", 4, "=HYPERLINK(1)", "-1 of the partners")}


@pytest.fixture
def folder(asked: QuestionSet, given: dict[str, Answer], tmp_path: Path) -> Path:
    """A folder with one good return and one file that is none."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.xlsx").write_bytes(returned(Round(Purpose.NEW, 2, asked), "Cwm Tŵr", given))
    (tmp_path / "in" / "b.xlsx").write_bytes(b"%PDF-1.7")
    return tmp_path


def csv(data: bytes) -> pd.DataFrame:
    return pd.read_csv(BytesIO(data), keep_default_na=False, dtype=str)


def test_tables_have_a_row_for_everything(folder: Path, asked: QuestionSet) -> None:
    """57 answers, five areas and an overall, every finding and every file: nothing is left out of the tables."""
    assessment = pipeline.assess([folder / "in"])
    files = table_files(assessment)
    rows = {name: len(csv(data)) for name, data in files.items() if name.endswith(".csv")}

    assert rows == {
        "tables/answers.csv": 57,
        "tables/scores.csv": 6,
        "tables/findings.csv": len(assessment.findings),
        "tables/files.csv": 2,
    }
    for name, data in files.items():
        if name.endswith(".parquet"):
            assert len(pd.read_parquet(BytesIO(data))) == rows[name.replace(".parquet", ".csv")]


def test_answers_keep_kind_and_place(folder: Path) -> None:
    """A level stays a number; don't know, not applicable and blank stay apart; each leads to its cell."""
    frame = pd.read_parquet(BytesIO(table_files(pipeline.assess([folder / "in"]))["tables/answers.parquet"]))
    by = frame.set_index("question")

    assert by.loc["SV1", "level"] == 4
    assert by.loc["EC2", "level"] == 0
    assert by.loc["SV2", "other"] == "DK"
    assert by.loc["SV4", "other"] == "NA"
    assert pd.isna(by.loc["SV5", "level"])
    assert pd.isna(by.loc["SV5", "other"])
    assert (by.loc["SV1", "file"], by.loc["SV1", "sheet"], by.loc["SV1", "cell"]) == ("a.xlsx", "Shared vision", "I6")
    assert by.loc["SV6", "evidence"] == "=HYPERLINK(1)"


def test_csv_holds_no_formula(folder: Path) -> None:
    """What a council typed is text, also for whoever opens the CSV in Excel."""
    by = csv(table_files(pipeline.assess([folder / "in"]))["tables/answers.csv"]).set_index("question")

    assert by.loc["SV6", "evidence"] == "'=HYPERLINK(1)"
    assert by.loc["SV6", "comment"] == "'-1 of the partners"
    assert by.loc["SV1", "council_name"] == "Cwm Tŵr"


def test_scores_equal_the_engine(asked: QuestionSet) -> None:
    """The table's scores are the scorecard's, unrounded, with no score as an empty cell."""
    made = assessed(Round(Purpose.NEW, 2, asked), {"Northmoor": everywhere(asked, 3), "Eastvale": answers("SV1=4")})
    frame = pd.read_parquet(BytesIO(table_files(made)["tables/scores.parquet"]))
    cards = {c.id: c for c in made.cards}

    for row in frame[frame["area"].notna()].itertuples():
        area = next(a for a in cards[row.council].areas if a.id == row.area)
        assert row.score == area.tally.score
        assert row.status == area.status
    overall = frame[frame["area"].isna()].set_index("council")["score"]
    assert {c: overall[c] for c in cards} == {c: card.overall.score for c, card in cards.items()}


def test_command_writes_tables_beside_the_rest_and_ignores_them_next_time(folder: Path) -> None:
    """--tables adds a folder; scoring its parent again does not take the tables for returns."""
    main(["score", str(folder / "in"), "--out", str(folder / "in" / "output"), "--tables"])
    again = pipeline.assess([folder / "in"])
    written = sorted(p.name for p in (folder / "in" / "output" / "tables").iterdir())

    assert written == sorted(
        f"{n}.{kind}" for n in ("answers", "files", "findings", "scores") for kind in ("csv", "parquet")
    )
    assert {e.status.value for e in again.ledger.entries if e.path.startswith("output/")} == {"ignored"}


def test_same_tables_for_the_same_input(folder: Path) -> None:
    """Two runs give the same bytes."""
    assessment = pipeline.assess([folder / "in"])

    assert table_files(assessment) == table_files(assessment)


def test_without_pandas_the_sentence_says_what_to_install(folder: Path, monkeypatch, capsys) -> None:
    """Whoever asks for tables on a machine without pandas is told what to type, and nothing is written."""
    import sys

    monkeypatch.setitem(sys.modules, "pandas", None)
    monkeypatch.delitem(sys.modules, "rasp_xl.reports.tables", raising=False)

    assert main(["score", str(folder / "in"), "--out", str(folder / "out"), "--tables"]) == 2
    assert "pip install 'rasp-xl[tables]'" in capsys.readouterr().err
    assert not (folder / "out").exists()
