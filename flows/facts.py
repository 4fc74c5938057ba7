"""Facts: what a role's onboarding answers say about somebody, once they are complete."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from care.onboarding import OnboardingIncomplete
from care.questions import Form, Given
from db.answers import form_of_membership
from db.memberships import Membership
from flows.filling import read_answers
from flows.story import Story

T = TypeVar("T")


async def facts_of(
    story: Story,
    membership: Membership,
    form: Form,
    read: Callable[[Form, Mapping[str, Given]], T],
) -> T | None:
    """What `read` makes of the answers of this role; None while the form is not complete."""
    form_session = await form_of_membership(story.session, membership.id)
    if form_session is None:
        return None
    try:
        return read(form, await read_answers(story, form, form_session))
    except OnboardingIncomplete:
        return None
