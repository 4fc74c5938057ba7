"""The PHQ-2: the first two questions of the Patient Health Questionnaire."""

from care.measures.shapes import Choice, CutOff, Item, Language, Licence, Measure

# Scale and wording as in the PHQ-9; read against camcops/server/camcops_server/extra_strings.
HOW_OFTEN = (
    Choice("0", "Not at all", 0),
    Choice("1", "Several days", 1),
    Choice("2", "More than half the days", 2),
    Choice("3", "Nearly every day", 3),
)
STEM = "Over the last 2 weeks, how often have you been bothered by any of the following problems?"
PHQ_AUTHORS = (
    "Developed by Drs. Robert L. Spitzer, Janet B.W. Williams, Kurt Kroenke and colleagues, with "
    "an educational grant from Pfizer Inc."
)
PHQ_LICENCE = Licence(
    "public_domain",
    "No permission required to reproduce, translate, display or distribute.",
    "phqscreeners.com; camcops.readthedocs.io/en/latest/tasks/ phq9.html and gad7.html",
)

PHQ2 = Measure(
    code="phq2",
    version=1,
    title="Patient Health Questionnaire-2 (PHQ-2)",
    short="Mood (PHQ-2)",
    stem=STEM,
    author_line=PHQ_AUTHORS,
    items=(
        Item("interest", "Little interest or pleasure in doing things", "Interest", HOW_OFTEN),
        Item("down", "Feeling down, depressed, or hopeless", "Feeling down", HOW_OFTEN),
    ),
    languages=(Language("en", "phqscreeners.com; read against camcops, extra_strings/phq9.xml"),),
    licence=PHQ_LICENCE,
    citation=(
        "Kroenke, Spitzer, Williams 2003, The Patient Health Questionnaire-2, "
        "Medical Care 41:1284-1292"
    ),
    recall_days=14,
    higher_is_better=False,
    # Arroll et al. 2010, Annals of Family Medicine 8:348-353: at 3 or more sensitivity 61 %,
    # specificity 92 % for major depression in primary care.
    cut_offs=(CutOff("high", "at_least", 3, tells=True, source="Arroll et al. 2010, PMC2906530"),),
)
