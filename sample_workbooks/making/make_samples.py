"""Makes the sample returns afresh: python sample_workbooks/making/make_samples.py (needs openpyxl and LibreOffice's soffice).

The councils are fictional. One return is re-saved by LibreOffice, one holds typed answers, two do not read throughout.
"""

import shutil
import subprocess
import tempfile
from datetime import date
from io import BytesIO
from pathlib import Path

from evidence import COMMENTS, EVIDENCE
from openpyxl import load_workbook

from rasp_xl.model.answers import Answer, Cover
from rasp_xl.model.layout import ANSWER, slots
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import Purpose
from rasp_xl.model.rounds import Partner, Round
from rasp_xl.outgoing.filling import Filling
from rasp_xl.outgoing.template import template_bytes
from rasp_xl.scoring.scores import score_council

RETURNS = Path(__file__).parent.parent / "returns"
ROUND = Round(Purpose.NEW, 2, standard_set())
CODES = {".": None, "d": "DK", "n": "NA", **{str(level): level for level in range(5)}}

# A sign for each question, area by area in the order asked: 0 to 4, d don't know, n not applicable, . blank.
NORTHMOOR = "43444334334 44433343434 44444433443 33343334333 4434343434444"
EASTVALE = "33433333232 33323333322 33333323333 32323323223 3333333333133"
EASTVALE_EARLIER = "33333232232 33222333322 33322322332 32232333233 3323333233123"
HARROWMERE = "22212121121 22112112121 10110d10111 21121212111 2111112111021"
CWM_TWR_FINANCE = "33323332232 34433333333 11222122212 22232322222 2322232222232"
CWM_TWR_IT = "33423333332 33322332322 2222d2d1322 43333333333 23322d3222332"
ST_ALDRICS = "22d3d2d22dd 3dd2d2ddd22 d2d1d2d2ddd 3d2d3d22ddd dd1d1dd1dddd1"
ASHCOMBE = "33233323323 32333223323 ........... 33323323322 ............."
KESTRELBY = "32333232323 32222232122 23333323n32 33233323232 3323323323232"
FENMARCH = "23223222322 22322222222 22222122222 21221112112 2222221222122"
OXENHOLT = "33333332333 33323333233 33233223323 33333233232 3333232333233"

TYPED = {
    "SV1": 3, "SV2": "2", "SV3": " 3 - agreed", "SV4": "agreed", "SV5": "3", "SV6": "In Progress", "SV7": "3.0", "EC1": "3 – Agreed",
    "EC4": "LEVEL 2", "RM1": "03", "RM2": 3.0, "TR9": "n/a", "GV1": "3 agreed", "GV4": "3 (Agreed)",
}  # fmt: skip
UNREADABLE = {"SV6": "2-3", "RM8": "TBC"}
SIGN_IN_PAGE = b"""<!DOCTYPE html>
<html lang="en"><head><title>Sign in to your account</title></head>
<body><h1>Sign in</h1><p>To open this document, sign in to your organisation.</p></body></html>
"""


def answers(signs: str, shift: int, bare: int) -> dict[str, Answer]:
    """Answers with evidence and comments; every bare-th claim comes without evidence, as it does in life."""
    made, claims = {}, 0
    for number, (question, sign) in enumerate(zip(ROUND.question_set.questions, signs.replace(" ", ""), strict=True)):
        value, evidence, comment = CODES[sign], "", ""
        if isinstance(value, int) and value >= 3:
            claims += 1
            evidence = "" if claims % bare == 0 else EVIDENCE[question.id].format(day=5 + (number * 7 + shift) % 23)
        elif sign == "n":
            comment = "The service holds no data of its own: each council keeps its records in its own systems."
        elif value is not None and (number + shift) % 3 == 0:
            comment = COMMENTS[(number + shift) % len(COMMENTS)]
        made[question.id] = Answer(question.id, value, evidence, comment)
    return made


def returned(partner: Partner, cover: Cover, made: dict[str, Answer]) -> bytes:
    """A filled template, as it would come back."""
    return template_bytes(Filling(ROUND, score_council(partner, (made,), ROUND), partner, cover))


def with_typed(data: bytes, typed: dict[str, object]) -> bytes:
    """The same workbook with some answers typed over."""
    book = load_workbook(BytesIO(data))
    for slot in slots(ROUND.question_set):
        if slot.question.id in typed:
            book[slot.sheet][slot.cell(ANSWER)] = typed[slot.question.id]
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def through_libreoffice(data: bytes) -> bytes:
    """The workbook opened and saved by LibreOffice."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "in", "return.xlsx")
        source.parent.mkdir()
        source.write_bytes(data)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", f"{folder}/out", str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        return Path(folder, "out", "return.xlsx").read_bytes()


def samples() -> dict[str, bytes]:
    """File names and contents of the sample round."""
    northmoor = Partner("northmoor", "Northmoor District Council")
    eastvale = Partner("eastvale", "Eastvale Borough Council")
    harrowmere = Partner("harrowmere", "Harrowmere City Council")
    cwm_twr = Partner("cwm-twr", "Cwm Tŵr County Borough Council")
    st_aldrics = Partner("st-aldrics", "St Aldric's Borough Council")
    ashcombe = Partner("ashcombe-thorne", "Ashcombe & Thorne District Council")
    kestrelby = Partner("kestrelby", "Kestrelby Metropolitan Borough Council")
    fenmarch = Partner("fenmarch", "Fenmarch District Council")
    oxenholt = Partner("oxenholt", "Oxenholt District Council")

    def made(partner: Partner, who: tuple[str, str, int], signs: str, bare: int) -> bytes:
        respondent, role, day = who
        return returned(
            partner, Cover("", respondent, role, date(2026, 10, day)), answers(signs, len(partner.name), bare)
        )

    head_of_it, finance = ("Head of IT", "CIO"), ("Deputy chief finance officer", "Section 151 officer's deputy")
    files = {
        "Northmoor.xlsx": made(northmoor, ("Director of resources", "Section 151 officer", 12), NORTHMOOR, 20),
        "Eastvale return FINAL v2.xlsx": made(
            eastvale, ("Assistant chief executive", "Programme sponsor", 20), EASTVALE, 7
        ),
        "Eastvale return.xlsx": made(
            eastvale, ("Assistant chief executive", "Programme sponsor", 6), EASTVALE_EARLIER, 5
        ),
        "harrowmere.xlsx": made(harrowmere, ("Transformation manager", "Programme lead", 15), HARROWMERE, 4),
        "Cwm Twr finance.xlsx": made(cwm_twr, (*finance, 14), CWM_TWR_FINANCE, 6),
        "Cwm Twr IT.xlsx": made(cwm_twr, (*head_of_it, 16), CWM_TWR_IT, 8),
        "St Aldrics.xlsx": made(st_aldrics, ("Corporate policy officer", "Policy lead", 19), ST_ALDRICS, 3),
        "Ashcombe and Thorne part.xlsx": made(ashcombe, ("Head of digital", "CIO", 9), ASHCOMBE, 9),
        "Kestrelby.xlsx": with_typed(made(kestrelby, ("ICT manager", "CIO", 21), KESTRELBY, 6), TYPED),
        "Fenmarch.xlsx": through_libreoffice(
            made(fenmarch, ("Executive director", "Chief executive's deputy", 13), FENMARCH, 5)
        ),
        "Oxenholt.xlsx": with_typed(
            made(oxenholt, ("Business change lead", "Programme lead", 22), OXENHOLT, 10), UNREADABLE
        ),
        "Lowmere return.xlsx": SIGN_IN_PAGE,
        "~$harrowmere.xlsx": b"\x0bOffice user"
        + b" " * 43
        + b"\x0b\x00"
        + b"O\x00f\x00f\x00i\x00c\x00e\x00 \x00u\x00s\x00e\x00r\x00",
    }
    files["Copy of Northmoor.xlsx"] = files["Northmoor.xlsx"]
    return files


if __name__ == "__main__":
    shutil.rmtree(RETURNS, ignore_errors=True)
    RETURNS.mkdir()
    for name, data in samples().items():
        (RETURNS / name).write_bytes(data)
