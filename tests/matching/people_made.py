"""Made-up people for the tests of matching: builders and Hypothesis strategies."""

from datetime import date, timedelta

from hypothesis import strategies as st

from matching.people import PeerWorker, ServiceUser, Wish

TODAY = date(2026, 11, 25)
EVENINGS = frozenset({4, 5, 10, 11, 16, 17})


def person(id_="josie", **changes):
    known = {
        "programme": "perinatal",
        "setting": "perinatal",
        "languages": ("en",),
        "waiting_since": TODAY - timedelta(days=10),
        "slots": EVENINGS,
        "zone": "Europe/London",
    }
    return ServiceUser(id=id_, **{**known, **changes})


def peer(id_="hannah", **changes):
    known = {
        "programme": "perinatal",
        "languages": ("en",),
        "training": {"perinatal": TODAY + timedelta(days=200)},
        "capacity": 2,
        "recovered_since": TODAY - timedelta(days=900),
        "slots": EVENINGS,
        "zone": "Europe/London",
    }
    return PeerWorker(id=id_, **{**known, **changes})


LANGUAGES = ("en", "ur", "pl")
EXPERIENCES = ("birth-trauma", "loss", "low-mood", "worry")
STAGES = ("pregnant", "first-year", "loss")
ZONES = ("UTC", "Europe/London", "Asia/Kathmandu", "America/New_York")
DAY_AGO = {n: TODAY - timedelta(days=n) for n in (364, 365, 900, 901)}
days_ago = st.integers(0, 800).map(lambda days: TODAY - timedelta(days=days))
some = {
    "languages": st.sampled_from((("en",), ("en",), ("ur", "en"), ("en", "pl"), ("pl",), ())),
    "traits": st.dictionaries(
        st.sampled_from(("gender", "culture")), st.sampled_from(("a", "b")), max_size=2
    ),
    "age": st.sampled_from((None, 16, 30, 34, 36, 110)),
    "avoid": st.frozensets(st.sampled_from((*EXPERIENCES, "gender:a", "stage:loss")), max_size=1),
    "open_to": st.frozensets(st.sampled_from(("loss", "birth")), max_size=1),
    "slots": st.frozensets(st.integers(0, 41), min_size=0, max_size=20),
    "zone": st.sampled_from(ZONES),
}


@st.composite
def wishes(draw):
    traits = draw(
        st.lists(
            st.sampled_from(("gender", "culture", "age", "stage", "experience")),
            unique=True,
            max_size=2,
        )
    )
    return tuple(
        Wish(
            trait,
            draw(st.sampled_from(("same", "different"))),
            "must" if trait == "experience" else draw(st.sampled_from(("must", "nice", "nice"))),
        )
        for trait in traits
    )


@st.composite
def people(draw, most=7):
    count = draw(st.integers(0, most))
    return [
        ServiceUser(
            id=f"u{n}",
            programme=draw(st.sampled_from(("one",) * 9 + ("two",))),
            setting=draw(st.sampled_from(("perinatal", "perinatal", "students"))),
            waiting_since=draw(days_ago),
            stage=draw(st.none() | st.sampled_from(STAGES)),
            experiences=draw(
                st.dictionaries(st.sampled_from(EXPERIENCES), st.integers(1, 3), max_size=3)
            ),
            wishes=draw(wishes()),
            apart=draw(
                st.dictionaries(st.sampled_from(("p0", "p1")), st.just("block"), max_size=1)
            ),
            priority=draw(st.sampled_from((0, 0, 1))),
            **{name: draw(strategy) for name, strategy in some.items()},
        )
        for n in range(count)
    ]


@st.composite
def peers(draw, most=5):
    count = draw(st.integers(0, most))
    later = TODAY + timedelta(days=99)
    ends = st.sampled_from((TODAY - timedelta(days=1), TODAY, later, later))
    return [
        PeerWorker(
            id=f"p{n}",
            programme="one",
            training={"perinatal": draw(ends), **draw(st.sampled_from(({}, {"students": later})))},
            capacity=draw(st.integers(0, 3)),
            load=draw(st.sampled_from((0, 0, 0, 1))),
            stopped=draw(st.sampled_from(((), (), (), ("away",)))),
            recovered_since=draw(
                st.sampled_from((None, *(DAY_AGO[n] for n in (364, 365, 900, 901))))
            ),
            stages=draw(st.frozensets(st.sampled_from(STAGES), max_size=2)),
            experiences=draw(st.frozensets(st.sampled_from(EXPERIENCES), max_size=3)),
            wishes=draw(wishes()),
            limits=draw(st.sampled_from((frozenset(), frozenset(), frozenset({"worry"})))),
            apart=draw(
                st.dictionaries(st.sampled_from(("u0", "u1")), st.just("block"), max_size=1)
            ),
            **{name: draw(strategy) for name, strategy in some.items()},
        )
        for n in range(count)
    ]


@st.composite
def easy_people(draw, most=7):
    """People with few limits, so that many pairs are allowed and many places contested."""
    count = draw(st.integers(0, most))
    return [
        person(
            f"u{n}",
            waiting_since=TODAY - timedelta(days=draw(st.integers(0, 5))),
            languages=draw(st.sampled_from((("en",), ("ur", "en"), ("ur",), ("pl", "ur")))),
            experiences=draw(
                st.dictionaries(st.sampled_from(EXPERIENCES), st.integers(1, 3), max_size=3)
            ),
            priority=draw(st.sampled_from((0, 0, 0, 1))),
            avoid=draw(st.frozensets(st.sampled_from(EXPERIENCES), max_size=1)),
        )
        for n in range(count)
    ]


@st.composite
def easy_peers(draw, most=5):
    count = draw(st.integers(0, most))
    return [
        peer(
            f"p{n}",
            capacity=draw(st.integers(0, 3)),
            languages=draw(st.sampled_from((("en",), ("ur",), ("en", "ur"), ("pl",)))),
            experiences=draw(st.frozensets(st.sampled_from(EXPERIENCES), max_size=3)),
        )
        for n in range(count)
    ]
