"""Cities are found by any of their names, the largest first, in a list that is sound."""

from __future__ import annotations

import gzip

import pytest

from blog.text import cities, zones


@pytest.mark.parametrize("name", ["北京", "Peking", "Pékin", "Beijing", "beijing", " PEKIN ", "Пекин", "بكين"])
def test_a_city_is_found_by_each_of_its_names_as_one_writes_it(name: str) -> None:
    found = cities.find(name)[0]
    assert (found.name, found.country, found.zone) == ("Beijing", "China", "Asia/Shanghai")
    assert found.found_as.casefold() == name.strip().casefold()


def test_the_beginning_of_a_name_is_enough_and_the_largest_come_first() -> None:
    assert cities.find("Toky")[0].name == "Tokyo"
    assert cities.find("Genf")[0].name == "Geneva"
    assert cities.find("washington")[0].zone == "America/New_York"
    assert len(cities.find("San")) == 8


@pytest.mark.parametrize("text", ["", " ", "x", "|", "\t", "\n", "zzzzzzzz", "Asia/Oslo|Norway", "x" * 9_000, "\x00"])
def test_nonsense_finds_nothing(text: str) -> None:
    assert cities.find(text) == []


def test_every_city_has_a_zone_that_exists_and_a_country() -> None:
    lines = gzip.decompress(cities.FILE.read_bytes()).decode().splitlines()
    places = {line.partition("\t")[0].partition("|")[::2] for line in lines}
    assert len(lines) > 30_000
    assert {zone for zone, _country in places} <= zones.known()
    assert all(country for _zone, country in places)
