"""Who may decide on the role of a coordinator, so that nobody can do it alone where others are."""

from collections.abc import Collection

LEAST_TO_END = 3  # active coordinators: the one concerned, the one who asks, and one who confirms


def needs_second(active: Collection[str]) -> bool:
    """Tell whether a new coordinator waits for a second one's yes: where two are active already."""
    return len(active) > 1


def may_confirm(confirmer: str, invited_by: str | None, active: Collection[str]) -> bool:
    """Tell whether this person may let a new coordinator in.

    Any active one but the inviter; the inviter too once nobody else is left. An invitation from
    the command line (`invited_by` is None) is the operator's, so any active one is the second.
    """
    others = [one for one in active if one != invited_by]
    return confirmer in active and (confirmer != invited_by or not others)


def may_ask_to_end(asker: str, whose: str, active: Collection[str]) -> bool:
    """Tell whether one coordinator may ask for the end of another's role."""
    return len(active) >= LEAST_TO_END and {asker, whose} <= set(active) and asker != whose


def may_agree_to_end(agreeing: str, asker: str, whose: str, active: Collection[str]) -> bool:
    """Tell whether this person may give the second yes to it; the asker still has to be there."""
    return may_ask_to_end(asker, whose, active) and agreeing in set(active) - {asker, whose}
