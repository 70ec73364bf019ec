"""What results.json says that cells of the scored workbook should show: found by the names that stand there, as a reader finds them."""

from collections.abc import Iterator, Mapping
from typing import Any

from recalculated import Place

from rasp_xl.model.rounds import Round
from rasp_xl.outgoing.book import cell
from rasp_xl.reports import score_sheets as columns
from rasp_xl.reports.positions import GATES, PARTNERS, QUESTION_MAP, RETURNS, SCORES, SENSITIVITY, THEME_MAP
from rasp_xl.reports.sensitivity_sheet import blocks

Cells = Mapping[Place, object]
WAS = ", was "


def from_results(content: Mapping[str, Any], round_: Round, seen: Cells) -> dict[Place, object]:
    """Every figure of the file that the workbook shows too; an empty text where it has none."""
    names = {None: "No score", **{band.name: band.label for band in round_.settings.bands}}
    found = [*_scores(content, round_, names, seen), *_maps(content, round_, seen), *_gates(content, seen)]
    found += [*_partners(content, round_, seen), *_sensitivity(content, round_, names, seen), *_files(content, seen)]
    return {place: "" if value is None else value for place, value in found}


def own_from_results(council: Mapping[str, Any], round_: Round, seen: Cells) -> dict[Place, object]:
    """The same for the pack of one council of the file, which has no sheets that compare councils."""
    names = {None: "No score", **{band.name: band.label for band in round_.settings.bands}}
    content = {"councils": [council]}
    found = [*_scores(content, round_, names, seen), *_maps(content, round_, seen), *_gates(content, seen)]
    return {place: "" if value is None else value for place, value in found}


def _rows(seen: Cells, sheet: str, *wanted: int) -> dict[tuple[object, ...], int]:
    """Rows by what stands in some columns of each."""
    last = max(int(a.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) for s, a in seen if s == sheet)
    return {tuple(seen.get((sheet, cell(row, c))) for c in wanted): row for row in range(last, 0, -1)}


def _scores(
    content: Mapping[str, Any], round_: Round, names: Mapping[object, str], seen: Cells
) -> Iterator[tuple[Place, object]]:
    rows = _rows(seen, SCORES, columns.IDENTITY, columns.AREA)
    for council in content["councils"]:
        for area in (*council["areas"], {"name": columns.OVERALL, **council["overall"]}):
            row = rows[council["id"], area["name"]]
            shown = {
                columns.SCORE: area["score"], columns.BAND: names[area["band"]], columns.BEFORE: names[area["band_before_caps"]],
                columns.HELD_BY: ", ".join(area["capped_by"]), columns.STATUS: area["status"],
            }  # fmt: skip
            if "known_only" in area:
                parts = (columns.KNOWN, "known_only"), (columns.EVIDENCED, "evidenced"), (columns.COVERAGE, "coverage")
                shown |= {column: area[key] for column, key in parts}
            yield from (((SCORES, cell(row, column)), value) for column, value in shown.items())


def _maps(content: Mapping[str, Any], round_: Round, seen: Cells) -> Iterator[tuple[Place, object]]:
    """Councils stand there in the order of the file."""
    first = next(row for row in range(1, 20) if seen.get((THEME_MAP, f"A{row}")) == "Council") + 1
    gates = {q.id for q in round_.question_set.questions if round_.gate_from(q) is not None}
    for row, council in enumerate(content["councils"], first):
        assert seen[THEME_MAP, f"A{row}"] == seen[QUESTION_MAP, f"A{row}"] == council["name"]
        for column, theme in enumerate(council["themes"], 2):
            yield (THEME_MAP, cell(row, column)), "No score" if theme["score"] is None else theme["score"]
        for column, question in enumerate(round_.question_set.questions, 2):
            value = council["answers"][question.id]
            # Whether a gate that is not applicable was waived, the file says by its gaps alone.
            if not (value == "NA" and question.id in gates):
                yield (QUESTION_MAP, cell(row, column)), "no answer" if value is None else value


def _gates(content: Mapping[str, Any], seen: Cells) -> Iterator[tuple[Place, object]]:
    rows = _rows(seen, GATES, columns.GATE_COUNCIL, columns.GATE)
    for council in content["councils"]:
        for gap in council["gaps"]:
            if gap["gate"]:
                yield (GATES, cell(rows[council["name"], gap["question"]], columns.STATE)), gap["gate"]


def _partners(content: Mapping[str, Any], round_: Round, seen: Cells) -> Iterator[tuple[Place, object]]:
    rows, names = _rows(seen, PARTNERS, 1), {area.id: area.name for area in round_.question_set.areas}
    for area in content["partnership"]["areas"]:
        values = (area[key] for key in ("min", "median", "mean", "max", "gap", "state"))
        for column, value in enumerate(values, 2):
            yield (PARTNERS, cell(rows[names[area["id"]],], column)), "No score" if value is None else value
    for question in content["partnership"]["questions"]:
        for column, key, none in ((6, "gap", "n/a"), (7, "state", "not applicable")):
            yield (
                (PARTNERS, cell(rows[question["id"],], column)),
                none if question["gap"] is None else question[key],
            )


def _sensitivity(
    content: Mapping[str, Any], round_: Round, names: Mapping[object, str], seen: Cells
) -> Iterator[tuple[Place, object]]:
    """Every band that changes says so, and no other does."""
    rows, ids = _rows(seen, SENSITIVITY, 1), {c["id"]: c["name"] for c in content["councils"]}
    names = {**names, "No score": "No score"}
    made = {(b.scenario.id, b.area.id if b.area else "overall"): b for b in blocks(round_.question_set.areas)}
    expected = {}
    for change in content["sensitivity"]["changes"]:
        block = made[change["scenario"], change["area"]]
        text = names[change["band"]] + WAS + names[change["band_as_scored"]]
        expected[SENSITIVITY, cell(rows[ids[change["council"]],], block.column + 1)] = text
    assert {p for p, v in seen.items() if p[0] == SENSITIVITY and WAS in str(v)} == expected.keys()
    yield from expected.items()


def _files(content: Mapping[str, Any], seen: Cells) -> Iterator[tuple[Place, object]]:
    rows = _rows(seen, RETURNS, 1)
    yield from (((RETURNS, f"B{rows[file['path'],]}"), file["status"]) for file in content["files"])
