"""The CORE-10, unaltered. Its sixth question is about plans to end one's life."""

from care.measures.shapes import Band, Choice, CutOff, Item, Language, Licence, Measure

# Barkham, Bewick, Mullin et al. 2013, "The CORE-10", Counselling and Psychotherapy Research
# 13:3-13: cut-off 11 for general distress, reliable change (90 %) of 6.
_BARKHAM = "Barkham et al. 2013, doi 10.1080/14733145.2012.729069"

_CHOICES = (
    Choice("0", "Not at all", 0),
    Choice("1", "Only occasionally", 1),
    Choice("2", "Sometimes", 2),
    Choice("3", "Often", 3),
    Choice("4", "Most or all of the time", 4),
)

CORE10 = Measure(
    code="core10",
    version=1,
    title="CORE-10",
    short="How you are (CORE-10)",
    instructions=(
        "IMPORTANT \u2013 PLEASE READ THIS FIRST. This form has 10 statements about how you have "
        "been OVER THE LAST WEEK. Please read each statement and think how often you felt that "
        "way last week. Then choose the option which is closest to this."
    ),
    stem="Over the last week...",
    author_line="\u00a9 CORE System Trust: https://www.coresystemtrust.org.uk. CC BY-ND 4.0.",
    items=(
        Item("tense", "I have felt tense, anxious or nervous", "Tense", _CHOICES),
        Item(
            "support",
            "I have felt I have someone to turn to for support when needed",
            "Someone to turn to",
            _CHOICES,
            reverse=True,
        ),
        Item(
            "cope",
            "I have felt able to cope when things go wrong",
            "Able to cope",
            _CHOICES,
            reverse=True,
        ),
        Item("talking", "Talking to people has felt too much for me", "Talking", _CHOICES),
        Item("panic", "I have felt panic or terror", "Panic", _CHOICES),
        Item(
            "plans",
            "I made plans to end my life",
            "Plans",
            _CHOICES,
            fine=frozenset({"0"}),
        ),
        Item(
            "sleep",
            "I have had difficulty getting to sleep or staying asleep",
            "Sleep",
            _CHOICES,
        ),
        Item("despair", "I have felt despairing or hopeless", "Despairing", _CHOICES),
        Item("unhappy", "I have felt unhappy", "Unhappy", _CHOICES),
        Item(
            "images",
            "Unwanted images or memories have been distressing me",
            "Unwanted memories",
            _CHOICES,
        ),
    ),
    languages=(Language("en", "coresystemtrust.org.uk; read against camcops, core10.xml"),),
    licence=Licence(
        "own_notice",
        "CC BY-ND 4.0, use in software allowed: exact wording only, with the copyright line.",
        "coresystemtrust.org.uk; camcops.readthedocs.io, tasks/core10.html",
    ),
    citation=(
        "Barkham, Bewick, Mullin et al. 2013, The CORE-10: a short measure of psychological "
        "distress for routine use in the psychological therapies, Counselling and Psychotherapy "
        "Research 13:3-13"
    ),
    recall_days=7,
    higher_is_better=False,
    bands=(
        Band("mild", 11, 14, "CORE-10 user manual, 2007"),
        Band("moderate", 15, 19, "CORE-10 user manual, 2007"),
        Band("moderate_to_severe", 20, 24, "CORE-10 user manual, 2007"),
        Band("severe", 25, 40, "CORE-10 user manual, 2007"),
    ),
    cut_offs=(CutOff("high", "at_least", 11, tells=True, source=_BARKHAM),),
    reliable_change=6,
    reliable_change_source=_BARKHAM,
)
