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


EXPERIENCES = ("birth-trauma", "loss", "low-mood", "worry")
STAGES = ("pregnant", "first-year", "loss")
ZONES = ("UTC", "Europe/London", "Asia/Kathmandu", "America/New_York")
ALL_WEEK = frozenset(range(42))
days_ago = st.integers(0, 800).map(lambda days: TODAY - timedelta(days=days))
traits = st.dictionaries(
    st.sampled_from(("gender", "culture")), st.sampled_from(("a", "b")), max_size=2
)
shared = st.frozensets(st.sampled_from(EXPERIENCES), max_size=3)
# What can stand between two people. Each person made has a few of these and is plain otherwise,
# so that many pairs are allowed and each limit is met often.
odd = {
    "languages": st.sampled_from((("ur", "en"), ("en", "pl"), ("pl",), ())),
    "avoid": st.frozensets(st.sampled_from((*EXPERIENCES, "gender:a", "stage:loss")), max_size=2),
    "open_to": st.frozensets(st.sampled_from(("loss", "birth")), max_size=1),
    "slots": st.frozensets(st.integers(0, 41), max_size=20),
    "zone": st.sampled_from(ZONES),
}
odd_people = {
    **odd,
    "programme": st.just("two"),
    "setting": st.just("students"),
    "apart": st.just({"p0": "block"}),
}
odd_peers = {
    **odd,
    "training": st.sampled_from(
        ({}, {"perinatal": TODAY - timedelta(days=1)}, {"perinatal": TODAY, "students": TODAY})
    ),
    "recovered_since": st.none()
    | st.sampled_from((364, 365)).map(lambda days: TODAY - timedelta(days=days)),
    "stopped": st.just(("away",)),
    "limits": st.frozensets(st.sampled_from(EXPERIENCES), max_size=1),
    "apart": st.just({"u0": "block"}),
}


@st.composite
def oddities(draw, kinds):
    """Up to three fields that are not plain."""
    names = draw(st.lists(st.sampled_from(sorted(kinds)), unique=True, max_size=3))
    return {name: draw(kinds[name]) for name in names}


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
        person(
            f"u{n}",
            waiting_since=draw(days_ago),
            stage=draw(st.none() | st.sampled_from(STAGES)),
            experiences=dict.fromkeys(sorted(draw(shared)), draw(st.integers(1, 3))),
            traits=draw(traits),
            age=draw(st.sampled_from((None, 16, 30, 34, 36, 110))),
            wishes=draw(wishes()),
            priority=draw(st.sampled_from((0, 0, 1))),
            **{"slots": ALL_WEEK, **draw(oddities(odd_people))},
        )
        for n in range(count)
    ]


@st.composite
def peers(draw, most=5):
    count = draw(st.integers(0, most))
    return [
        peer(
            f"p{n}",
            capacity=draw(st.integers(0, 3)),
            load=draw(st.sampled_from((0, 0, 0, 1))),
            stages=draw(st.frozensets(st.sampled_from(STAGES), max_size=2)),
            experiences=draw(shared),
            traits=draw(traits),
            age=draw(st.sampled_from((None, 16, 30, 34, 36, 110))),
            wishes=draw(wishes()),
            **{"slots": ALL_WEEK, **draw(oddities(odd_peers))},
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
