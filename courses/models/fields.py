"""A StreamField whose blocks stay out of migrations: what an author may write is no matter of the database."""

from typing import Any

from wagtail.fields import StreamField


class Stream(StreamField):
    """Content in blocks, stored as JSON; a change of its blocks makes no migration."""

    def __init__(self, block_types: Any = (), **kwargs: Any) -> None:
        kwargs.pop("block_lookup", None)
        super().__init__(block_types, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Describe the column and leave the blocks out."""
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs
