"""The script an analyst would write: pandas reads the area sheets, scores the areas, openpyxl colours the result.

Usage: python benchmarks/analyst.py FOLDER OUT
"""

import sys
from pathlib import Path

import pandas as pd
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter

AREAS = ["Shared vision", "Ethos and cultures", "Treatment of resources", "Risk management", "Governance"]
LEVELS = {"0 Not started": 0, "1 Discussed": 1, "2 In progress": 2, "3 Agreed": 3, "4 Embedded": 4}
BANDS = [(80, "12436D"), (60, "6BACE6"), (40, "C6DBEF"), (0, "FFFFFF")]
WEIGHTS_SHEET, FIRST_ROW = "How it counts", 3


def read_return(path: Path) -> pd.DataFrame:
    sheets = pd.read_excel(path, sheet_name=["Start here", WEIGHTS_SHEET, *AREAS], header=None, engine="openpyxl")
    cover = sheets["Start here"].set_index(0)[1]
    weights = sheets[WEIGHTS_SHEET].iloc[FIRST_ROW + 1 :, [0, 3]].set_axis(["Ref", "Weight"], axis=1)
    frames = []
    for area in AREAS:
        frame = sheets[area].iloc[5:].set_axis(sheets[area].iloc[4], axis=1)
        frames.append(frame[["Ref", "Answer", "Evidence", "Comment"]].assign(Area=area))
    answers = pd.concat(frames, ignore_index=True).merge(weights, on="Ref")
    return answers.assign(Council=cover["Council"], File=path.name)


def score(answers: pd.DataFrame) -> pd.DataFrame:
    applies = answers[answers["Answer"] != "Not applicable"].copy()
    applies["Weight"] = applies["Weight"].astype(float)
    applies["Points"] = applies["Answer"].map(LEVELS).fillna(0) * applies["Weight"]
    sums = applies.groupby(["Council", "Area"])[["Points", "Weight"]].sum()
    table = (100 * sums["Points"] / (4 * sums["Weight"])).unstack()[AREAS]  # noqa: PD010
    return table.assign(Overall=table.mean(axis=1)).sort_index()


def write(answers: pd.DataFrame, table: pd.DataFrame, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    with pd.ExcelWriter(out / "analyst.xlsx", engine="openpyxl") as writer:
        table.to_excel(writer, sheet_name="Scores")
        answers.to_excel(writer, sheet_name="Answers", index=False)
        sheet = writer.sheets["Scores"]
        for column in range(2, len(table.columns) + 2):
            sheet.column_dimensions[get_column_letter(column)].width = 22
            for row in range(2, len(table) + 2):
                cell = sheet.cell(row, column)
                colour = next(colour for edge, colour in BANDS if (cell.value or 0) >= edge)
                cell.fill = PatternFill("solid", start_color=colour)
                cell.number_format = "0.0"
    (out / "analyst.html").write_text(table.round(1).to_html(), encoding="utf-8")


if __name__ == "__main__":
    everything = pd.concat([read_return(path) for path in sorted(Path(sys.argv[1]).glob("*.xlsx"))], ignore_index=True)
    write(everything, score(everything), Path(sys.argv[2]))
