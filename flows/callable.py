"""Who can be called about an alert: by the bot, or by e-mail where they have no chat with it."""

from db.mail_addresses import reached_by_mail
from db.people import Person
from flows.mailing import has_mail
from flows.story import Story


async def can_be_called(story: Story, someone: Person) -> bool:
    """Whether a call reaches this coordinator at the first step.

    Somebody without a Telegram account works in the console and is called by e-mail. Somebody who
    blocked the bot once used it, and is called by e-mail as well; whether they still look at either
    is not known, so others are called first.
    """
    if someone.unreachable_since is None:
        return True
    if someone.account_hash is not None or someone.erased_at is not None or not has_mail(story):
        return False
    return someone.id in await reached_by_mail(story.session)
