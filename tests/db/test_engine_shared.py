async def test_every_session_holds_what_they_share(database):
    database.shared["colour"] = "green"
    async with database.transaction() as session:
        assert session.info["colour"] == "green"
    async with database.reading() as session:
        assert session.info["colour"] == "green"
