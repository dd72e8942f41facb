"""Tests of the bounded places: one address never gets all, the slow give way to the quick."""

from __future__ import annotations

import pytest

from contest_platform.serving.errors import Busy
from contest_platform.serving.places import Places


def nothing() -> None:
    return None


def test_one_address_never_gets_all_places() -> None:
    places = Places(total=4, per_address=2)
    for _ in range(2):
        places.take("school", nothing)
    with pytest.raises(Busy):
        places.take("school", nothing)
    place = places.take("home", nothing)
    places.leave(place)
    places.leave(place)
    assert [places.take(address, nothing).address for address in ("home", "bus")] == ["home", "bus"]


def test_oldest_gives_way_once_it_had_its_time() -> None:
    places = Places(total=2, per_address=2, own_seconds=0)
    ended: list[str] = []
    complete = places.take("school", lambda: ended.append("complete"))
    complete.yields = False
    places.take("home", lambda: ended.append("slow"))
    places.take("bus", lambda: ended.append("later"))
    assert ended == ["slow"]
    places.take("bus", nothing)
    assert ended == ["slow", "later"]


def test_one_address_takes_half_of_the_bytes() -> None:
    places = Places(total=4, per_address=4, max_bytes=100)
    school, home, bus = (places.take(address, nothing) for address in ("school", "home", "bus"))
    places.grow(school, 50)
    with pytest.raises(Busy):
        places.grow(school, 1)
    places.grow(home, 50)
    with pytest.raises(Busy):
        places.grow(bus, 1)
    places.leave(school)
    places.grow(bus, 50)
