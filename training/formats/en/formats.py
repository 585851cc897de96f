"""17 Dec 2026, 8:00; the parts of a date are not parted by the end of a line."""

DATE_FORMAT = "j\xa0M\xa0Y"
TIME_FORMAT = "G:i"
DATETIME_FORMAT = "j\xa0M\xa0Y, G:i"
MONTH_DAY_FORMAT = "j\xa0M"
