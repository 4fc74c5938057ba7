"""QPR-15, the process of recovery: scored here, asked in words that a programme copied itself."""

from care.measures.shapes import Choice, Item, Licence, Measure

_CHOICES = tuple(Choice(f"a{n + 1}", "", n) for n in range(5))

# PhenX 661101: 15 items from 0, disagree strongly, to 4, agree strongly, added up; the last 7 days.
# It is free. Its words are not bundled all the same: items 9 to 15 could not be read in any source,
# and a measure is asked in its exact words or not at all.
QPR15 = Measure(
    code="qpr15",
    version=1,
    title="Questionnaire about the Process of Recovery, 15 items (QPR-15)",
    short="Recovery (QPR-15)",
    items=tuple(
        Item(code, "", short, _CHOICES)
        for code, short in (
            ("better", "About myself"),
            ("chances", "Taking chances"),
            ("relationships", "Relationships"),
            ("society", "Part of society"),
            ("assert", "Asserting myself"),
            ("purpose", "Purpose"),
            ("changed", "Changed for the better"),
            ("past", "The past"),
            *((f"item{n}", f"Item {n}") for n in range(9, 16)),
        )
    ),
    licence=Licence(
        "own_notice",
        "Free, no permission needed. Its authors advise to fill it in with somebody near who can "
        "talk about it. Copy its words from the form: those of items 9 to 15 were not found.",
        "phenxtoolkit.org/protocols/view/661101",
    ),
    citation=(
        "Neil, Kilbride, Pitt et al. 2009, The questionnaire about the process of recovery (QPR), "
        "Psychosis 1:145-155; 15 items: Law, Neil, Dunn, Morrison 2014, Schizophrenia Research "
        "156:184-189"
    ),
    recall_days=7,
)
