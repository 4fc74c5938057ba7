"""The `[safety]` table of a pack: what a programme decides about when coordinators are told."""

from care.pack_table import PackTable
from care.safety import SAFETY_RULES, SafetyRules

MISSED_LIMIT = 6  # weekly, that is six weeks of silence: more would be no watching at all


def read_safety(root: PackTable) -> SafetyRules:
    """The safety rules of a pack; whatever it leaves out stays as it usually is."""
    root.asked.add("safety")
    if "safety" not in root.values:
        return SAFETY_RULES
    table = root.table("safety")
    usual = SAFETY_RULES.missed_checkins
    missed = table.number("missed_checkins", least=1, most=MISSED_LIMIT, default=usual)
    table.finish()
    return SafetyRules(missed)
