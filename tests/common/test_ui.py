"""How times and shares are written on a page."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from common.templatetags.ui import minutes, share, when

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("days", "chinese", "english"),
    [(-1, "昨天 9:05", "Yesterday 9:05"), (0, "今天 9:05", "Today 9:05"), (1, "明天 9:05", "Tomorrow 9:05")],
)
def test_a_near_day_is_a_word_and_the_full_date_is_on_hover(days: int, chinese: str, english: str) -> None:
    at = NOW.replace(hour=9, minute=5) + timedelta(days=days)

    in_full = (f"2026年11月{at.day}日 9:05", f"{at.day}\xa0Nov\xa02026, 9:05")
    for language, words, full in zip(("zh-hans", "en"), (chinese, english), in_full, strict=True):
        with translation.override(language):
            shown = when(at, NOW)
        assert f">{words}</time>" in shown
        assert f'title="{full}"' in shown


def test_a_far_day_is_a_date() -> None:
    at = datetime(2026, 10, 1, 9, 5, tzinfo=ZoneInfo("Asia/Shanghai"))

    for language, words in (("zh-hans", "2026年10月1日 9:05"), ("en", "1\xa0Oct\xa02026, 9:05")):
        with translation.override(language):
            assert f">{words}</time>" in when(at, NOW)


def test_no_time_is_nothing() -> None:
    assert when(None) == ""


@pytest.mark.parametrize(
    ("part", "whole", "shown"), [(1, 3, "33%"), (2, 3, "67%"), (1, 8, "13%"), (0, 5, "0%"), (0, 0, "—")]
)
def test_a_share_is_a_whole_percentage_rounded_half_up(part: int, whole: int, shown: str) -> None:
    assert share(part, whole) == shown


def test_a_duration_is_in_whole_minutes() -> None:
    with translation.override("en"):
        assert minutes(timedelta(seconds=60)) == "1 minute"
        assert minutes(timedelta(minutes=90)) == "90 minutes"
