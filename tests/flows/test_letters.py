import pytest

from care.message_text import Entity
from flows.letters import Body, Message, Words, read_body, write_body
from flows.media import Photo, Voice


@pytest.mark.parametrize(
    "content",
    [
        Body((Message("Our garden", (Entity("bold", 4, 6),)),), media=Photo("AgAC1", 20_480)),
        Body((Words("Hannah"),), media=Voice("AwAC1", 9_000, 7), protected=True),
        Body((Words("Hannah"),), caption_of_media=True),
        Body((Words("Hannah"),)),
    ],
)
def test_body_survives_the_outbox(content: Body) -> None:
    assert read_body(write_body(content)) == content
