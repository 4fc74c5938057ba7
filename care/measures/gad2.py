"""The GAD-2: the first two questions of the Generalized Anxiety Disorder scale."""

from care.measures.phq2 import HOW_OFTEN, PHQ_AUTHORS, PHQ_LICENCE, STEM
from care.measures.shapes import CutOff, Item, Language, Measure

# Plummer, Manea, Trepel, McMillan 2016, General Hospital Psychiatry 39:24-31, pooled over six
# samples: at 3 or more sensitivity 0.76, specificity 0.81 for generalised anxiety disorder.
_PLUMMER = "Plummer et al. 2016, doi 10.1016/j.genhosppsych.2015.11.005"

GAD_ITEMS = (
    Item("nervous", "Feeling nervous, anxious or on edge", "Nervous", HOW_OFTEN),
    Item("worrying", "Not being able to stop or control worrying", "Worrying", HOW_OFTEN),
)

GAD2 = Measure(
    code="gad2",
    version=1,
    title="Generalized Anxiety Disorder 2-item (GAD-2)",
    short="Worry (GAD-2)",
    stem=STEM,
    author_line=PHQ_AUTHORS,
    items=GAD_ITEMS,
    languages=(Language("en", "phqscreeners.com; read against camcops, extra_strings/gad7.xml"),),
    licence=PHQ_LICENCE,
    citation=(
        "Kroenke, Spitzer, Williams, Monahan, Lowe 2007, Anxiety disorders in primary care, "
        "Annals of Internal Medicine 146:317-325"
    ),
    recall_days=14,
    higher_is_better=False,
    cut_offs=(CutOff("high", "at_least", 3, tells=True, source=_PLUMMER),),
)
