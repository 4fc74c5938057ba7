"""Measures that we score and may not print: their words come from a programme's own file.

Each needs written permission or registration, or its exact words are not known here; see
`docs/measures.md`. Items and answers stand in
the published order. Every number has its source beside it.
"""

from itertools import chain

from care.measures.qpr15 import QPR15
from care.measures.shapes import Choice, CutOff, Item, Licence, Measure


def _choices(points: tuple[int, ...]) -> tuple[Choice, ...]:
    """Answers in their printed order, named by their place, with these points."""
    return tuple(Choice(f"a{place}", "", one) for place, one in enumerate(points, 1))


_RISING, _FALLING = _choices((0, 1, 2, 3)), _choices((3, 2, 1, 0))
_FROM_NONE = _choices((1, 2, 3, 4, 5))

# Cox, Holden, Sagovsky 1987, British Journal of Psychiatry 150:782-786: items 1, 2 and 4 count up
# from the first printed answer, the others down; 10 or more possible, 13 or more likely.
_COX = "Cox, Holden, Sagovsky 1987, doi 10.1192/bjp.150.6.782"
# Matthey 2004, Journal of Affective Disorders 78:119-126: a change of 4 is reliable.
_MATTHEY = "Matthey 2004, doi 10.1016/S0165-0327(02)00305-3"
EPDS = Measure(
    code="epds",
    version=1,
    title="Edinburgh Postnatal Depression Scale (EPDS)",
    short="After a birth (EPDS)",
    items=(
        Item("laugh", "", "Laughing", _RISING),
        Item("enjoy", "", "Looking forward", _RISING),
        Item("blame", "", "Blaming myself", _FALLING),
        Item("anxious", "", "Anxious", _RISING),
        Item("scared", "", "Scared", _FALLING),
        Item("coping", "", "Coping", _FALLING),
        Item("sleep", "", "Sleep", _FALLING),
        Item("sad", "", "Sad", _FALLING),
        Item("crying", "", "Crying", _FALLING),
        # Any answer above nought: NSW Health guideline on the EPDS.
        Item("harm", "", "Harming myself", _FALLING, fine=frozenset({"a4"})),
    ),
    licence=Licence(
        "permission",
        "\u00a9 Royal College of Psychiatrists. Written permission first.",
        "rcpsych.ac.uk; camcops.readthedocs.io, tasks/epds.html",
    ),
    citation=(
        "Cox, Holden, Sagovsky 1987, Detection of postnatal depression: development of the "
        "10-item Edinburgh Postnatal Depression Scale, British Journal of Psychiatry 150:782-786"
    ),
    recall_days=7,
    higher_is_better=False,
    cut_offs=(
        CutOff("possible", "at_least", 10, tells=True, source=_COX),
        CutOff("likely", "at_least", 13, tells=True, source=_COX),
    ),
    reliable_change=4,
    reliable_change_source=_MATTHEY,
)

# Stewart-Brown et al. 2009, Health and Quality of Life Outcomes 7:15: total 7 to 35, and the
# interval value of each total.
_STEWART = "Stewart-Brown et al. 2009, doi 10.1186/1477-7525-7-15"
_METRIC = (
    ("7.00", "9.51", "11.25", "12.40", "13.33", "14.08", "14.75", "15.32", "15.84", "16.36"),
    ("16.88", "17.43", "17.98", "18.59", "19.25", "19.98", "20.73", "21.54", "22.35", "23.21"),
    ("24.11", "25.03", "26.02", "27.03", "28.13", "29.31", "30.70", "32.55", "35.00"),
)
SWEMWBS = Measure(
    code="swemwbs",
    version=1,
    title="Short Warwick-Edinburgh Mental Wellbeing Scale (SWEMWBS)",
    short="Wellbeing (SWEMWBS)",
    items=tuple(
        Item(code, "", short, _FROM_NONE)
        for code, short in (
            ("optimistic", "Optimistic"),
            ("useful", "Useful"),
            ("relaxed", "Relaxed"),
            ("problems", "Problems"),
            ("thinking", "Thinking"),
            ("close", "Close to others"),
            ("mind", "Making up my mind"),
        )
    ),
    licence=Licence(
        "permission",
        "\u00a9 University of Warwick, NHS Health Scotland and University of Edinburgh. "
        "Register first.",
        "warwick.ac.uk/fac/sci/med/research/platform/wemwbs/using/register",
    ),
    citation=(
        "Stewart-Brown, Tennant, Tennant et al. 2009, Internal construct validity of the "
        "Warwick-Edinburgh Mental Well-being Scale, Health and Quality of Life Outcomes 7:15"
    ),
    recall_days=14,
    conversion=dict(enumerate(chain(*_METRIC), 7)),
    conversion_source=_STEWART,
)

# Schwarzer, Jerusalem 1995: ten items, 1 to 4, total 10 to 40.
GSE = Measure(
    code="gse",
    version=1,
    title="General Self-Efficacy Scale (GSE)",
    short="Managing things (GSE)",
    items=tuple(Item(f"item{n}", "", f"Item {n}", _choices((1, 2, 3, 4))) for n in range(1, 11)),
    licence=Licence(
        "permission",
        "Its authors allow use in research with credit. Other terms were not found: ask first.",
        "userpage.fu-berlin.de/~health/selfscal.htm",
    ),
    citation=(
        "Schwarzer, Jerusalem 1995, Generalized Self-Efficacy scale, in Weinman, Wright, "
        "Johnston, Measures in health psychology, 35-37"
    ),
)

# Five items; the sum of 0 to 4 times 5 gives 0 to 100. 8 points: the change that its validation
# calls relevant.
_INSPIRE = "doi 10.1007/s00127-025-02948-7"
INSPIRE_O = Measure(
    code="inspire_o",
    version=1,
    title="Brief INSPIRE-O",
    short="Recovery (INSPIRE-O)",
    items=tuple(
        Item(code, "", short, _choices((0, 1, 2, 3, 4)))
        for code, short in (
            ("connected", "Connected"),
            ("hope", "Hope"),
            ("identity", "Who I am"),
            ("meaning", "Meaning"),
            ("control", "Control"),
        )
    ),
    licence=Licence(
        "permission",
        "Free to download. Terms for use in software were not found: ask its authors first.",
        "researchintorecovery.com/measures/inspire",
    ),
    citation="Brief INSPIRE-O, researchintorecovery.com/measures/inspire",
    multiplier=5,
    reliable_change=8,
    reliable_change_source=_INSPIRE,
)

# Keetharuth et al. 2018, British Journal of Psychiatry 212:42-49. Answers run from "none of the
# time"; a negative item counts down. Item 6 is about life not being worth living: by our own
# judgement every answer but "none of the time" is told to a human.
_UP, _DOWN = _choices((0, 1, 2, 3, 4)), _choices((4, 3, 2, 1, 0))
REQOL10 = Measure(
    code="reqol10",
    version=1,
    title="Recovering Quality of Life, 10 items (ReQoL-10)",
    short="Quality of life (ReQoL-10)",
    items=(
        Item("tasks", "", "Everyday tasks", _DOWN),
        Item("trust", "", "Trust", _UP),
        Item("cope", "", "Coping", _DOWN),
        Item("wanted", "", "Things I wanted", _UP),
        Item("happy", "", "Happy", _UP),
        Item("living", "", "Worth living", _DOWN, fine=frozenset({"a1"})),
        Item("enjoyed", "", "Enjoyed", _UP),
        Item("hopeful", "", "Hopeful", _UP),
        Item("lonely", "", "Lonely", _DOWN),
        Item("confident", "", "Confident", _UP),
        # Its question on physical health stands beside the scale and is not in the total.
        Item("physical", "", "Physical health", tuple(Choice(f"a{n}", "") for n in range(1, 6))),
    ),
    licence=Licence(
        "permission",
        "\u00a9 University of Sheffield. A licence from Oxford University Innovation is needed.",
        "innovation.ox.ac.uk/outcome-measures/recovering-quality-of-life-reqol-questionnaire",
    ),
    citation=(
        "Keetharuth, Brazier, Connell et al. 2018, Recovering Quality of Life (ReQoL), "
        "British Journal of Psychiatry 212:42-49"
    ),
    recall_days=7,
)

SCORED_ONLY = (EPDS, SWEMWBS, GSE, INSPIRE_O, REQOL10, QPR15)
