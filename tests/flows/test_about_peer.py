"""What can be done about one conversation: the menu, breaks of both sides, somebody else."""

from datetime import timedelta

import pytest

from db.breaks import Break
from db.memberships import Membership
from db.outbox import Letter
from db.pairings import Pairing
from db.waits import Wait
from tests.flows.people import ANNA, HANNAH, Someone, join, pair, pairing_state, row, rows

BETH = 2_009
ENDED = "We ask nobody for a reason, and nobody is blamed. What was still on its way is not sent."


@pytest.fixture
async def beth(stage):
    return await join(stage, BETH, "peer_worker", "Beth")


async def more_about(someone, name):
    await someone.type("/menu")
    await someone.tap(f"More about {name}")


async def rest(peer, name, length="I do not know yet"):
    await more_about(peer, name)
    await peer.tap("Take a break")
    await peer.tap(length)


async def test_menu_of_a_service_user_has_one_choice_a_row_and_help_last(josie, paired):
    del paired
    await more_about(josie, "Hannah")
    assert josie.labels == [
        "Take a break",
        "Voice messages with Hannah",
        "Sound at night: turn on",
        "Talk to my coordinator",
        "Someone else, please",
        "Report something",
        "Block Hannah",
        "Back",
        "Urgent help",
    ]


async def test_menu_of_a_peer_worker_hands_over_instead(hannah, paired):
    del paired
    await hannah.type("/more")
    assert "Hand over to someone else" in hannah.labels
    assert "Someone else, please" not in hannah.labels


async def test_more_asks_about_whom_where_there_are_several(stage, hannah, josie, anna, paired):
    del josie, paired
    stage.clock.advance(minutes=1)
    await pair(stage, anna, hannah)
    await hannah.type("/more")
    assert hannah.labels == ["About Josie", "About Anna", "Urgent help"]
    await hannah.tap("About Anna")
    assert hannah.text.startswith("This is about your conversation with Anna.")


@pytest.mark.parametrize("command", ["/report", "/block", "/change"])
async def test_typed_command_without_anybody_says_so(josie, command):
    await josie.type(command)
    assert josie.text == "You have no running conversation, so there is nothing to change."


async def test_menu_of_somebody_else_is_refused(anna, josie, paired):
    del josie
    for verb in ("bm", "bp", "bs", "bx", "bb", "br"):
        await anna.press(f"{verb}:{paired}:")
        assert anna.notice == "We do not know this conversation."


async def test_peer_worker_pauses_one_conversation_until_a_day(stage, sam, hannah, josie, paired):
    await rest(hannah, "Josie", "1 week")
    assert await pairing_state(stage, paired) == "paused"
    assert josie.text == (
        "Hannah is taking a break until 3 December 2026. It is not about you. "
        "Messages are not sent meanwhile, and we tell you when Hannah is back."
    )
    assert josie.labels == ["Talk to my coordinator", "Urgent help"]
    assert sam.text == "Hannah is taking a break from Josie until 3 December 2026. Josie knows."
    assert (await row(stage, Membership, id=josie.membership_id)).stage == "matched"
    await stage.advance(timedelta(days=7))
    assert await pairing_state(stage, paired) == "paused"
    await stage.advance(timedelta(days=1))
    assert await pairing_state(stage, paired) == "active"
    assert "Your break is over. You and Josie can write to each other again." in hannah.texts
    assert "Hannah is back from the break. You can write to each other again." in josie.texts


async def test_nothing_passes_while_the_peer_worker_rests(hannah, josie, paired):
    del paired
    await rest(hannah, "Josie")
    said = len(hannah.texts)
    await josie.type("Are you there?")
    assert hannah.texts[said:] == []
    assert "was not sent and is not kept" in josie.text


async def test_the_other_side_cannot_end_the_break(stage, hannah, josie, paired):
    await rest(hannah, "Josie")
    await josie.press(f"bg:{paired}:")
    assert josie.notice == "This break is not yours to end. Your coordinator can help."
    await more_about(josie, "Hannah")
    assert "Hannah is taking a break from it now." in josie.text
    assert await pairing_state(stage, paired) == "paused"
    await hannah.type("/more")
    await hannah.tap("Go on with Josie")
    assert await pairing_state(stage, paired) == "active"
    assert josie.text == "Hannah is back from the break. You can write to each other again."


async def test_conversation_rests_until_both_are_back(stage, hannah, josie, paired):
    await rest(hannah, "Josie")
    await josie.type("/pause")
    await josie.tap("Yes, take a break")
    await hannah.type("/more")
    await hannah.tap("Go on with Josie")
    assert hannah.text == (
        "You are back. Your conversation with Josie still rests, and we tell you when it goes on."
    )
    assert await pairing_state(stage, paired) == "paused"
    await josie.tap("Come back")
    assert await pairing_state(stage, paired) == "active"
    assert hannah.text == "Josie is back from the break. You can write to each other again."
    assert {found.side: found.ended_at is None for found in await rows(stage, Break)} == {
        "peer_worker": False,
        "service_user": False,
    }


async def test_service_user_back_first_waits_for_the_peer_worker(stage, hannah, josie, paired):
    await josie.type("/pause")
    await josie.tap("Yes, take a break")
    await rest(hannah, "Josie")
    await josie.tap("Come back")
    assert josie.text.startswith("You are back. Your conversation with Hannah still rests")
    assert (await row(stage, Membership, id=josie.membership_id)).stage == "matched"
    assert await pairing_state(stage, paired) == "paused"


async def test_open_break_is_asked_about_and_nobody_is_left_without_a_word(
    stage, sam, hannah, josie, paired
):
    del paired
    await rest(hannah, "Josie")
    for _ in range(2):
        said = [len(someone.texts) for someone in (sam, hannah, josie)]
        await stage.advance(timedelta(days=15))
        new = [one.texts[n:] for one, n in zip((sam, hannah, josie), said, strict=True)]
        for texts, words in zip(
            new,
            (
                "The conversation of Josie and Hannah still rests.",
                "Your break from Josie began on 26 November 2026.",
                "Your conversation with Hannah still rests.",
            ),
            strict=True,
        ):
            assert len([text for text in texts if text.startswith(words)]) == 1


async def test_break_pressed_twice_has_one_effect(stage, hannah, josie, paired):
    await rest(hannah, "Josie")
    said = josie.texts
    await hannah.press(f"by:{paired}:14")
    assert hannah.notice == "You are on a break from this conversation already."
    assert josie.texts == said
    assert len(await rows(stage, Break)) == 1


@pytest.mark.parametrize("length", ["0", "-7", "365", "x"])
async def test_break_of_another_length_is_refused(stage, hannah, paired, length):
    await hannah.press(f"by:{paired}:{length}")
    assert await pairing_state(stage, paired) == "active"


async def test_someone_else_please(stage, sam, hannah, josie, paired):
    stage.clock.advance(days=10)
    await josie.type("/change")
    assert josie.text == (
        "Would you like someone else? Your conversation with Hannah ends then, and nobody is "
        "blamed. You wait near the front of the line."
    )
    await josie.tap("Yes, someone else please")
    assert josie.text.startswith("Your conversation with Hannah has ended.")
    assert "You hear from us by 13 December 2026." in josie.text
    assert hannah.text == f"Your conversation with Josie has ended. {ENDED}"
    assert hannah.labels == ["Talk to my coordinator", "Urgent help"]
    assert "Josie would like someone else. The pairing with Hannah has ended" in sam.text
    found = await row(stage, Pairing, id=paired)
    assert (found.state, found.end_reason) == ("ended", "changed")


async def test_whoever_changed_waits_before_those_who_came_during_the_pairing(
    stage, sam, hannah, josie, paired
):
    del sam, hannah, paired
    stage.clock.advance(days=3)
    anna = await join(stage, ANNA, "service_user", "Anna")
    stage.clock.advance(days=3)
    await josie.type("/change")
    await josie.tap("Yes, someone else please")
    await anna.type("/menu")
    assert "One person has waited longer than you." in anna.text
    wait = await row(stage, Wait, membership_id=josie.membership_id, ended_at=None)
    assert wait.paused_seconds == timedelta(days=6).total_seconds()


async def test_the_two_are_not_suggested_again(stage, sam, hannah, josie, beth, paired):
    del hannah
    await josie.type("/change")
    await josie.tap("Yes, someone else please")
    await sam.type("/menu")
    await sam.tap("Pairs to review")
    (again,) = await rows(stage, Pairing, state="suggested")
    assert (again.service_user_id, again.peer_worker_id) == (josie.person_id, beth.person_id)
    assert paired != again.id


async def test_somebody_still_without_hears_on_the_day_that_was_named(stage, sam, josie, paired):
    del paired
    await josie.type("/change")
    await josie.tap("Yes, someone else please")
    await stage.advance(timedelta(days=6))
    assert not [text for text in josie.texts if "not been forgotten" in text]
    await stage.advance(timedelta(days=1))
    assert josie.text.startswith("We are still looking for someone for you")
    assert (
        "Josie still waits for someone new. We told them today that you are looking." in sam.texts
    )


async def test_change_pressed_twice_has_one_effect(hannah, josie, paired):
    await josie.press(f"bx:{paired}:")
    said = hannah.texts
    await josie.press(f"bx:{paired}:")
    assert josie.notice == "This conversation has ended. Nothing has changed."
    assert hannah.texts == said


async def test_both_end_it_in_one_moment(stage, hannah, josie, paired):
    await josie.press(f"bx:{paired}:")
    await hannah.press(f"bb:{paired}:")
    assert "You have blocked Josie." in hannah.text
    assert [text for text in josie.texts if "Hannah has ended" in text] == [josie.text]
    assert (await row(stage, Pairing, id=paired)).end_reason == "changed"


async def test_messages_after_the_end_go_nowhere(stage, hannah, josie, paired):
    del stage, paired
    await josie.type("/change")
    await josie.tap("Yes, someone else please")
    said = len(josie.texts)
    await hannah.type("Wait, please")
    assert not [text for text in josie.texts[said:] if "Wait, please" in text]


async def test_peer_worker_asks_to_hand_over_and_a_coordinator_decides(
    stage, sam, hannah, josie, paired
):
    said = len(josie.texts)
    await hannah.type("/more")
    await hannah.tap("Hand over to someone else")
    await hannah.tap("Yes, ask my coordinator")
    assert hannah.text.startswith("We have asked your coordinator.")
    assert await pairing_state(stage, paired) == "active"
    assert josie.texts[said:] == []
    await hannah.press(f"bx:{paired}:")
    assert hannah.notice == "You have asked for this already. Your coordinator knows."
    await sam.type("/menu")
    await sam.tap("Hand overs to decide (1)")
    await sam.tap("Hand over: Josie and Hannah")
    assert "Hannah asked on 26 November 2026 to hand over." in sam.text
    await sam.tap("End this pairing")
    await sam.tap("End it")
    assert (await row(stage, Pairing, id=paired)).end_reason == "handed_over"
    assert josie.text.startswith(f"Your conversation with Hannah has ended. {ENDED}")
    assert "You hear from us by 3 December 2026." in josie.text


async def test_who_leaves_tells_each_of_their_people_and_gives_one_list(
    stage, sam, hannah, josie, anna, paired
):
    del paired
    stage.clock.advance(minutes=1)
    await pair(stage, anna, hannah)
    said = len(sam.texts)
    await hannah.type("/stop")
    await hannah.tap("Yes, leave")
    for someone in (josie, anna):
        assert "You hear from us by 3 December 2026." in someone.text
    lists = [text for text in sam.texts[said:] if "have no peer:" in text]
    told = (
        "Hannah has left, so these people have no peer: Josie, Anna. "
        "They know, and wait near the front."
    )
    assert lists == [told]
    shown = next(m for m in sam.phone.messages.values() if "have no peer:" in m.text)
    assert [label for label, _ in shown.buttons] == ["Find somebody now"]


async def test_letters_that_wait_are_withdrawn_with_the_end(stage, hannah, josie, paired):
    stage.deliver, deliver = _nothing, stage.deliver
    await josie.type("It was not for me")
    await josie.press(f"bx:{paired}:")
    stage.deliver = deliver
    await stage.deliver()
    states = {letter.state for letter in await rows(stage, Letter, pairing_id=paired)}
    assert states == {"withdrawn"}
    assert not [text for text in hannah.texts if "It was not for me" in text]


async def _nothing():
    pass


async def test_two_devices_of_a_peer_worker_see_the_same(stage, hannah, josie, paired):
    del josie
    other = Someone(stage, HANNAH, "Hannah")
    await rest(hannah, "Josie")
    await other.press(f"bg:{paired}:")
    await hannah.press(f"bg:{paired}:")
    assert hannah.notice == "This is done already."
    assert await pairing_state(stage, paired) == "active"


async def test_writer_who_was_out_of_reach_hears_later_that_nothing_arrived(
    stage, hannah, josie, paired
):
    del paired
    stage.deliver, deliver = _nothing, stage.deliver
    await josie.type("Are you there?")
    await stage.blocks(josie.id)
    await stage.blocks(hannah.id)
    stage.deliver = deliver
    await stage.deliver()
    said = len(josie.texts)
    await stage.blocks(josie.id, "member")
    assert [text for text in josie.texts[said:] if "not" in text] != []
    told = len(josie.texts)
    await stage.blocks(josie.id)
    await stage.blocks(josie.id, "member")
    assert len(josie.texts) == told


async def test_writer_whose_line_about_it_was_lost_too_hears_later(stage, hannah, josie, paired):
    del paired
    stage.deliver, deliver = _nothing, stage.deliver
    await josie.type("Are you there?")
    await stage.blocks(hannah.id)  # the line that says so waits for Josie
    await stage.blocks(josie.id)
    await stage.blocks(josie.id, "member")
    stage.deliver = deliver
    await stage.deliver()
    assert [text for text in josie.texts if "could not" in text or "not sent" in text] != []
    told = len(josie.texts)
    await stage.blocks(josie.id)
    await stage.blocks(josie.id, "member")
    assert len(josie.texts) == told


async def test_check_ins_go_on_while_the_peer_worker_rests(stage, hannah, josie, paired):
    del paired
    await rest(hannah, "Josie")
    await stage.advance(timedelta(days=1, hours=1))
    assert [text for text in josie.texts if "3 short questions" in text] != []


async def test_home_on_a_break_still_leads_to_the_menu(stage, josie, paired):
    del stage, paired
    await josie.type("/pause")
    await josie.tap("Yes, take a break")
    await josie.type("/menu")
    assert josie.labels == [
        "More about Hannah",
        "Come back",
        "My answers",
        "My check-ins",
        "Urgent help",
    ]
    await josie.tap("More about Hannah")
    assert josie.labels[0] == "Come back"
