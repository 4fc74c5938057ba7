from flows.chart import Chart, Point
from flows.letters import Body, Button, Words, one_each, read_body, write_body
from playground.people import JOSIE
from tests.bot.stage import Stage
from tests.bot.test_delivery import deliver

CHART = Chart(
    0, 100, ((Point("2026-11-03", 36), Point("2026-11-17", 48)), (Point("2026-12-15", 60),))
)
ROWS = one_each(Button(Words("Urgent help"), "u"))


def test_chart_survives_the_outbox() -> None:
    content = Body((Words("Here."),), chart=CHART)
    assert read_body(write_body(content)) == content


async def test_chart_goes_out_as_a_protected_picture_with_its_words_below(stage: Stage) -> None:
    [josie] = await stage.meet(JOSIE.id)
    async with stage.story() as story:
        words = (Words("3 November 2026: 36"),)
        await story.post(josie, Body(words, ROWS, chart=CHART, protected=True))
    await deliver(stage)
    [request] = stage.phones.requests.of("sendPhoto")
    assert request.params["caption"] == "3 November 2026: 36"
    assert request.params["protect_content"] is True
    assert "reply_markup" in request.params
    assert b'filename="answers.png"' in request.raw
    assert b"\x89PNG" in request.raw


async def test_words_too_long_for_a_caption_follow_with_the_buttons(stage: Stage) -> None:
    [josie] = await stage.meet(JOSIE.id)
    async with stage.story() as story:
        await story.post(josie, Body((Words("36 " * 400),), ROWS, chart=CHART))
    await deliver(stage)
    [picture] = stage.phones.requests.of("sendPhoto")
    [text] = stage.phones.requests.of("sendMessage")
    assert "caption" not in picture.params
    assert "reply_markup" not in picture.params
    assert "reply_markup" in text.params
