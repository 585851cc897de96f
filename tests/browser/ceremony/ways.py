"""Three ways to use a page: by a finger on a phone, by the keyboard alone, and with scripts off."""

from typing import Protocol

from playwright.sync_api import Locator, Page

MOST_TABS = 80
"""More presses of Tab than any screen of the ceremony has places to stop at."""
STROKES = (((0.14, 0.30), (0.34, 0.26)), ((0.24, 0.14), (0.22, 0.78)), ((0.40, 0.22), (0.66, 0.62)))
SHAPE = 9
LIFTED_MS = 500
"""From the last stroke to the next tap: a browser takes two touches at once for one gesture."""


class Way(Protocol):
    """How somebody presses, ticks, writes and signs."""

    page: Page

    def press(self, target: Locator) -> None:
        """Press a button or follow a link."""

    def tick(self, target: Locator) -> None:
        """Tick a box."""

    def write(self, target: Locator, text: str) -> None:
        """Write into a field."""

    def give_signature(self) -> None:
        """Draw it, or choose the typed name."""


class ByTouch:
    """A finger: taps, the phone's own keys, and strokes that are touches from their beginning to their end."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, target: Locator) -> None:
        """Tap it."""
        target.tap()

    def tick(self, target: Locator) -> None:
        """Tap the whole row, as a finger does."""
        name = target.get_attribute("id")
        self.page.locator(f"label[for='{name}']").tap()

    def write(self, target: Locator, text: str) -> None:
        """Tap into the field and type."""
        target.tap()
        self.page.keyboard.insert_text(text)

    def give_signature(self) -> None:
        """Three strokes on the pad."""
        pad = self.page.locator("[data-signature] canvas")
        pad.scroll_into_view_if_needed()
        box = pad.bounding_box()
        assert box is not None
        screen = self.page.context.new_cdp_session(self.page)
        for (left, top), (right, bottom) in STROKES:
            for step in range(SHAPE + 1):
                across, down = left + (right - left) * step / SHAPE, top + (bottom - top) * step / SHAPE
                point = {"x": box["x"] + box["width"] * across, "y": box["y"] + box["height"] * down + 3 * (step % 2)}
                kind = "touchMove" if step else "touchStart"
                screen.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
            screen.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        self.page.wait_for_timeout(LIFTED_MS)


class ByKeyboard:
    """Tab, Space, Enter and letters: the pointer is never used."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, target: Locator) -> None:
        """Go there with Tab, and press Enter."""
        self._go_to(target)
        self.page.keyboard.press("Enter")

    def tick(self, target: Locator) -> None:
        """Go there with Tab, and press the space bar."""
        self._go_to(target)
        self.page.keyboard.press("Space")

    def write(self, target: Locator, text: str) -> None:
        """Go there with Tab, and type."""
        self._go_to(target)
        self.page.keyboard.insert_text(text)

    def give_signature(self) -> None:
        """The typed name is the signature."""
        self.tick(self.page.locator("[name=by_name]"))

    def _go_to(self, target: Locator) -> None:
        """Press Tab until the focus is there; whoever does not see it could not go on."""
        for _ in range(MOST_TABS):
            if target.evaluate("node => node === document.activeElement"):
                seen = "node => getComputedStyle(node).outlineStyle !== 'none' || node.type === 'checkbox'"
                assert target.evaluate(seen), "the focus cannot be seen"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach {target}")


class WithoutScripts:
    """A browser that runs no scripts: every step is a form that is sent."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, target: Locator) -> None:
        """Press it."""
        target.click()

    def tick(self, target: Locator) -> None:
        """Tick it."""
        target.check()

    def write(self, target: Locator, text: str) -> None:
        """Fill it in."""
        target.fill(text)

    def give_signature(self) -> None:
        """There is no pad to draw on: the typed name is the signature."""
        assert not self.page.locator("[data-signature] canvas").is_visible()
        self.tick(self.page.locator("[name=by_name]"))
