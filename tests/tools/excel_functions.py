"""The functions a workbook of ours may use, with the number of arguments each takes.

All are known to Excel 2016, as sold without a subscription, and to LibreOffice 7.4. Left out on
purpose: functions of Microsoft 365 (XLOOKUP, LET, FILTER), those that came to subscribers first
(IFS, SWITCH, TEXTJOIN, CONCAT, MAXIFS, MINIFS), and those whose result changes without any change
of the cells they name (INDIRECT, OFFSET, NOW, TODAY, RAND, CELL, INFO).
"""

from collections.abc import Mapping
from functools import cache

MANY = 255
PREFIX = "_xlfn."

_ONE = """
    ABS ACOS ACOSH AREAS ASIN ASINH ATAN ATANH CHAR CLEAN CODE COLUMNS COS COSH COUNTBLANK DATEVALUE
    DAY DEGREES ERROR.TYPE EVEN EXP FACT FACTDOUBLE FISHER FISHERINV GAMMALN HOUR INT ISBLANK ISERR
    ISERROR ISEVEN ISLOGICAL ISNA ISNONTEXT ISNUMBER ISODD ISREF ISTEXT LEN LN LOG10 LOWER MDETERM
    MINUTE MINVERSE MONTH N NORMSDIST NORMSINV NOT ODD PROPER RADIANS ROWS SECOND SIGN SIN SINH SQRT
    SQRTPI T TAN TANH TIMEVALUE TRANSPOSE TRIM TYPE UPPER VALUE YEAR BIN2DEC HEX2DEC OCT2DEC
"""

_OLD: Mapping[tuple[int, int], str] = {
    (0, 0): "FALSE NA PI TRUE",
    (0, 1): "COLUMN ROW",
    (1, 1): _ONE,
    (1, 2): """
        BIN2HEX BIN2OCT DEC2BIN DEC2HEX DEC2OCT DELTA DOLLAR GESTEP HEX2BIN HEX2OCT HYPERLINK IRR
        LEFT LOG OCT2BIN OCT2HEX RIGHT ROMAN TRUNC WEEKDAY WEEKNUM
    """,
    (1, 3): "FIXED",
    (1, 4): "GROWTH LINEST LOGEST TREND",
    (1, MANY): """
        AND AVEDEV AVERAGE AVERAGEA CONCATENATE COUNT COUNTA DEVSQ GCD GEOMEAN HARMEAN KURT LCM MAX
        MAXA MEDIAN MIN MINA MODE MULTINOMIAL OR PRODUCT SKEW STDEV STDEVA STDEVP STDEVPA SUM
        SUMPRODUCT SUMSQ VAR VARA VARP VARPA
    """,
    (2, 2): """
        ATAN2 CEILING CHIDIST CHIINV CHITEST COMBIN CORREL COUNTIF COVAR EDATE EFFECT EOMONTH EXACT
        FLOOR FREQUENCY FTEST IFERROR INTERCEPT LARGE MMULT MOD MROUND NOMINAL PEARSON PERCENTILE
        PERMUT POWER QUARTILE QUOTIENT REPT ROUND ROUNDDOWN ROUNDUP RSQ SLOPE SMALL STEYX SUMX2MY2
        SUMX2PY2 SUMXMY2 TEXT TINV TRIMMEAN
    """,
    (2, 3): """
        AVERAGEIF DAYS360 FIND IF LOOKUP MATCH NETWORKDAYS PERCENTRANK RANK SEARCH SUMIF WORKDAY
        XIRR YEARFRAC ZTEST
    """,
    (2, 4): "INDEX NETWORKDAYS.INTL WORKDAY.INTL",
    (2, 5): "ADDRESS",
    (2, MANY): "CHOOSE COUNTIFS NPV SUBTOTAL",
    (3, 3): """
        CONFIDENCE CONVERT CRITBINOM DATE DAVERAGE DCOUNT DCOUNTA DGET DMAX DMIN DPRODUCT DSTDEV
        DSTDEVP DSUM DVAR DVARP EXPONDIST FDIST FINV FORECAST GAMMAINV LOGINV LOGNORMDIST MID MIRR
        NEGBINOMDIST NORMINV POISSON SLN STANDARDIZE TDIST TIME XNPV
    """,
    (3, 4): "HLOOKUP PROB SUBSTITUTE VLOOKUP",
    (3, 5): "BETADIST BETAINV FV NPER PMT PV",
    (3, 6): "RATE",
    (3, MANY): "AVERAGEIFS SUMIFS",
    (4, 4): "BINOMDIST GAMMADIST HYPGEOMDIST ISPMT NORMDIST REPLACE SYD TTEST WEIBULL",
    (4, 5): "DB DDB",
    (4, 6): "IPMT PPMT",
    (5, 7): "VDB",
    (6, 6): "CUMIPMT CUMPRINC",
}

# Excel writes these with a prefix in the file, and shows #NAME? for them without it.
_NEWER: Mapping[tuple[int, int], str] = {
    (0, 1): "SHEET SHEETS",
    (1, 1): """
        ACOT ACOTH ARABIC COT COTH CSC CSCH ERF.PRECISE ERFC.PRECISE FORMULATEXT GAMMA
        GAMMALN.PRECISE GAUSS ISFORMULA ISOWEEKNUM NORM.S.INV PHI SEC SECH UNICHAR UNICODE
    """,
    (1, 2): "CEILING.PRECISE FLOOR.PRECISE",
    (1, 3): "CEILING.MATH FLOOR.MATH NUMBERVALUE",
    (1, MANY): "MODE.MULT MODE.SNGL SKEW.P STDEV.P STDEV.S VAR.P VAR.S XOR",
    (2, 2): """
        BITAND BITLSHIFT BITOR BITRSHIFT BITXOR CHISQ.DIST.RT CHISQ.INV CHISQ.INV.RT CHISQ.TEST
        COMBINA COVARIANCE.P COVARIANCE.S DAYS DECIMAL F.TEST IFNA NORM.S.DIST PERCENTILE.EXC
        PERCENTILE.INC PERMUTATIONA QUARTILE.EXC QUARTILE.INC T.DIST.2T T.DIST.RT T.INV T.INV.2T
    """,
    (2, 3): "BASE PERCENTRANK.EXC PERCENTRANK.INC RANK.AVG RANK.EQ Z.TEST",
    (3, 3): """
        BINOM.INV CHISQ.DIST CONFIDENCE.NORM CONFIDENCE.T EXPON.DIST F.DIST.RT F.INV F.INV.RT
        FORECAST.LINEAR GAMMA.INV LOGNORM.INV NORM.INV PDURATION POISSON.DIST RRI T.DIST
    """,
    (3, 5): "BETA.INV",
    (3, MANY): "AGGREGATE",
    (4, 4): "BINOM.DIST F.DIST GAMMA.DIST LOGNORM.DIST NEGBINOM.DIST NORM.DIST T.TEST WEIBULL.DIST",
    (4, 6): "BETA.DIST",
    (5, 5): "HYPGEOM.DIST",
}

# What these give is text even when it looks like a number.
_TEXT = """
    ADDRESS BASE BIN2HEX BIN2OCT CHAR CLEAN CONCATENATE DEC2BIN DEC2HEX DEC2OCT DOLLAR FIXED
    FORMULATEXT HEX2BIN HEX2OCT HYPERLINK LEFT LOWER MID OCT2BIN OCT2HEX PROPER REPLACE REPT RIGHT
    ROMAN SUBSTITUTE T TEXT TRIM UNICHAR UPPER
"""
TEXT_FUNCTIONS = frozenset(_TEXT.split())


@cache
def functions() -> Mapping[str, tuple[int, int]]:
    """Map each function, spelt as in a file, to the least and most arguments it takes."""
    old = {name: arity for arity, names in _OLD.items() for name in names.split()}
    newer = {PREFIX + name: arity for arity, names in _NEWER.items() for name in names.split()}
    return old | newer


def bare_name(name: str) -> str:
    """Give a function's name as people know it, without the prefix files may need."""
    return name.upper().removeprefix(PREFIX.upper())


def function_fault(name: str, n_arguments: int) -> str:
    """Say what is wrong with calling this function so; "" if nothing."""
    known, bare = functions(), bare_name(name)
    spelt = PREFIX + bare if name.lower().startswith(PREFIX) else bare
    if spelt in known:
        least, most = known[spelt]
        span = str(least) if least == most else f"{least} to {most}"
        fits = least <= n_arguments <= most
        return "" if fits else f"{bare} takes {span} arguments, not {n_arguments}"
    if PREFIX + bare in known:
        return f"{bare} must be written {PREFIX}{bare} in a file"
    if bare in known:
        return f"{bare} must be written without {PREFIX}"
    return f"{bare} is not a function that both Excel 2016 and LibreOffice 7.4 have"
