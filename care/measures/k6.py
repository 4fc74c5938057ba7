"""The K6: six questions of the Kessler Psychological Distress Scale, past 30 days."""

from care.measures.shapes import Choice, CutOff, Item, Language, Licence, Measure

# Kessler et al. 2003, "Screening for serious mental illness in the general population", Archives
# of General Psychiatry 60:184-189: 13 or more as the threshold, answers counted 0 to 4.
_KESSLER = "Kessler et al. 2003, doi 10.1001/archpsyc.60.2.184"

# Most often first, as the form has it; 4 points for "all of the time" make the total 0 to 24.
_CHOICES = (
    Choice("4", "All of the time", 4),
    Choice("3", "Most of the time", 3),
    Choice("2", "Some of the time", 2),
    Choice("1", "A little of the time", 1),
    Choice("0", "None of the time", 0),
)

K6 = Measure(
    code="k6",
    version=1,
    title="Kessler Psychological Distress Scale, 6 items (K6)",
    short="How you felt (K6)",
    stem="During the past 30 days, about how often did you feel",
    author_line="Professor Ronald C. Kessler, Harvard Medical School",
    items=(
        Item("nervous", "nervous?", "Nervous", _CHOICES),
        Item("hopeless", "hopeless?", "Hopeless", _CHOICES),
        Item("restless", "restless or fidgety?", "Restless", _CHOICES),
        Item(
            "depressed",
            "so depressed that nothing could cheer you up?",
            "Nothing cheers you up",
            _CHOICES,
        ),
        Item("effort", "that everything was an effort?", "An effort", _CHOICES),
        Item("worthless", "worthless?", "Worthless", _CHOICES),
    ),
    languages=(
        Language("en", "the list of questions of the CLOSER studies; K6, original version"),
    ),
    licence=Licence(
        "public_domain",
        "Free to use with its citation.",
        "hcp.med.harvard.edu/ncs/k6_scales.php",
    ),
    citation=(
        "Kessler, Andrews, Colpe et al. 2002, Short screening scales to monitor population "
        "prevalences and trends in non-specific psychological distress, "
        "Psychological Medicine 32:959-976"
    ),
    recall_days=30,
    higher_is_better=False,
    cut_offs=(CutOff("high", "at_least", 13, tells=True, source=_KESSLER),),
)
