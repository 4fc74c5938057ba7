"""What comes first: words that somebody agreed to and that have changed since.

Urgent help, leaving, the consents themselves, worry and every answer that is being given go ahead
of them. A message to a peer is never held up: the question is asked beside it.
"""

from bot.keyboards import read_press
from bot.updates import Raw, pressed_data, typed_text
from flows.actor import Actor
from flows.consent_keeping import consents_to_ask
from flows.consents import ask_again, ask_again_beside_talk
from flows.story import Story

FREE_COMMANDS = frozenset(
    {
        "urgent",
        "stop",
        "mydata",
        "worried",
        "language",
        "help",
        "talk",
        "more",
        "pause",
        "report",
        "block",
        "change",
        "unsend",
    }
)
FREE_VERBS = frozenset(
    {
        "u", "uh", "wo", "sf", "tw",  # urgent help, worried, safe now, a coordinator
        "xl", "xe", "xq", "xk",  # leaving
        "ec", "eo", "ey", "en", "el", "ex",  # consents, my data
        "lg",  # language
        "q", "qd", "qs", "qb", "ql", "qr", "qf", "qm", "qc", "kl", "kn",  # answers
        "kc", "ke", "kf", "kb", "kt", "ko", "ky", "ku", "kx",  # when to be asked
        "on", "mn",  # a no
        "yw",  # what is kept
        "mo", "ms", "mp",  # their own answers over time, and who sees them
        "ch", "cw", "cs", "cn",  # who a message is for, and whether it goes
        "vn",  # no voice messages
        "un", "uy",  # taking back
        "al", "ao", "aa", "ac", "at", "an", "af", "ad", "as", "ar", "ap",  # alerts
        "ga",  # ground rules
        "dh",  # how a peer worker is
        "bm", "bp", "by", "bg", "bs", "bx", "bb", "bu", "bl",  # stopping
        "br", "bf", "bw", "bd", "bk", "za", "zy", "ji",  # reporting, a break
    }
)  # fmt: skip


async def asked_first(story: Story, actor: Actor, raw: Raw) -> bool:
    """Ask for consents whose words changed, in place of what the update asks for.

    False when the update is to be handled as it is.
    """
    if not _can_wait(raw) or not await consents_to_ask(story, actor):
        return False
    return await ask_again(story, actor)


async def ask_beside(story: Story, actor: Actor, raw: Raw) -> None:
    """After a plain message was handled, ask beside it, once a day."""
    if "message" in raw and not typed_text(raw).startswith("/"):
        await ask_again_beside_talk(story, actor)


def _can_wait(raw: Raw) -> bool:
    if "callback_query" in raw:
        press = read_press(pressed_data(raw))
        return press is None or press.verb not in FREE_VERBS
    typed = typed_text(raw)
    if not typed.startswith("/"):
        return False
    command, _, rest = typed.removeprefix("/").partition(" ")
    is_invitation = command.startswith("start") and bool(rest.strip())
    return not is_invitation and command.partition("@")[0].casefold() not in FREE_COMMANDS
