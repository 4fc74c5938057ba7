"""Goals: one to three things in the person's own words, and how near each is, from 0 to 10.

Our own questions, not a validated scale: each goal stands for itself and nothing is added up.
"""

from care.measures.shapes import Choice, Item, Language, Measure
from care.measures.weekly import OUR_QUESTIONS

NEAR_MOST = 10
_ENDS = {0: "0: Not at all", NEAR_MOST: "10: All the way"}
_NEAR = tuple(Choice(str(n), _ENDS.get(n, str(n))) for n in range(NEAR_MOST + 1))
_WHEN = "What you type in the next 30 minutes is your answer."
_HOW_NEAR = "How near are you to this now?"

GOALS = Measure(
    code="goals",
    version=1,
    title="Your goals",
    intro="Up to three things that you would like from this time. You can skip any of them.",
    items=(
        Item("goal1", f"What is one thing that you would like? {_WHEN}", "First", own_words=True),
        Item("goal2", f"Is there a second? {_WHEN}", "Second", own_words=True, after="goal1"),
        Item("goal3", f"Is there a third? {_WHEN}", "Third", own_words=True, after="goal2"),
        Item("near1", _HOW_NEAR, "First, from 0 to 10", _NEAR, after="goal1"),
        Item("near2", _HOW_NEAR, "Second, from 0 to 10", _NEAR, after="goal2"),
        Item("near3", _HOW_NEAR, "Third, from 0 to 10", _NEAR, after="goal3"),
    ),
    languages=(Language("en", "Pairwell"),),
    licence=OUR_QUESTIONS,
    citation="Pairwell goals, version 1",
    sums=False,
)
GOAL_WORDS = tuple(item.code for item in GOALS.items if item.own_words)
