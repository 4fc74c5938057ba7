"""The PHQ-9. Its ninth question is about death and self-harm, so somebody has to be there."""

from care.measures.phq2 import HOW_OFTEN, PHQ_AUTHORS, PHQ_LICENCE, STEM
from care.measures.phq8 import PHQ_ITEMS
from care.measures.shapes import Band, CutOff, Item, Language, Measure

# Kroenke, Spitzer, Williams 2001, "The PHQ-9: validity of a brief depression severity measure",
# Journal of General Internal Medicine 16:606-613: 5, 10, 15, 20 begin the bands.
_KROENKE = "Kroenke et al. 2001, doi 10.1046/j.1525-1497.2001.016009606.x"

PHQ9 = Measure(
    code="phq9",
    version=1,
    title="Patient Health Questionnaire-9 (PHQ-9)",
    short="Mood (PHQ-9)",
    stem=STEM,
    author_line=PHQ_AUTHORS,
    items=(
        *PHQ_ITEMS,
        Item(
            "self_harm",
            "Thoughts that you would be better off dead or of hurting yourself in some way",
            "Thoughts of death",
            HOW_OFTEN,
            fine=frozenset({"0"}),
        ),
    ),
    languages=(Language("en", "phqscreeners.com; read against camcops, extra_strings/phq9.xml"),),
    licence=PHQ_LICENCE,
    citation=(
        "Kroenke, Spitzer, Williams 2001, The PHQ-9: validity of a brief depression severity "
        "measure, Journal of General Internal Medicine 16:606-613"
    ),
    recall_days=14,
    higher_is_better=False,
    bands=(
        Band("minimal", 0, 4, _KROENKE),
        Band("mild", 5, 9, _KROENKE),
        Band("moderate", 10, 14, _KROENKE),
        Band("moderately_severe", 15, 19, _KROENKE),
        Band("severe", 20, 27, _KROENKE),
    ),
    cut_offs=(CutOff("high", "at_least", 10, tells=True, source=_KROENKE),),
)
