import gc
from collections.abc import Iterator

import pytest

from pairwell.running import LOOKED_AT_MOST, calm_garbage_collection


@pytest.fixture(autouse=True)
def usual_collection() -> Iterator[None]:
    before = list(gc.callbacks)
    yield
    gc.callbacks[:] = before
    gc.unfreeze()


def test_collection_looks_at_what_stays_once() -> None:
    calm_garbage_collection()
    calm_garbage_collection()
    held: list[list[int]] = [[] for _ in range(LOOKED_AT_MOST)]
    gc.collect()
    assert len(gc.get_objects(2)) < LOOKED_AT_MOST
    assert gc.get_freeze_count() > len(held)
    frozen = gc.get_freeze_count()
    del held
    assert gc.get_freeze_count() < frozen - LOOKED_AT_MOST / 2


def test_collection_leaves_little_where_it_is() -> None:
    calm_garbage_collection()
    frozen = gc.get_freeze_count()
    held: list[list[int]] = [[] for _ in range(LOOKED_AT_MOST // 2)]
    gc.collect()
    assert len(gc.get_objects(2)) >= len(held)
    assert gc.get_freeze_count() <= frozen
