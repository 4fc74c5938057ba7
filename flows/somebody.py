"""What somebody is called on a page: their name, or that they were deleted; never an error."""

from dataclasses import dataclass

from db.errors import KeyDestroyed
from db.ids import MembershipId, PersonId
from db.memberships import Membership
from db.people import Person, name_of, names_by_id, person_or_none
from flows.letters import Text, Words, say
from flows.story import Story

DELETED, NO_NAME = say("console.somebody.deleted"), say("console.somebody.no_name")


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person on a page; `member_id` leads to the page of their role, None where there is none.

    `person_id` is there to know the reader by: nobody has a way to their own page.

    `can_write`: whether a letter would reach them.
    """

    name: Text | Words
    member_id: MembershipId | None = None
    can_write: bool = False
    person_id: PersonId | None = None


async def called(story: Story, someone: Person | None) -> Text | Words:
    """The name of a person; words of ours where they were deleted, or told none yet."""
    if someone is None or someone.erased_at is not None:
        return DELETED
    try:
        name = await name_of(story.session, someone)
    except KeyDestroyed:  # deleted between two questions
        return DELETED
    return _named(name)


async def called_by_id(story: Story, person_id: PersonId) -> Text | Words:
    """The same of the person with this id."""
    return await called(story, await person_or_none(story.session, person_id))


async def somebody(story: Story, membership: Membership) -> Somebody:
    """The person of a role, with the way to its page."""
    name = await called_by_id(story, membership.person_id)
    return Somebody(name, membership.id, person_id=membership.person_id)


async def names_of(story: Story, ids: set[PersonId]) -> dict[PersonId, Text | Words]:
    """What each of these people is called, with two questions for all of them."""
    names = await names_by_id(story.session, ids)
    return {one: _named(name) for one, name in names.items()}


def _named(name: str | None) -> Text | Words:
    if name is None:
        return DELETED
    return Words(name) if name else NO_NAME
