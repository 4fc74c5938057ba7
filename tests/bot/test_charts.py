import io

from PIL import Image

from bot.charts import HEIGHT, WIDTH, draw_chart
from flows.chart import Chart, Point

INK = 40  # darker than this is ink, not the grey of the thin lines


def drawn(*runs, least=0, most=100, language="en"):
    points = tuple(tuple(Point(iso, total) for iso, total in run) for run in runs)
    with Image.open(io.BytesIO(draw_chart(Chart(least, most, points), language))) as image:
        assert image.format == "PNG"
        assert not image.info  # nothing but pixels
        return image.convert("L")


def inked_columns(image, left, right):
    """How many columns of the picture between two places hold ink above the days."""
    inner = image.crop((left, 0, right, HEIGHT - 115))
    columns = range(inner.width)
    return sum(min(inner.crop((x, 0, x + 1, inner.height)).tobytes()) < INK for x in columns)


FIRST, LAST = ("2026-09-01", 40), ("2026-12-01", 60)


def test_chart_is_of_the_size_of_a_phone():
    assert drawn((FIRST, LAST)).size == (WIDTH, HEIGHT)


def test_chart_joins_a_run_and_leaves_a_gap_between_runs():
    middle = (400, 800)
    assert inked_columns(drawn((FIRST, LAST)), *middle) == 400
    assert inked_columns(drawn((FIRST,), (LAST,)), *middle) == 0


def test_chart_days_lie_where_they_belong_in_time():
    early = ("2026-09-10", 50)
    image = drawn((FIRST,), (early,), (LAST,))
    assert inked_columns(image, 200, 320) > 20
    assert inked_columns(image, 400, 800) == 0


def test_chart_shows_the_whole_range_whatever_the_answers_are():
    """The line of two near totals is nearly flat: it keeps to its own part of the range."""
    image = drawn((("2026-09-01", 50), ("2026-12-01", 52)))
    rows = [y for y in range(HEIGHT - 115) if image.getpixel((600, y)) < INK]
    assert rows
    assert rows[-1] - rows[0] < 10
    assert 370 < rows[0] < 400


def test_chart_of_one_answer_is_a_dot():
    assert 20 < inked_columns(drawn((FIRST,)), 400, 800) < 80


def test_chart_in_a_language_of_other_letters_has_its_days_in_figures():
    assert drawn((FIRST, LAST), language="ar").size == (WIDTH, HEIGHT)
    assert drawn((FIRST, LAST), language="ar") == drawn((FIRST, LAST), language="el")


def several(*lines):
    runs = tuple(tuple(Point(iso, value) for iso, value in run) for _, run in lines)
    chart = Chart(0, 10, runs, tuple(number for number, _ in lines))
    with Image.open(io.BytesIO(draw_chart(chart, "en"))) as image:
        return image.convert("L")


def test_chart_of_several_lines_tells_them_apart_without_colour():
    """A line drawn through, one in strokes, one in dots; and none is joined to another."""
    through, strokes, dots = (
        inked_columns(several((n, (("2026-09-01", 5), ("2026-12-01", 5)))), 400, 700)
        for n in (1, 2, 3)
    )
    assert through == 300 > strokes > dots > 0
    apart = several((1, (("2026-09-01", 2),)), (2, (("2026-12-01", 9),)))
    assert inked_columns(apart, 400, 700) == 0


def test_chart_of_lines_with_equal_values_shows_each_dot():
    same = (("2026-09-01", 5), ("2026-12-01", 5))
    dots = [inked_columns(several(*((n, same) for n in range(1, k + 1))), 140, 300) for k in (1, 3)]
    assert dots[0] < dots[1]
