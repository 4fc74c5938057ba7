"""Charts drawn: a PNG of totals over time, dark on white, made to be read on a phone.

One colour for all values, no bands and no thresholds: the picture judges nobody. The whole range
of the measure is shown, so that a small change looks small. Several lines differ in their strokes
and in the numbers within their dots, which the words below explain.
"""

import io
import math
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from babel.dates import format_skeleton
from PIL import Image, ImageDraw, ImageFont

from flows.chart import Chart, Point
from flows.times import locale_of

WIDTH, HEIGHT = 1080, 810  # pixels; a phone shows about a third of them a side
FINER = 2  # drawn larger and made smaller, so that lines are smooth
LEFT, RIGHT, TOP, BOTTOM = 130, 70, 90, 110  # pixels around the plot
LETTERS = 40  # pixels: about 13 points on a phone
LINE, DOT = 6, 13
BETWEEN_LABELS, AROUND_LETTERS = 24, 5
INK, GRID, PAPER = "#0b0c0c", "#b1b4b6", "white"
STEPS = 4  # parts that the range is divided into by thin lines
STEPS_OF_LINES = 5  # the same where several lines go without figures: 0, 2, 4 ... of 10
NUMBERED_DOT, BESIDE = 22, 30  # pixels: a dot with room for a number, and how lines keep apart
STROKES = {2: (36, 20), 3: (10, 18)}  # pixels drawn and left out; others are drawn through

Place = tuple[float, float]


def draw_chart(chart: Chart, language: str) -> bytes:
    """The picture as a PNG, its days in this language. It holds nothing that names anybody."""
    plot = _Plot(chart, language)
    plot.draw()
    file = io.BytesIO()
    plot.image.reduce(FINER).save(file, "PNG", optimize=True)
    return file.getvalue()


class _Plot:
    def __init__(self, chart: Chart, language: str) -> None:
        self._chart = chart
        self._language = language
        self.image = Image.new("L", (WIDTH * FINER, HEIGHT * FINER), PAPER)
        self._pen = ImageDraw.Draw(self.image)
        self._font = ImageFont.load_default(LETTERS * FINER)
        self._small = ImageFont.load_default(LETTERS * FINER * 0.8)
        self._days = sorted(_day(point) for run in chart.runs for point in run)

    def draw(self) -> None:
        self._draw_range()
        if self._chart.numbers:
            self._draw_lines()
        else:
            for run in self._chart.runs:
                self._draw_run([self._place(point) for point in run])
            self._draw_points()
        self._draw_days()

    def _draw_lines(self) -> None:
        """Each line in strokes of its own, then dots with its number, a little beside others."""
        numbers = self._chart.numbers
        middle = (min(numbers) + max(numbers)) / 2
        dots = []
        for number, run in zip(numbers, self._chart.runs, strict=True):
            beside = (number - middle) * BESIDE * FINER
            places = [(x + beside, y) for x, y in map(self._place, run)]
            self._draw_run(places, STROKES.get(number))
            dots += [(place, number) for place in places]
        radius = NUMBERED_DOT * FINER
        for (x, y), number in dots:
            self._pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=INK)
            self._pen.text((x, y), str(number), fill=PAPER, font=self._small, anchor="mm")

    def _draw_run(self, places: Sequence[Place], strokes: tuple[int, int] | None = None) -> None:
        if len(places) < 2:
            return
        if strokes is None:
            self._pen.line(places, fill=INK, width=LINE * FINER, joint="curve")
            return
        for stroke in _strokes(places, *(FINER * length for length in strokes)):
            self._pen.line(stroke, fill=INK, width=LINE * FINER)

    def _draw_range(self) -> None:
        """Both ends of the range in figures, and thin lines between them."""
        chart = self._chart
        steps = STEPS_OF_LINES if chart.numbers else STEPS
        for step in range(steps + 1):
            total = chart.least + (chart.most - chart.least) * step / steps
            y = self._height(total)
            ends = ((LEFT * FINER, y), ((WIDTH - RIGHT) * FINER, y))
            self._pen.line(ends, fill=GRID, width=FINER)
            is_told = chart.numbers or step % steps == 0 or step == steps / 2
            if total == int(total) and is_told:
                at = ((LEFT - BETWEEN_LABELS) * FINER, y)
                self._pen.text(at, str(int(total)), fill=INK, font=self._font, anchor="rm")

    def _draw_points(self) -> None:
        """A dot for each answer with its total beside it, above where there is room."""
        points = [point for run in self._chart.runs for point in run]
        radius = DOT * FINER
        for x, y in map(self._place, points):
            self._pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=INK)
        until = 0.0
        for point in points:
            x, y = self._place(point)
            half = self._pen.textlength(str(point.total), self._font) / 2
            is_below = x - half < until and point.total > self._chart.least
            away = (radius + LETTERS * FINER * 0.7) * (1 if is_below else -1)
            self._write_over((x, y + away), str(point.total))
            until = 0.0 if is_below else x + half

    def _write_over(self, at: tuple[float, float], text: str) -> None:
        """Letters with paper around them, so that a line behind does not hide them."""
        self._pen.text(
            at,
            text,
            fill=INK,
            font=self._font,
            anchor="mm",
            stroke_width=AROUND_LETTERS * FINER,
            stroke_fill=PAPER,
        )

    def _draw_days(self) -> None:
        """The first and the last day, and as many between as there is room for."""
        y = (HEIGHT - BOTTOM / 2) * FINER
        for x, text in self._day_labels():
            self._pen.text((x, y), text, fill=INK, font=self._font, anchor="mm")
            self._pen.line(((x, y - 40 * FINER), (x, y - 30 * FINER)), fill=INK, width=2 * FINER)

    def _day_labels(self) -> Iterator[tuple[float, str]]:
        days = list(dict.fromkeys(self._days))
        labels = [(self._along(day), _short_day(day, self._language)) for day in days]
        halves = [self._pen.textlength(text, self._font) / 2 for _, text in labels]
        gap = BETWEEN_LABELS * FINER
        last_begins = labels[-1][0] - halves[-1]
        until = 0.0
        for n, (label, half) in enumerate(zip(labels, halves, strict=True)):
            is_end = n in (0, len(labels) - 1)
            fits = label[0] - half >= until and label[0] + half + gap <= last_begins
            if is_end or fits:
                until = label[0] + half + gap
                yield label

    def _place(self, point: Point) -> tuple[float, float]:
        return self._along(_day(point)), self._height(point.total)

    def _along(self, day: date) -> float:
        first, last = self._days[0], self._days[-1]
        inner = WIDTH - LEFT - RIGHT - 2 * LETTERS
        share = (day - first).days / (last - first).days if last > first else 0.5
        return (LEFT + LETTERS + inner * share) * FINER

    def _height(self, total: float) -> float:
        share = (total - self._chart.least) / (self._chart.most - self._chart.least)
        return (HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share) * FINER


def _strokes(places: Sequence[Place], drawn: int, left_out: int) -> Iterator[tuple[Place, Place]]:
    """The pieces of a broken line through these places."""
    for (x, y), (to_x, to_y) in pairwise(places):
        length = math.dist((x, y), (to_x, to_y))
        for n in range(math.ceil(length / (drawn + left_out)) if length else 0):
            begins = n * (drawn + left_out) / length
            ends = min(1.0, begins + drawn / length)
            across, up = to_x - x, to_y - y
            yield (x + begins * across, y + begins * up), (x + ends * across, y + ends * up)


def _day(point: Point) -> date:
    return date.fromisoformat(point.iso)


def _short_day(day: date, language: str) -> str:
    """Such as "3 Nov"; in figures where the letters of a language cannot be drawn here."""
    text = format_skeleton("MMMd", day, locale=locale_of(language))
    return text if all(letter < "\u0250" for letter in text) else f"{day:%d-%m}"
