from care.relay import refusal_for


def test_text_is_the_one_content_that_passes():
    assert refusal_for("text") is None
    assert refusal_for("photo") == "relay.refused.photo"
    assert refusal_for("contact") == "relay.refused.contact"
    assert refusal_for("something_new") == "relay.refused.other"
