"""What completion asks for, as a tree of plain data; certificates.domain.completion alone interprets it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

LeafKind = Literal["module", "result", "pledge"]


@dataclass(frozen=True)
class Leaf:
    """One thing to do. `key`: CohortModule.position as text for a module, Sitting.key for a result, PledgeText.kind."""

    kind: LeafKind
    key: str


@dataclass(frozen=True)
class AllOf:
    """Every branch."""

    branches: tuple["Requirement", ...]


@dataclass(frozen=True)
class AtLeast:
    """At least `count` of the branches; `label` is shown to the trainee."""

    count: int
    branches: tuple["Requirement", ...]
    label: str = ""


Requirement = Leaf | AllOf | AtLeast


def to_json(node: Requirement) -> dict[str, Any]:
    """The stored form: {"all": […]}, {"at_least": n, "of": […], "label": …}, {"kind": …, "key": …}."""
    match node:
        case AllOf(branches):
            return {"all": [to_json(branch) for branch in branches]}
        case AtLeast(count, branches, label):
            return {"at_least": count, "of": [to_json(branch) for branch in branches], "label": label}
        case Leaf(kind, key):
            return {"kind": kind, "key": key}


def from_json(data: dict[str, Any]) -> Requirement:
    """The tree again; ValueError for anything else."""
    match data:
        case {"all": list(branches)}:
            return AllOf(tuple(from_json(branch) for branch in branches))
        case {"at_least": int(count), "of": list(branches)} if 0 < count <= len(branches):
            return AtLeast(count, tuple(from_json(branch) for branch in branches), data.get("label", ""))
        case {"kind": "module" | "result" | "pledge" as kind, "key": str(key)}:
            return Leaf(kind, key)
    raise ValueError(f"not a requirement: {data!r}")


def leaves(node: Requirement) -> Iterator[Leaf]:
    """All leaves, left to right."""
    if isinstance(node, Leaf):
        yield node
    else:
        for branch in node.branches:
            yield from leaves(branch)
