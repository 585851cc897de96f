"""Moodle XML in and out: descriptions are counted, categories become points of knowledge."""

from collections.abc import Iterable
from xml.etree import ElementTree as Tree

from .base import Content, FileUnusable, Place, Reading, plain
from .details import restored, surplus
from .moodle_reading import draft_of
from .moodle_writing import element_of
from .xml_tree import Node, parse

DETAILS = "details"
"""Beside each question what Moodle's elements cannot say; Moodle passes over it."""


def read(data: bytes) -> Reading:
    """Return the questions of a Moodle XML file."""
    root = parse(data)
    if root.name != "quiz":
        raise FileUnusable("not-moodle")
    reading = Reading()
    topic, number = "", 0
    for node in root.all("question"):
        sort = node.attributes.get("type", "").lower()
        if sort == "category":
            topic = topic_of(node)
            continue
        number += 1
        if sort == "description":
            reading.descriptions += 1
        else:
            draft = draft_of(node, Place(number), topic)
            reading.drafts.append(restored(draft, node.said(DETAILS), reread))
    if not number:
        raise FileUnusable("no-questions")
    return reading


def write(contents: Iterable[Content]) -> bytes:
    """Return a Moodle XML file of these questions."""
    quiz = Tree.Element("quiz")
    for content in contents:
        question = element_of(content)
        if beside := surplus(content, reread):
            Tree.SubElement(question, DETAILS).text = beside
        quiz.append(question)
    Tree.indent(quiz, space=" ")
    found: bytes = Tree.tostring(quiz, encoding="utf-8", xml_declaration=True)
    return found


def reread(content: Content) -> Content:
    """Return what an import makes of a question as Moodle knows it."""
    return draft_of(parse(Tree.tostring(element_of(content), encoding="utf-8")), Place(0)).content


def topic_of(node: Node) -> str:
    """Return the last part of a category: $course$/top/Law gives Law."""
    last = plain(node.said("category")).replace("//", "\0").split("/")[-1].replace("\0", "/")
    return "" if last in {"top", "$course$"} or last.startswith("$") else last[:200]
