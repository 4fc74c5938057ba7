"""The PHQ-8: the Patient Health Questionnaire without its ninth question."""

from care.measures.phq2 import HOW_OFTEN, PHQ_AUTHORS, PHQ_LICENCE, STEM
from care.measures.shapes import CutOff, Item, Language, Measure

# Kroenke, Strine, Spitzer, Williams, Berry, Mokdad 2009, "The PHQ-8 as a measure of current
# depression in the general population", Journal of Affective Disorders 114:163-173.
_KROENKE = "Kroenke et al. 2009, doi 10.1016/j.jad.2008.06.026"

PHQ_ITEMS = (
    Item("interest", "Little interest or pleasure in doing things", "Interest", HOW_OFTEN),
    Item("down", "Feeling down, depressed, or hopeless", "Feeling down", HOW_OFTEN),
    Item("sleep", "Trouble falling or staying asleep, or sleeping too much", "Sleep", HOW_OFTEN),
    Item("energy", "Feeling tired or having little energy", "Energy", HOW_OFTEN),
    Item("appetite", "Poor appetite or overeating", "Appetite", HOW_OFTEN),
    Item(
        "failure",
        "Feeling bad about yourself \u2014 or that you are a failure or have let yourself or your "
        "family down",
        "About yourself",
        HOW_OFTEN,
    ),
    Item(
        "concentrating",
        "Trouble concentrating on things, such as reading the newspaper or watching television",
        "Concentrating",
        HOW_OFTEN,
    ),
    Item(
        "pace",
        "Moving or speaking so slowly that other people could have noticed? Or the opposite \u2014 "
        "being so fidgety or restless that you have been moving around a lot more than usual",
        "Slow or restless",
        HOW_OFTEN,
    ),
)

PHQ8 = Measure(
    code="phq8",
    version=1,
    title="Patient Health Questionnaire-8 (PHQ-8)",
    short="Mood (PHQ-8)",
    stem=STEM,
    author_line=PHQ_AUTHORS,
    items=PHQ_ITEMS,
    languages=(Language("en", "phqscreeners.com; read against camcops, extra_strings/phq8.xml"),),
    licence=PHQ_LICENCE,
    citation=(
        "Kroenke, Strine, Spitzer, Williams, Berry, Mokdad 2009, The PHQ-8 as a measure of "
        "current depression in the general population, Journal of Affective Disorders 114:163-173"
    ),
    recall_days=14,
    higher_is_better=False,
    cut_offs=(CutOff("high", "at_least", 10, tells=True, source=_KROENKE),),
)
