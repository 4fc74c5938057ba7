"""What somebody is called on a page: their name, or that they were deleted; never an error."""

from dataclasses import dataclass

from db.errors import KeyDestroyed
from db.ids import MembershipId, PersonId
from db.memberships import Membership
from db.people import Person, name_of, person_or_none
from db.registers import read_named
from flows.letters import Text, Words, say
from flows.story import Story

DELETED = say("console.somebody.deleted")


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person on a page; `member_id` leads to the page of their role, None where there is none.

    `can_write`: whether a letter would reach them.
    """

    name: Text | Words
    member_id: MembershipId | None = None
    can_write: bool = False


async def called(story: Story, someone: Person | None) -> Text | Words:
    """The name of a person; words of ours where they were deleted, or told none yet."""
    if someone is None or someone.erased_at is not None:
        return DELETED
    try:
        name = await name_of(story.session, someone)
    except KeyDestroyed:  # deleted between two questions
        return DELETED
    return Words(name) if name else say("console.somebody.no_name")


async def called_by_id(story: Story, person_id: PersonId) -> Text | Words:
    """The same of the person with this id."""
    return await called(story, await person_or_none(story.session, person_id))


async def somebody(story: Story, membership: Membership) -> Somebody:
    """The person of a role, with the way to its page."""
    return Somebody(await called_by_id(story, membership.person_id), membership.id)


async def names_of(story: Story, ids: set[PersonId]) -> dict[PersonId, Text | Words]:
    """What each of these people is called, with two questions for all of them."""
    await read_named(story.session, ids)
    return {one: await called_by_id(story, one) for one in ids}
