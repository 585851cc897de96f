"""HTML as plain text: paragraphs become empty lines, pictures are left out and counted."""

import re
from html.parser import HTMLParser

from .base import plain

_PARAGRAPHS = {"p", "div", "ul", "ol", "table", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "pre"}
_LINES = {"br", "li", "tr"}
_SILENT = {"script", "style"}
_PICTURES = {"img", "svg", "object", "embed", "video", "audio", "iframe"}
_LOOKS_LIKE_HTML = re.compile(r"<(?:/?[a-zA-Z][^<>]*|!--.*?--)>", re.DOTALL)


class _Text(HTMLParser):
    """Collects the text between the tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.pictures = 0
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        if tag in _PICTURES:
            self.pictures += 1
        if tag == "td" and self.parts and self.parts[-1].strip():
            self.parts.append(" ")
        self.parts.append("\n\n" if tag in _PARAGRAPHS else "\n" if tag in _LINES else "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT and self._silent:
            self._silent -= 1
        self.parts.append("\n\n" if tag in _PARAGRAPHS else "")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(re.sub(r"[ \t\r\n\f]+", " ", data))


def text_of_html(source: str) -> str:
    """Return the text of an HTML fragment."""
    return text_and_pictures(source)[0]


def text_and_pictures(source: str) -> tuple[str, int]:
    """Return the text of an HTML fragment, and how many pictures it would have shown."""
    if not _LOOKS_LIKE_HTML.search(source) and "&" not in source:
        return plain(source), 0
    reader = _Text()
    reader.feed(source)
    reader.close()
    lines = (re.sub(r"[ \xa0]+", " ", line).strip() for line in "".join(reader.parts).split("\n"))
    return plain(re.sub(r"\n{3,}", "\n\n", "\n".join(lines))), reader.pictures
