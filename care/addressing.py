"""Whom a message is for: a reply, a fresh choice or being the only one names somebody, or we ask.

The slips to prevent: Josie was chosen, a message of Anna pops up, and an answer to Anna is typed;
or Josie leaves while words for her are typed, and Anna is the only one left. So a choice holds
until somebody else's message was shown, never for long, and an ending is asked about too.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

FRESH_FOR = timedelta(hours=1)  # after that nobody is sure whom they chose; our choice
NOT_YET_READ = timedelta(seconds=5)  # what was shown so shortly before a choice may be unread

Reason = Literal[
    "nobody_chosen",
    "somebody_else_wrote",
    "long_ago",
    "reply_to_ended",
    "topic_unclear",
    "somebody_left",
]


@dataclass(frozen=True, slots=True)
class To:
    """The message is for the other person of this pairing."""

    pair: str


@dataclass(frozen=True, slots=True)
class AskWho:
    """Nothing names one person: hold the message and ask which of these it is for."""

    pairs: tuple[str, ...]
    why: Reason = "nobody_chosen"


@dataclass(frozen=True, slots=True)
class Nobody:
    """The writer has no running pairing."""


Address = To | AskWho | Nobody


@dataclass(frozen=True, slots=True)
class Chosen:
    """The pairing that was chosen by a button, and when it was chosen or last written to.

    A `pair` that does not run any more, or "", is a conversation that ended at `since`.
    `others_shown_at` is when a message of anybody else was last shown to the writer, if ever.
    """

    pair: str
    since: datetime
    others_shown_at: datetime | None = None

    def doubt(self, now: datetime) -> Reason | None:
        """Return why an unaddressed message may be meant for another person, or None."""
        if now - self.since > FRESH_FOR:
            return "long_ago"
        shown = self.others_shown_at
        if shown is not None and shown >= self.since - NOT_YET_READ:
            return "somebody_else_wrote"
        return None


def address(
    *,
    pairs: tuple[str, ...],
    reply_pair: str | None,
    chosen: Chosen | None,
    now: datetime,
    topic_pair: str | None = None,
) -> Address:
    """Return whom a message is for, given the writer's running `pairs`; it never guesses.

    A reply names the pair of the message that it answers, and wins over what was chosen. A
    reply into a pair that no longer runs is asked about, since it was meant for that person.
    `topic_pair` is the pair of the topic that the message was written in, "" where nobody knows
    it: it must run, and a reply must not name another, even where there is one pair alone.
    """
    if not pairs:
        return Nobody()
    if topic_pair is not None:
        agrees = topic_pair in pairs and reply_pair in (None, topic_pair)
        return To(topic_pair) if agrees else AskWho(pairs, "topic_unclear")
    if reply_pair is not None:
        return To(reply_pair) if reply_pair in pairs else AskWho(pairs, "reply_to_ended")
    if chosen is not None and chosen.pair not in pairs and now - chosen.since <= FRESH_FOR:
        return AskWho(pairs, "somebody_left")  # it may have been typed for them
    if len(pairs) == 1:
        return To(pairs[0])
    if chosen is None or chosen.pair not in pairs:
        return AskWho(pairs)
    doubt = chosen.doubt(now)
    return To(chosen.pair) if doubt is None else AskWho(pairs, doubt)


def choice_after(target: Address, chosen: str | None) -> str | None:
    """Return the pair that stays chosen once a message was addressed like this.

    A reply to another person drops the choice: whom the next words are for is not clear then.
    """
    if isinstance(target, AskWho) and target.why != "reply_to_ended":
        return chosen  # what was in doubt stays in doubt until a button is pressed
    return chosen if isinstance(target, To) and target.pair == chosen else None
