"""What the page of a visit's numbers says of one day: means, hours by the clock of the place, and charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from blog.models import ReaderPage
from blog.models.readership import DELAYS_MS, LONGER_MS, moment_of
from blog.queries.readership import STEP_MINUTES, STEPS_IN_AN_HOUR, Numbers
from blog.web.desk import charts
from blog.web.desk.charts import Chart

QUARTERS = 4
HALF, NEARLY_ALL = 0.5, 0.95


class Hour(NamedTuple):
    """An hour: readers by page on average, None where it has not begun, and how much was published."""

    at: datetime
    means: Mapping[ReaderPage, float] | None
    mean: float | None
    updates: int


class Row(NamedTuple):
    """A row of a table with its bar. `most` is as in Site."""

    name: str
    number: float
    percent: float
    most: int | None = None


class DayNumbers:
    """Computed from what was counted. A mean is rounded as people say it."""

    def __init__(self, found: Numbers) -> None:
        self.found, self._span = found, found.span

    @property
    def is_counted(self) -> bool:
        """Whether anybody read."""
        return self.found.peak is not None

    @cached_property
    def mean(self) -> float:
        """Readers on average, over what has passed of the day."""
        return mean(sum(sum(step.values()) for step in self.found.steps), self._span.elapsed)

    @cached_property
    def updates(self) -> int:
        return sum(self.found.updates)

    @cached_property
    def changes(self) -> int:
        """The changes whose delay was counted."""
        return sum(self.found.delays.values())

    @property
    def half(self) -> int:
        """In how many milliseconds half of the changes were sent; LONGER_MS stands for more than can be told."""
        return self._bound(HALF)

    @property
    def nearly_all(self) -> int:
        """The same of 95 in a hundred."""
        return self._bound(NEARLY_ALL)

    @cached_property
    def hours(self) -> Sequence[Hour]:
        return [self._hour(number) for number in range(len(self.found.updates))]

    @property
    def quarters(self) -> Sequence[datetime]:
        """The times along the axis of a chart."""
        return [moment_of(self._span.first + self._span.minutes * part // QUARTERS) for part in range(QUARTERS + 1)]

    @cached_property
    def readers_chart(self) -> Chart:
        return charts.stacked([(page.value, [self._at(step, page) for step in self._steps]) for page in ReaderPage])

    @cached_property
    def updates_chart(self) -> Chart:
        return charts.upright(self.found.updates)

    @cached_property
    def sites(self) -> Sequence[Row]:
        """The sites around frames, with readers on average."""
        means = [mean(site.total, self._span.elapsed) for site in self.found.sites]
        rows = zip(self.found.sites, means, charts.widths(site.total for site in self.found.sites), strict=True)
        return [Row(site.host, number, percent, site.most) for site, number, percent in rows]

    @cached_property
    def delays(self) -> Sequence[tuple[int, Row]]:
        """Each bound in milliseconds, up to the highest that was needed, with its changes."""
        longest = max(self.found.delays, default=0)
        bounds = [bound for bound in (*DELAYS_MS, LONGER_MS) if bound <= longest]
        numbers = [self.found.delays.get(bound, 0) for bound in bounds]
        rows = zip(bounds, numbers, charts.widths(numbers), strict=True)
        return [(bound, Row("", number, percent)) for bound, number, percent in rows]

    @property
    def _steps(self) -> range:
        return range(len(self.found.steps))

    def _at(self, step: int, page: ReaderPage) -> float:
        """The height of a step of the chart."""
        elapsed = self._span.elapsed_in(step * STEP_MINUTES, STEP_MINUTES)
        return self.found.steps[step][page] / elapsed if elapsed else 0

    def _hour(self, number: int) -> Hour:
        at = moment_of(self._span.first) + timedelta(hours=number)
        elapsed = self._span.elapsed_in(number * 60, 60)
        if not elapsed:
            return Hour(at, None, None, self.found.updates[number])
        steps = self.found.steps[number * STEPS_IN_AN_HOUR : (number + 1) * STEPS_IN_AN_HOUR]
        totals = {page: sum(step[page] for step in steps) for page in ReaderPage}
        means = {page: mean(total, elapsed) for page, total in totals.items()}
        return Hour(at, means, mean(sum(totals.values()), elapsed), self.found.updates[number])

    def _bound(self, share: float) -> int:
        counted = 0
        for bound, changes in self.found.delays.items():
            counted += changes
            if counted >= share * self.changes:
                return bound
        return 0


def mean(total: int, minutes: int) -> float:
    """A mean with one decimal below ten. What is more than nothing is never shown as nothing."""
    value = total / minutes if minutes else 0
    rounded = float(round(value)) if value >= 10 else round(value, 1)
    shown = max(rounded, 0.1) if value else 0.0
    return int(shown) if shown.is_integer() else shown
