"""The single-item burnout measure: one question to peer workers, by their own definition."""

from care.measures.shapes import Choice, Item, Language, Licence, Measure

# Dolan, Mohr, Lempa et al. 2015. No threshold is set here: what follows from an answer is an
# offer to the person who gave it, and a call to nobody.
BURNOUT = Measure(
    code="burnout",
    version=1,
    title="Single-item burnout measure",
    short="Burnout",
    items=(
        Item(
            "burnout",
            "Overall, based on your definition of burnout, how would you rate your level of "
            "burnout?",
            "Burnout",
            (
                Choice("1", "I enjoy my work. I have no symptoms of burnout.", 1),
                Choice(
                    "2",
                    "Occasionally I am under stress, and I don't always have as much energy as I "
                    "once did, but I don't feel burned out.",
                    2,
                ),
                Choice(
                    "3",
                    "I am definitely burning out and have one or more symptoms of burnout, such "
                    "as physical and emotional exhaustion.",
                    3,
                ),
                Choice(
                    "4",
                    "The symptoms of burnout that I'm experiencing won't go away. I think about "
                    "frustration at work a lot.",
                    4,
                ),
                Choice(
                    "5",
                    "I feel completely burned out and often wonder if I can go on. I am at the "
                    "point where I may need some changes or may need to seek some sort of help.",
                    5,
                ),
            ),
        ),
    ),
    languages=(Language("en", "Dolan et al. 2015, doi 10.1007/s11606-014-3112-6"),),
    licence=Licence(
        "own_notice",
        "Non-proprietary; keep its citation with it.",
        "Dolan et al. 2015, doi 10.1007/s11606-014-3112-6",
    ),
    citation=(
        "Dolan, Mohr, Lempa et al. 2015, Using a single item to measure burnout in primary care "
        "staff: a psychometric evaluation, Journal of General Internal Medicine 30:582-587"
    ),
    higher_is_better=False,
)
