"""The WHO (Five) Well-Being Index, 1998 version, in its published English wording."""

from care.measures.scale import Choice, CutOff, Item, Licence, Measure

# Topp, Ostergaard, Sondergaard, Bech 2015, "The WHO-5 Well-Being Index: a systematic review of the
# literature", Psychotherapy and Psychosomatics 84:167-176, doi 10.1159/000376585.
_TOPP = "Topp et al. 2015, doi 10.1159/000376585"
# The form itself, "Interpretation": the percentage score, and a 10 % difference as significant.
_FORM = "WHO-5 1998 form, psykiatri-regionh.dk/who-5"

_CHOICES = (
    Choice("5", "All of the time", 5),
    Choice("4", "Most of the time", 4),
    Choice("3", "More than half of the time", 3),
    Choice("2", "Less than half of the time", 2),
    Choice("1", "Some of the time", 1),
    Choice("0", "At no time", 0),
)

WHO5 = Measure(
    code="who5",
    version=1,
    title="WHO (Five) Well-Being Index (1998 version)",
    # The paper form goes on with an example about ticking a box; a chat has no boxes.
    instructions=(
        "Please indicate for each of the five statements which is closest to how you have been "
        "feeling over the last two weeks. Notice that higher numbers mean better well-being."
    ),
    stem="Over the last two weeks",
    author_line=(
        "Psychiatric Research Unit, WHO Collaborating Center for Mental Health, "
        "Frederiksborg General Hospital, DK-3400 Hillerød"
    ),
    items=(
        Item("cheerful", "I have felt cheerful and in good spirits", "Good spirits", _CHOICES),
        Item("calm", "I have felt calm and relaxed", "Calm", _CHOICES),
        Item("active", "I have felt active and vigorous", "Active", _CHOICES),
        Item("rested", "I woke up feeling fresh and rested", "Rested", _CHOICES),
        Item(
            "interested",
            "My daily life has been filled with things that interest me",
            "Things of interest",
            _CHOICES,
        ),
    ),
    licence=Licence(
        "own_notice",
        "Free to use with citation, unchanged. WHO's own 2024 terms were not found: keep this "
        "measure's notice with it, and ask WHO before selling anything that contains it.",
        "measure.whatworkswellbeing.org/measures-bank/who-5 (free, no permission required)",
    ),
    citation=(
        "WHO Regional Office for Europe 1998, Wellbeing Measures in Primary Health Care: "
        "The DepCare Project"
    ),
    recall_days=14,
    multiplier=4,  # the form: raw score 0 to 25 times 4 is the percentage score 0 to 100
    cut_offs=(
        CutOff("low", "at_most", 50, tells=False, source=_TOPP),
        CutOff("very_low", "at_most", 28, tells=True, source=_TOPP),
    ),
    reliable_change=10,
    reliable_change_source=f"{_TOPP}; {_FORM}",
)
