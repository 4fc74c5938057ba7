"""Contact details: a message that looks like them is asked about before it is passed on.

It is counted and not kept. Words that sound urgent are never held up, whatever else is in them.
"""

from care.contact_details import contact_like
from db.contact_days import count_contact_like
from db.pairings import Pairing
from db.programmes import programme
from db.zones import zone_of
from flows.listening import sounds_urgent
from flows.regions import region_of
from flows.story import Story


async def looks_like_contact(story: Story, pairing: Pairing, text: str) -> tuple[str, ...]:
    """The kinds of contact details to ask about, of: username, link, phone, email.

    None of them for the numbers of the region's helplines, and where the words sound urgent.
    """
    if not contact_like(text) or sounds_urgent(text):
        return ()
    where = await programme(story.session, pairing.programme_id)
    return contact_like(text, tuple(line.number for line in region_of(story, where).lines))


async def count_asked(story: Story, pairing: Pairing, *, sent: bool = False) -> None:
    """Count that a message was held, or that its writer then sent it."""
    where = await programme(story.session, pairing.programme_id)
    today = story.now.astimezone(zone_of(where)).date()
    await count_contact_like(story.session, pairing.id, today, sent=sent)
