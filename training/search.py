"""Chinese in the database's own full-text search: runs of characters are indexed and asked for in pairs.

SQLite's FTS5 and PostgreSQL take a run of Chinese for one word, so that 停车 is not found in 小区停车纠纷. Every
search of Wagtail goes through this backend, the choosers of the editor included.
"""

import re
from typing import Any

from django.db import connection
from wagtail.search.query import Phrase, PlainText

# Ideographs with their extensions beyond the BMP, kana and hangul.
RUN = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U000323af]+")


SILENT = str.maketrans({"\0": " ", '"': " "})


def pairs(run: str) -> list[str]:
    """The overlapping pairs of a run of characters: 停车难 gives 停车 and 车难."""
    return [run[place : place + 2] for place in range(len(run) - 1)]


def indexed(text: str) -> str:
    """What is stored of a text: each run as its pairs, which a phrase meets in order, then as single characters."""
    return RUN.sub(lambda run: f" {' '.join([*pairs(run[0]), *run[0]])} ", text)


def asked(text: str) -> str:
    """What is looked for: each run as its pairs; a single character stands for itself.

    PostgreSQL refuses NUL, and FTS5 takes a quotation mark for the beginning of a phrase that never ends.
    """
    return RUN.sub(lambda run: f" {' '.join(pairs(run[0]) or run[0])} ", text.translate(SILENT))


class PairIndexer:
    """Cuts every text on its way into the index."""

    def prepare_value(self, value: Any) -> str:
        return indexed(super().prepare_value(value))  # type: ignore[misc]  # mixed into an ObjectIndexer


class PairSearch:
    """Cuts every question on its way into a query."""

    def _search(self, compiler: Any, query: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(query, str):
            query = asked(query).strip()
        elif isinstance(query, PlainText | Phrase):
            query.query_string = asked(query.query_string).strip()
        return super()._search(compiler, query, *args, **kwargs)  # type: ignore[misc]  # mixed into a backend


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802  # Wagtail looks for this name.
    """The backend of the database in use, with both cuts."""
    if connection.vendor == "postgresql":
        # Needs psycopg, which a machine with SQLite has not.
        from modelsearch.backends.database.postgres import postgres as engine

        backend = engine.PostgresSearchBackend
    else:
        from modelsearch.backends.database.sqlite import sqlite as engine

        backend = engine.SQLiteSearchBackend
    # The engine makes its indexer by this name and leaves no other way in.
    if not issubclass(engine.ObjectIndexer, PairIndexer):
        engine.ObjectIndexer = type("PairObjectIndexer", (PairIndexer, engine.ObjectIndexer), {})
    return type("PairSearchBackend", (PairSearch, backend), {})(params)
