"""Reference values for src/statistics/, computed by other people's programs.

Made with Python 3.11.7, numpy 2.4.6, scipy 1.17.1, statsmodels 0.15.0, scikit-learn 1.9.1, krippendorff 0.9.0:

    pip install numpy==2.4.6 scipy==1.17.1 statsmodels==0.15.0 scikit-learn==1.9.1 krippendorff==0.9.0
    python tests/samples/statistics-reference.py > tests/samples/statistics-reference.json

Prints JSON: for each statistic a list of data sets with what went in and what came out. Out comes null where
docs/statistics.md says that a statistic is null; each such place is a line `return None` below. All data are made up,
except where a name says whose they are.
"""

import itertools
import json
import math
import random
import sys
import warnings
from decimal import Decimal, getcontext
from fractions import Fraction
from importlib.metadata import version

import krippendorff
import numpy as np
from scipy import stats
from sklearn.metrics import accuracy_score, cohen_kappa_score, jaccard_score
from statsmodels.stats.contingency_tables import cochrans_q as statsmodels_cochrans_q
from statsmodels.stats.contingency_tables import mcnemar as statsmodels_mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

warnings.simplefilter("ignore")
getcontext().prec = 60
DICE = random.Random(20260101)

# Data sets of single numbers; None is a missing value.
VALUES = {
    "empty": [],
    "all missing": [None, None],
    "one value": [7.25],
    "one value and a missing one": [None, -3.5],
    "two values": [10, 3],
    "three equal values": [0.1, 0.1, 0.1],
    "one to ten": list(range(1, 11)),
    "ties": [5, 3, 3, 8, 5, 5, 1, 9, 9, 2, 3],
    "ties with missing values": [5, None, 3, 3, None, 8, 5, 5],
    "negative and positive": [-4.5, 2.25, 0, -0.75, 13, -4.5],
    "counts of about a million": [1_000_003, 999_998, 1_250_000, 1_000_001, 999_999, 1_000_000],
    "large offset, small spread": [1e9 + x for x in (4, 7, 13, 16)],
    "tiny values": [3e-12, 1e-12, 2e-12, 2e-12, 9e-12],
    "very different sizes": [1e-6, 1, 1e6, 1e12, -1e12],
    "shares": [0.12, 0.33, 0.5, 0.5, 0.08, 0.91, 1.0, 0.0],
    "a hundred and one normal": [round(DICE.gauss(50, 12), 3) for _ in range(101)],
    "a thousand small whole numbers": [DICE.randrange(20) for _ in range(1000)],
}
PROBABILITIES = [0, 0.01, 0.1, 0.25, 1 / 3, 0.5, 0.75, 0.9, 0.975, 1]


def number(x):
    """A JSON number, or null where there is none."""
    x = float(x)
    return x if math.isfinite(x) else None


def quantiles(values):
    x = np.array([v for v in values if v is not None], dtype=float)
    if len(x) == 0:
        return None
    # R: quantile(x, p, type = 7)
    return [number(np.quantile(x, p, method="linear")) for p in PROBABILITIES]


def summaries(values):
    x = np.array([v for v in values if v is not None], dtype=float)
    if len(x) == 0:
        return {"n": 0}
    q1, median, q3 = np.quantile(x, [0.25, 0.5, 0.75], method="linear")
    return {
        "n": len(x),
        "min": number(x.min()),
        "q1": number(q1),
        "median": number(median),
        "q3": number(q3),
        "max": number(x.max()),
        # math.fsum rounds once; R: mean(x), sd(x)
        "mean": math.fsum(x) / len(x),
        "standard_deviation": number(np.std(x, ddof=1)) if len(x) > 1 else None,
    }


def ranks(values, sign):
    # R: rank(x, ties.method = "min"); the best first, so higher is better with the sign turned
    return [int(r) for r in stats.rankdata([-sign * v for v in values], method="min")]


def percentile_ranks(values, sign):
    x = [sign * v for v in values]
    return [stats.percentileofscore(x, v, kind="mean") / 100 for v in x]


WILSON = [
    (0, 0), (0, 1), (1, 1), (0, 10), (10, 10), (1, 2), (3, 7), (8, 10), (15, 148), (81, 263),
    (1, 1000), (999, 1000), (0, 1_000_000), (1, 1_000_000), (500_000, 1_000_000), (1_000_000, 1_000_000),
]  # fmt: skip


def wilson(successes, n):
    if n == 0:
        return None
    # R: prop.test(successes, n, correct = FALSE)$conf.int
    low, high = proportion_confint(successes, n, alpha=0.05, method="wilson")
    return {"low": number(low), "high": number(high)}


TABLES = {
    "two by two": [[10, 20], [30, 40]],
    "independent": [[10, 20, 30], [20, 40, 60]],
    "complete association": [[12, 0], [0, 9]],
    "three by three diagonal": [[5, 0, 0], [0, 7, 0], [0, 0, 11]],
    "hair and eye colour (Snee 1974)": [[68, 119, 26, 7], [20, 84, 17, 94], [15, 54, 14, 10], [5, 29, 14, 16]],
    "small counts": [[1, 2, 0], [3, 0, 1]],
    "a zero row": [[4, 9], [0, 0], [7, 3]],
    "a zero column": [[4, 0, 9], [7, 0, 3]],
    "zero rows and columns": [[0, 0, 0, 0], [0, 3, 0, 8], [0, 6, 0, 1], [0, 0, 0, 0]],
    "one row": [[3, 4, 5]],
    "one column": [[3], [4]],
    "one row that is not zero": [[3, 4], [0, 0]],
    "all zero": [[0, 0], [0, 0]],
    "empty": [],
    "all equal": [[6, 6, 6], [6, 6, 6]],
    "about a million": [[1_000_000, 1_001_000], [999_000, 1_002_500]],
    "a million against one": [[1_000_000, 1], [1, 1_000_000]],
    "huge and nearly independent": [[1_000_000, 2_000_000, 3_000_000], [1_000_001, 2_000_000, 2_999_999]],
    "two by seven": [[12, 5, 9, 3, 0, 2, 1], [8, 8, 4, 6, 3, 0, 5]],
    "nine by two": [[i + 1, (7 * i) % 10] for i in range(9)],
    "ten by ten": [[(3 * i * j + i + j) % 17 for j in range(10)] for i in range(10)],
}


def chi_square(table):
    x = np.array(table, dtype=float)
    if x.ndim != 2:
        return None
    x = x[x.sum(axis=1) > 0][:, x.sum(axis=0) > 0]
    if min(x.shape) < 2:
        return None
    # R: chisq.test(x, correct = FALSE); DescTools::CramerV(x)
    result = stats.chi2_contingency(x, correction=False)
    return {
        "statistic": number(result.statistic),
        "degrees_of_freedom": int(result.dof),
        "p_value": number(result.pvalue),
        "cramers_v": number(stats.contingency.association(x.astype(int), method="cramer", correction=False)),
        "smallest_expected": number(result.expected_freq.min()),
    }


FISHER = {
    "tea tasting (Fisher 1935)": [[3, 1], [1, 3]],
    "all right": [[4, 0], [0, 4]],
    "twins (Fisher 1934)": [[2, 10], [15, 3]],
    "one": [[1, 0], [0, 1]],
    "even": [[5, 5], [5, 5]],
    "no difference": [[1, 2], [3, 6]],
    "symmetric, ties on both sides": [[2, 8], [8, 2]],
    "ties at unequal places": [[4, 1], [20, 1]],
    "one rare": [[0, 12], [3, 9]],
    "one large margin": [[1, 1], [1, 100]],
    "lopsided": [[8, 2], [1, 5]],
    "lopsided, turned": [[5, 1], [2, 8]],
    "a hundred": [[31, 19], [18, 32]],
    "several hundred": [[18, 147], [123, 58]],
    "near the middle": [[100, 200], [150, 250]],
    "thousands": [[1000, 2000], [1500, 2500]],
    "very small p": [[300, 0], [0, 400]],
    "about a million, near the middle": [[500_000, 500_000], [499_000, 501_000]],
    "about a million, far out": [[1_000_000, 990_000], [990_000, 1_000_000]],
    "about a million and few": [[3, 999_997], [12, 999_988]],
    "a zero row": [[0, 0], [3, 4]],
    "a zero column": [[0, 3], [0, 4]],
    "all zero": [[0, 0], [0, 0]],
}


def fisher(table):
    (a, b), (c, d) = table
    if 0 in (a + b, c + d, a + c, b + d):
        return None
    # R: fisher.test(x)$p.value
    return {"p_value": number(stats.fisher_exact(table).pvalue), "p_value_exact": fisher_exactly(a, b, c, d)}


def fisher_exactly(a, b, c, d):
    """By the definition: for up to 5000 counts in whole numbers, for more in 60 digits, up to what no longer counts."""
    low, high = max(0, a - d), min(a + b, a + c)
    if a + b + c + d <= 5000:
        ways = {x: math.comb(a + b, x) * math.comb(c + d, a + c - x) for x in range(low, high + 1)}
        assert sum(ways.values()) == math.comb(a + b + c + d, a + c)
        return float(Fraction(sum(w for w in ways.values() if w <= ways[a]), sum(ways.values())))
    weights, top = {}, (a + b + 1) * (a + c + 1) // (a + b + c + d + 2)
    for step in (1, -1):
        x, weight = top, Decimal(1)
        while low <= x <= high and weight > Decimal("1e-400"):
            weights[x] = weight
            if step == 1:
                weight *= Decimal((a + b - x) * (a + c - x)) / Decimal((x + 1) * (d - a + x + 1))
            else:
                weight *= Decimal(x * (d - a + x)) / Decimal((a + b - x + 1) * (a + c - x + 1))
            x += step
    seen = weights[a] * (1 + Decimal("1e-50"))
    return float(sum(w for w in weights.values() if w <= seen) / sum(weights.values()))


MCNEMAR = [
    (0, 0), (1, 0), (0, 1), (3, 3), (1, 7), (5, 14), (12, 12), (11, 13), (24, 0), (0, 25), (12, 13),
    (5, 25), (59, 121), (150, 86), (1_000_000, 1_000_000), (1_000_000, 998_000), (3, 1_000_000),
]  # fmt: skip


def mcnemar(b, c):
    if b + c == 0:
        return None
    # R: binom.test(b, b + c)$p.value, or mcnemar.test(x, correct = FALSE)
    exact = b + c < 25
    result = statsmodels_mcnemar([[9, b], [c, 9]], exact=exact, correction=False)
    return {
        "statistic": None if exact else number(result.statistic),
        "degrees_of_freedom": None if exact else 1,
        "p_value": number(result.pvalue),
        "exact": exact,
    }


# Patterns of conditions, and how many subjects show each.
COCHRAN = {
    "four serum media (Cochran 1950)": [("1111", 4), ("1101", 2), ("0111", 3), ("0101", 1), ("0000", 59)],
    "two conditions": [("11", 10), ("10", 25), ("01", 12), ("00", 30)],
    "three conditions, twelve subjects": [("001", 2), ("011", 5), ("111", 2), ("000", 1), ("101", 1), ("010", 1)],
    "no difference": [("100", 4), ("010", 4), ("001", 4)],
    "one subject": [("101", 1)],
    "one subject that varies": [("110", 1), ("111", 9), ("000", 5)],
    "complete difference": [("100", 30)],
    "five conditions": [("11000", 9), ("01100", 4), ("00011", 7), ("11110", 3), ("10101", 6)],
    "ten conditions": [("".join(str((i * j + i) % 3 % 2) for j in range(10)), 1) for i in range(1, 40)],
    "thousands of subjects": [("110", 1500), ("011", 1420), ("101", 1490), ("100", 700), ("001", 640)],
    "no subject varies": [("111", 5), ("000", 6)],
    "all equal": [("11", 4)],
    "one condition": [("1", 2), ("0", 1)],
    "no subject": [],
}


def cochran(patterns):
    rows = [[int(cell) for cell in pattern] for pattern, n in patterns for _ in range(n)]
    if not rows or len(rows[0]) < 2 or all(len(set(row)) == 1 for row in rows):
        return None
    # R: DescTools::CochranQTest(x)
    result = statsmodels_cochrans_q(np.array(rows))
    return {
        "statistic": number(result.statistic),
        "degrees_of_freedom": int(result.df),
        "p_value": number(result.pvalue),
    }


P_VALUES = {
    "Benjamini & Hochberg 1995": [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
        0.7590, 1.0,
    ],
    "empty": [],
    "all missing": [None, None],
    "one": [0.03],
    "one and a missing one": [None, 0.03],
    "ties": [0.02, 0.01, 0.02, 0.02, 0.5, 0.01],
    "all equal": [0.2] * 7,
    "all one": [1.0] * 4,
    "zero and tiny": [0.0, 1e-300, 1e-12, 0.04, 0.9],
    "missing between": [0.01, None, 0.04, None, 0.03, 0.002, None],
    "descending": [0.9, 0.5, 0.3, 0.04, 0.001],
    "a step that must not fall": [0.01, 0.02, 0.021, 0.0211, 0.9],
    "three hundred": [round(DICE.random() ** 3, 6) for _ in range(300)],
}  # fmt: skip


def benjamini_hochberg(p_values):
    known = [p for p in p_values if p is not None]
    # R: p.adjust(p, method = "BH"), which also leaves NA out of the count
    adjusted = list(multipletests(known, method="fdr_bh")[1]) if known else []
    if known:
        assert np.allclose(adjusted, stats.false_discovery_control(known, method="bh"), rtol=1e-13, atol=0)
    return [None if p is None else number(adjusted.pop(0)) for p in p_values]


# The first coder's code, the second's, and how many units have both.
KAPPA = {
    "twenty, five, ten, fifteen": [(1, 1, 20), (1, 0, 5), (0, 1, 10), (0, 0, 15)],
    "diagnoses (Cohen 1960)": [
        (1, 1, 88), (1, 2, 14), (1, 3, 18), (2, 1, 10), (2, 2, 40), (2, 3, 10), (3, 1, 2), (3, 2, 6), (3, 3, 12)
    ],
    "full agreement": [(1, 1, 3), (2, 2, 4)],
    "no agreement": [(1, 2, 3), (2, 1, 3)],
    "as by chance": [(0, 0, 4), (0, 1, 4), (1, 0, 4), (1, 1, 4)],
    "high agreement, low kappa": [(1, 1, 90), (1, 0, 5), (0, 1, 5)],
    "one coder with one code": [(1, 1, 6), (1, 0, 3)],
    "one pair that differs": [(3, 8, 1)],
    "one pair that agrees": [(3, 3, 1)],
    "all equal": [(5, 5, 12)],
    "empty": [],
    "codes that one coder never gave": [(1, 1, 5), (2, 3, 4), (4, 4, 6), (7, 1, 2)],
    "many codes": [(i % 11, (i * i) % 11 if i % 3 else i % 11, 1) for i in range(300)],
    "two million pairs": [(0, 0, 900_000), (0, 1, 120_000), (1, 0, 80_000), (1, 1, 900_000)],
}


def kappa(counts):
    coded = [(a, b) for a, b, n in counts for _ in range(n)]
    if not coded:
        return None
    # R: irr::kappa2(x)$value
    return number(cohen_kappa_score([a for a, _ in coded], [b for _, b in coded]))


def units(text):
    """The units of a table with a line for each coder, `.` for a missing value."""
    rows = [line.split() for line in text.strip().splitlines()]
    return [[int(value) for value in column if value != "."] for column in zip(*rows)]


ALPHA = {
    "four coders, twelve units (Krippendorff 2011)": units(
        """
        1 2 3 3 2 1 4 1 2 . . .
        1 2 3 3 2 2 4 1 2 5 . 3
        . 3 3 3 2 3 4 2 2 5 1 .
        1 2 3 3 2 4 4 1 2 5 1 .
        """
    ),
    "two coders, two codes (Krippendorff 2011)": units("0 1 0 0 0 0 0 0 1 0\n1 1 1 0 0 1 0 0 0 0"),
    "two coders, five codes (Krippendorff 2011)": units("1 1 2 2 4 3 3 3 5 4 4 1\n2 1 2 2 2 3 3 3 5 4 4 4"),
    "two coders, five codes": units("1 1 2 2 4 3 3 3 5 5 4 4\n1 2 2 2 4 4 3 3 3 5 5 1"),
    "full agreement": [[1, 1], [2, 2, 2], [3, 3]],
    "no agreement": [[1, 2], [2, 1], [1, 2]],
    "as unlike as can be": [[1, 5], [1, 5], [5, 1]],
    "one unit": [[1, 2, 2]],
    "single values only": [[1], [2], [], [3]],
    "nothing": [],
    "all equal": [[4, 4], [4, 4, 4]],
    "all equal but one that cannot be paired": [[4, 4], [4, 4, 4], [1]],
    "a code apart": [[0, 0], [100, 100], [0, 100], [3, 0], [3, 3, 3]],
    "impact levels of five experts": [[0, 1, 1, 2, 2], [2, 2, 3, 2], [4, 4, 4, 3, 4], [1, 0], [3], [2, 3, 4, 4, 3]],
    "units of very different sizes": [[i % 3 for i in range(2 + 9 * (j % 4))] for j in range(8)],
    "three hundred units": [[(7 * i + j * (i % 5 == 0)) % 6 for j in range(2 + i % 3)] for i in range(300)],
}


def agreement(coded):
    both = [pair for unit in coded for pair in itertools.combinations(unit, 2)]
    if not both:
        return None
    return number(accuracy_score([a for a, _ in both], [b for _, b in both]))


def alpha(coded, level):
    pairable = [unit for unit in coded if len(unit) > 1]
    if len({value for unit in pairable for value in unit}) < 2:
        return None
    # R: irr::kripp.alpha(x, method = level)$value
    n_coders = max(len(unit) for unit in pairable)
    table = [[unit[i] if i < len(unit) else np.nan for unit in pairable] for i in range(n_coders)]
    return number(krippendorff.alpha(reliability_data=table, level_of_measurement=level))


CO_OCCURRENCE = [
    (0, 0, 0, 0), (10, 0, 0, 0), (10, 0, 4, 0), (10, 4, 5, 0), (10, 4, 5, 2), (10, 4, 5, 3), (10, 4, 4, 4),
    (10, 10, 10, 10), (10, 10, 4, 4), (1, 1, 1, 1), (100, 20, 30, 1), (100, 20, 30, 20), (1000, 1, 1, 1),
    (1_000_000, 1, 1, 1), (1_000_000, 500_000, 500_000, 250_000), (1_000_000, 500_000, 500_000, 250_001),
    (1_000_000, 400_000, 300_000, 5), (1_000_000, 999_999, 999_999, 999_999),
]  # fmt: skip


def log2(ratio):
    return (Decimal(ratio.numerator) / Decimal(ratio.denominator)).ln() / Decimal(2).ln()


def co_occurrence(n, a, b, both):
    jaccard = pmi = normalized = None
    if a + b > 0:
        jaccard = float(Fraction(both, a + b - both))
        if n <= 1000:
            first = [1] * a + [0] * (n - a)
            second = [1] * both + [0] * (a - both) + [1] * (b - both) + [0] * (n - a - b + both)
            assert math.isclose(jaccard, jaccard_score(first, second))
    if a > 0 and b > 0:
        # Bouma 2009 sets −1 where two never meet; where both always occur 0 ÷ 0 is left open.
        normalized = -1.0 if both == 0 else None
    if both > 0:
        bits = log2(Fraction(n * both, a * b))
        pmi = float(bits)
        if both < n:
            normalized = float(bits / -log2(Fraction(both, n)))
    return {"jaccard": jaccard, "pmi": pmi, "normalized_pmi": normalized}


def named(cases, **results):
    """One entry for each data set: its name, what went in, what came out."""
    return [
        {"name": name, "given": given} | {key: compute(given) for key, compute in results.items()}
        for name, given in cases.items()
    ]


def spread(cases, compute):
    return [{"name": str(case), "given": list(case), "expected": compute(*case)} for case in cases]


COMPLETE = {name: values for name, values in VALUES.items() if None not in values}
REFERENCE = {
    "made_with": {
        "python": sys.version.split()[0],
        **{name: version(name) for name in ("numpy", "scipy", "statsmodels", "scikit-learn", "krippendorff")},
    },
    "probabilities": PROBABILITIES,
    "quantile": named(VALUES, expected=quantiles),
    "summary": named(VALUES, expected=summaries),
    "competition_ranks": named(COMPLETE, higher=lambda x: ranks(x, 1), lower=lambda x: ranks(x, -1)),
    "percentile_ranks": named(
        COMPLETE, higher=lambda x: percentile_ranks(x, 1), lower=lambda x: percentile_ranks(x, -1)
    ),
    "wilson_interval": spread(WILSON, wilson),
    "chi_square": named(TABLES, expected=chi_square),
    "fisher_exact": named(FISHER, expected=fisher),
    "mcnemar": spread(MCNEMAR, mcnemar),
    "cochran_q": named(COCHRAN, expected=cochran),
    "adjust_benjamini_hochberg": named(P_VALUES, expected=benjamini_hochberg),
    "cohen_kappa": named(KAPPA, expected=kappa),
    "observed_agreement": named(ALPHA, expected=agreement),
    "krippendorff_alpha": named(
        ALPHA, nominal=lambda x: alpha(x, "nominal"), ordinal=lambda x: alpha(x, "ordinal")
    ),
    "co_occurrence": spread(CO_OCCURRENCE, co_occurrence),
}


def printed(value):
    """One line for each data set."""
    if isinstance(value, list) and isinstance(value[0], dict):
        return "[\n" + ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in value) + "\n]"
    return json.dumps(value)


print("{\n" + ",\n".join(f'"{key}": {printed(value)}' for key, value in REFERENCE.items()) + "\n}")
