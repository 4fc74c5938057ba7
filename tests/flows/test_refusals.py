async def test_refusal_leaves_nothing_in_the_log(josie, caplog):
    await josie.press("xl::")
    await josie.press("xl::")
    assert josie.notice == "This is done already."
    assert caplog.records == []
