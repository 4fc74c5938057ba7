"""The GAD-7: the Generalized Anxiety Disorder scale, of which the GAD-2 is the beginning."""

from care.measures.gad2 import GAD_ITEMS
from care.measures.phq2 import HOW_OFTEN, PHQ_AUTHORS, PHQ_LICENCE, STEM
from care.measures.shapes import Band, CutOff, Item, Language, Measure

# Spitzer, Kroenke, Williams, Lowe 2006, Archives of Internal Medicine 166:1092-1097: at 10 or
# more sensitivity 89 %, specificity 82 % for generalised anxiety disorder in primary care.
_SPITZER = "Spitzer et al. 2006, doi 10.1001/archinte.166.10.1092"

GAD7 = Measure(
    code="gad7",
    version=1,
    title="Generalized Anxiety Disorder 7-item (GAD-7)",
    short="Worry (GAD-7)",
    stem=STEM,
    author_line=PHQ_AUTHORS,
    items=(
        *GAD_ITEMS,
        Item("different", "Worrying too much about different things", "Many worries", HOW_OFTEN),
        Item("relaxing", "Trouble relaxing", "Relaxing", HOW_OFTEN),
        Item("restless", "Being so restless that it is hard to sit still", "Restless", HOW_OFTEN),
        Item("irritable", "Becoming easily annoyed or irritable", "Irritable", HOW_OFTEN),
        Item("afraid", "Feeling afraid as if something awful might happen", "Afraid", HOW_OFTEN),
    ),
    languages=(Language("en", "phqscreeners.com; read against camcops, extra_strings/gad7.xml"),),
    licence=PHQ_LICENCE,
    citation=(
        "Spitzer, Kroenke, Williams, Lowe 2006, A brief measure for assessing generalized "
        "anxiety disorder: the GAD-7, Archives of Internal Medicine 166:1092-1097"
    ),
    recall_days=14,
    higher_is_better=False,
    bands=(
        Band("minimal", 0, 4, _SPITZER),
        Band("mild", 5, 9, _SPITZER),
        Band("moderate", 10, 14, _SPITZER),
        Band("severe", 15, 21, _SPITZER),
    ),
    cut_offs=(CutOff("high", "at_least", 10, tells=True, source=_SPITZER),),
)
