"""The curve of one variable over a run, as coordinates for a small SVG."""

from dataclasses import dataclass

from courses.simulation.engine import Series
from courses.simulation.script import Value

LEFT, RIGHT, TOP, BOTTOM = 34, 322, 12, 92  # within 360 × 112: the width of a phone


@dataclass(frozen=True)
class Dot:
    """One moment: where it is drawn and what the value was."""

    x: int
    y: int
    value: Value
    title: str


@dataclass(frozen=True)
class Curve:
    """A variable that is a number, drawn between its own lowest and highest value."""

    label: str
    visible: bool
    low: int
    high: int
    dots: tuple[Dot, ...]

    @property
    def line(self) -> str:
        """The points of a polyline: a value holds until the scene that changes it."""
        corners = [(dot.x, dot.y) for dot in self.dots[:1]]
        for before, dot in zip(self.dots, self.dots[1:], strict=False):
            corners += [(dot.x, before.y), (dot.x, dot.y)]
        return " ".join(f"{x},{y}" for x, y in corners)

    @property
    def first(self) -> Dot:
        """The value at the start."""
        return self.dots[0]

    @property
    def last(self) -> Dot:
        """The value at the end."""
        return self.dots[-1]

    @property
    def change(self) -> int:
        """By how much it rose or fell altogether."""
        return int(self.last.value) - int(self.first.value)


def curves_of(series: tuple[Series, ...], titles: tuple[str, ...]) -> list[Curve]:
    """A curve for each variable that is a number; yes-or-no and words stand in the table alone."""
    return [_curve(one, one.minimum, one.maximum, titles) for one in series if _is_drawn(one)]


def _is_drawn(one: Series) -> bool:
    return one.minimum is not None and one.maximum is not None and one.maximum > one.minimum


def _curve(one: Series, low: int | None, high: int | None, titles: tuple[str, ...]) -> Curve:
    least, most = low or 0, high or 0
    last = max(len(one.values) - 1, 1)
    return Curve(
        label=one.label,
        visible=one.visible,
        low=least,
        high=most,
        dots=tuple(
            Dot(
                x=LEFT + (RIGHT - LEFT) * number // last,
                y=BOTTOM - (BOTTOM - TOP) * (int(value) - least) // (most - least),
                value=value,
                title=title,
            )
            for number, (value, title) in enumerate(zip(one.values, titles, strict=True))
        ),
    )
