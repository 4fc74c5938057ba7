"""Made-up files of measures, as a programme could write them."""

from care.measures import scored_only

MOOD = """\
code = "mood"
version = 1
title = "Mood"
citation = "Us 2026"
higher_is_better = true

[licence]
kind = "ours"
notice = "Ours"
source = "Here"

[[languages]]
tag = "en"
source = "Here"

[[choices]]
code = "0"
label = "Low"
points = 0
[[choices]]
code = "1"
label = "High"
points = 1

[[items]]
code = "now"
short = "Now"
text = "How is your mood?"
"""


def epds_words(long_answer: str = "") -> str:
    """Made-up words for the EPDS, whose real ones are not ours to print."""
    (epds,) = (one for one in scored_only() if one.code == "epds")
    lines = ['measure = "epds"', 'language = "en"', 'source = "Made up"']
    lines += ['author_line = "Made-up author line"']
    lines += ["[permission]", 'notice = "Given to us, 1 May 2026"', 'source = "Letter 12"']
    for n, item in enumerate(epds.items, 1):
        labels = [
            long_answer if long_answer and m == 1 else f"Answer {m} of {n}" for m in range(1, 5)
        ]
        answers = ", ".join(f'"{label}"' for label in labels)
        lines += ["[[items]]", f'code = "{item.code}"', f'text = "Statement {n}"']
        lines += [f"answers = [{answers}]"]
    return "\n".join(lines)
