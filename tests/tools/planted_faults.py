"""Faults to plant into the good workbook, one at a time, each with a word of its finding."""

from dataclasses import dataclass

BOOK = "xl/workbook.xml"
SCORES = "xl/worksheets/sheet1.xml"
AREA = "xl/worksheets/sheet2.xml"
LISTS = "xl/worksheets/sheet4.xml"
TABLE = "xl/tables/table1.xml"
STYLES = "xl/styles.xml"
STRINGS = "xl/sharedStrings.xml"
TYPES = "[Content_Types].xml"
BOOK_RELS = "xl/_rels/workbook.xml.rels"
AREA_RELS = "xl/worksheets/_rels/sheet2.xml.rels"


@dataclass(frozen=True, slots=True)
class Fault:
    """A text of a part, what replaces it, and a word of the finding that must come of it."""

    part: str
    old: str
    new: str
    word: str

    def __str__(self) -> str:
        return f"{self.part.rpartition('/')[2]}: {self.word}: {self.new[:40]}"


def formula(text: str, word: str) -> Fault:
    """Plant a formula into Scores!D7, where a number is cached."""
    return Fault(SCORES, "_xlfn.RANK.EQ(B4,$B$4:$B$5)", text, word)


PACKAGE = (
    Fault(AREA, "</sheetData>", "</sheetdata>", "well-formed"),
    Fault(BOOK, 'encoding="UTF-8"', 'encoding="ISO-8859-1"', "not UTF-8"),
    Fault(STRINGS, "<sst", "<!DOCTYPE sst><sst", "DOCTYPE"),
    Fault(TYPES, 'Extension="vml"', 'Extension="bin"', "no content type"),
    Fault(TYPES, "/xl/comments1.xml", "/xl/comments2.xml", "belongs to no part"),
    Fault(TYPES, "spreadsheetml.table+xml", "spreadsheetml.styles+xml", "content type differs"),
    Fault(TYPES, 'Extension="vml"', 'Extension="xml"', "given 2 times"),
    Fault(
        TYPES,
        '<Override PartName="/xl/styles.xml"',
        '<Ignored PartName="/xl/styles.xml"',
        "differs",
    ),
    Fault(BOOK_RELS, "theme/theme1.xml", "theme/theme2.xml", "is missing"),
    Fault(BOOK_RELS, "theme/theme1.xml", "styles.xml", "no relationship leads"),
    Fault(BOOK_RELS, 'Id="rId6"', 'Id="rId5"', "used 2 times"),
    Fault(AREA_RELS, 'Id="rId1"', 'Id="rId9"', "'rId1' is missing"),
)
WORKBOOK = (
    Fault(BOOK, 'name="Lists"', f'name="{"L" * 32}"', "longer than 31"),
    Fault(BOOK, 'name="Lists"', 'name="Li/sts"', "not allow there"),
    Fault(BOOK, 'name="Lists"', 'name="Lists\'"', "apostrophe"),
    Fault(BOOK, 'name="Lists"', 'name="SCORES"', "more than once"),
    Fault(BOOK, 'name="Lists"', 'name="history"', "keeps for itself"),
    Fault(BOOK, 'sheetId="4"', 'sheetId="3"', "sheetId"),
    Fault(
        BOOK,
        'sheetId="4" state="hidden" r:id="rId4"',
        'sheetId="4" r:id="rId6"',
        "no readable part",
    ),
    Fault(BOOK, 'r:id="rId4"', 'r:id="rId3"', "stored in"),
    Fault(BOOK, 'windowWidth="16095"', 'activeTab="4"', "activeTab"),
    Fault(BOOK, 'windowWidth="16095"', 'activeTab="3"', "hidden"),
    Fault(AREA, "<sheetView ", '<sheetView tabSelected="1" ', "selected"),
    Fault(BOOK, 'name="opt_text"', 'name="opt text"', "not allow there"),
    Fault(BOOK, 'name="opt_text"', 'name="GOV01"', "looks like a cell"),
    Fault(BOOK, 'name="opt_text"', 'name="R1C1"', "looks like a cell"),
    Fault(BOOK, 'name="opt_text"', 'name="r"', "looks like a cell"),
    Fault(BOOK, 'name="opt_text"', 'name="OPT_Level"', "more than once"),
    Fault(BOOK, 'name="opt_text"', 'name="TBL_1"', "more than once"),
    Fault(BOOK, 'name="_xlnm.Print_Area"', 'name="_xlnm.Printed"', "built-in"),
    Fault(BOOK, "Lists!$A$1:$A$5", "Levels!$A$1:$A$5", "no sheet 'Levels'"),
    Fault(BOOK, "Lists!$A$1:$A$5", "$A$1:$A$5", "says no sheet"),
    Fault(BOOK, "Lists!$A$1:$A$5", "Lists!A1:A5", "not absolute"),
    Fault(BOOK, "Lists!$A$1:$A$5", "Lists!#REF!", "#REF!"),
    Fault(BOOK, 'localSheetId="0">Scores!$B$4', 'localSheetId="9">Scores!$B$4', "localSheetId"),
    Fault(STYLES, '<xf numFmtId="0" fontId="0"', '<xf numFmtId="0" fontId="99"', "fontId"),
    Fault(STYLES, '<xf numFmtId="164"', '<xf numFmtId="165"', "number format"),
    Fault("xl/charts/chart1.xml", "Scores!$B$4", "Score!$B$4", "no sheet 'Score'"),
    Fault("xl/drawings/drawing1.xml", "Scores!$A$4", "Score!$A$4", "no sheet 'Score'"),
    Fault("xl/drawings/_rels/drawing1.xml.rels", "#Lists!A1", "#List!A1", "no sheet 'List'"),
    Fault("docProps/custom.xml", "2026-1", "x" * 256, "longer than 255"),
)
FORMULAS = (
    formula("=SUM(B4:B5)", 'begins with "="'),
    formula("", "empty"),
    formula("SUM(B4:B5", "not closed"),
    formula("SUM(B4:B5))", "never opened"),
    formula("SUM(B4;B5)", '";"'),
    formula("LEN(&quot;B4)", "quotation mark"),
    formula("B4==B5", "no value stands before"),
    formula("B4 B5", "no operator"),
    formula("SUM(B4,)*", "ends where"),
    formula("B4+#REF!", "#REF!"),
    formula("B4+[2]Other!A1", "another workbook"),
    formula("Area!A1", "no sheet 'Area'"),
    formula("Risk &amp; money!A1", "no sheet 'money'"),
    formula("'Risk &amp; money'!A1048577", "leaves the sheet"),
    formula("B5:B4", "wrong way round"),
    formula("SUM(opt_points)", "no name 'opt_points'"),
    formula("Governance!best", "no name 'best'"),
    formula("SUM(tbl_3[Level])", "no table"),
    formula("SUM(tbl_1[Points])", "no column"),
    formula("SUM([Level])", "does not say its table"),
    formula("_xlfn.XLOOKUP(1,B4:B5,B4:B5)", "XLOOKUP"),
    formula("TODAY()", "TODAY"),
    formula("RANK.EQ(B4,B4:B5)", "must be written _xlfn."),
    formula("_xlfn.SUM(B4)", "without _xlfn."),
    formula("ROUND(B4)", "takes 2 arguments"),
    formula("SUMPRODUCT(IF(B4:B5&gt;0,1,0))", "inside SUMPRODUCT"),
    formula("HYPERLINK(&quot;https://example.org&quot;)", "leads out"),
    formula("HYPERLINK(&quot;#Nowhere!A1&quot;)", "no sheet 'Nowhere'"),
    formula("+".join(["B4"] * 4096), "8192 allowed"),
)
CELLS = (
    Fault(SCORES, "<f>LEFT('Governance'!C4,1)</f><v>3</v>", "<f>B4</f><v>3</v>", 't="str"'),
    Fault(SCORES, 't="str"><f>IF(B4', "><f>IF(B4", 'no t="str"'),
    Fault(SCORES, "<v>0.875</v>", "", "no cached value"),
    Fault(SCORES, 's="1"><f>IF', 's="1" t="e"><f>IF', "is the error"),
    Fault(SCORES, '<c r="A8">', '<c r="A8" t="e">', "holds the error"),
    Fault(SCORES, "<v>3</v></c></row></sheetData>", "<v>nan</v></c></row></sheetData>", "'nan'"),
    Fault(SCORES, '<c r="D7">', '<c r="D7" cm="1">', "spills"),
    Fault(SCORES, '<row r="8"', '<row r="7"', "out of order"),
    Fault(SCORES, '<c r="B4"', '<c r="A4"', "out of order"),
    Fault(SCORES, '<c r="A8">', '<c r="A9">', "stands in row 8"),
    Fault(SCORES, '<c r="A8">', '<c r="XFE8">', "outside the sheet"),
    Fault(SCORES, 'ref="A3:D8"', 'ref="A3:D7"', "dimension"),
    Fault(SCORES, '<c r="A4" t="s"><v>24', '<c r="A4" t="s"><v>99', "no shared string"),
    Fault(SCORES, '<c r="B6" s="1"', '<c r="B6" s="77"', "no style 77"),
    Fault(AREA, 'style="2"', 'style="77"', "no style 77"),
    Fault(AREA, '<col min="2"', '<col min="1"', "columns overlap"),
    Fault(AREA, 'ht="30"', 'ht="410"', "higher than"),
    Fault(SCORES, 'r="A8"><v>3</v>', 'r="A8" t="inlineStr"><is><t> 3</t></is>', "xml:space"),
    Fault(STRINGS, "<t>Back</t>", "<t>Back </t>", "xml:space"),
    Fault(STRINGS, "<t>Back</t>", f"<t>{'x' * 32_768}</t>", "longer than 32767"),
)
RANGES = (
    Fault(
        LISTS,
        '<mergeCell ref="D1:E1"/>',
        '<mergeCell ref="D1:E1"/><mergeCell ref="E1:E2"/>',
        "overlaps",
    ),
    Fault(SCORES, 'dxfId="1"', 'dxfId="9"', "dxfId 9"),
    Fault(SCORES, 'sqref="B4:B5"', 'sqref="B5:B4"', "not a range"),
    Fault(SCORES, "<xm:sqref>B6<", "<xm:sqref>B0<", "not a range"),
    Fault(SCORES, "<formula>0.8<", "<formula>Nowhere!A1<", "no sheet 'Nowhere'"),
    Fault(SCORES, "<xm:f>Scores!", "<xm:f>Score!", "no sheet 'Score'"),
    Fault(SCORES, '<autoFilter ref="A3:C5"', '<autoFilter ref="A0:C5"', "not a range"),
    Fault(SCORES, "&amp;LReadiness", "x" * 256, "longer than 255"),
    Fault(AREA, "<formula1>opt_text<", "<formula1>opt_texts<", "no name 'opt_texts'"),
    Fault(AREA, '"yes,no"', f'"{"y" * 256}"', "257 allowed"),
    Fault(AREA, 'promptTitle="Answer"', f'promptTitle="{"A" * 33}"', "promptTitle"),
    Fault(AREA, 'error="Choose', f'error="{"x" * 255}', "error is longer"),
    Fault(AREA, 'sqref="E4"', 'sqref="E4 C6"', "overlaps"),
    Fault(AREA, 'sqref="E4"', 'sqref=""', "not a range"),
    Fault(AREA, "<formula1>0</formula1>", "", "no formula"),
    Fault(AREA, "location=\"'Scores'!A1\"", "location=\"'Score'!A1\"", "no sheet 'Score'"),
    Fault(AREA, "location=\"'Scores'!A1\"", 'location="A 1"', "neither a cell nor a name"),
    Fault(AREA, "location=\"'Scores'!A1\"", 'r:id="rId1"', "leads out"),
)
TABLES = (
    Fault(TABLE, 'name="Level"', 'name="Levels"', "heading"),
    Fault(AREA, '<c r="A3" t="s"><v>0</v>', '<c r="A3"><v>0</v>', "heading"),
    Fault(TABLE, 'name="Question"', 'name="REF"', "more than once"),
    Fault(TABLE, 'ref="A3:D6" totals', 'ref="A3:E6" totals', "columns wide"),
    Fault(TABLE, 'ref="A3:D6" totals', 'ref="A3:D3" totals', "no row for data"),
    Fault(TABLE, 'count="4"', 'count="5"', "count of columns"),
    Fault(TABLE, 'displayName="tbl_1"', 'displayName="tbl_2"', "more than once"),
    Fault(TABLE, 'displayName="tbl_1"', 'displayName="tbl1"', "looks like a cell"),
    Fault(TABLE, '<autoFilter ref="A3:D6"', '<autoFilter ref="A3:D5"', "does not cover"),
    Fault(TABLE, 'id="4" name', 'id="4" dataDxfId="9" name', "dataDxfId"),
    Fault(
        AREA,
        "<hyperlinks>",
        '<mergeCells><mergeCell ref="D6:E6"/></mergeCells><hyperlinks>',
        "table overlaps",
    ),
)
FAULTS = (*PACKAGE, *WORKBOOK, *FORMULAS, *CELLS, *RANGES, *TABLES)
