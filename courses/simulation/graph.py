"""Loops in a directed graph: its strongly connected components, found without recursion."""

from collections.abc import Sequence


def components(successors: Sequence[Sequence[int]]) -> list[list[int]]:
    """The strongly connected components (Tarjan), each one after all those that it leads to."""
    order: dict[int, int] = {}
    low: dict[int, int] = {}
    open_nodes: list[int] = []
    is_open = [False] * len(successors)
    found: list[list[int]] = []
    for root in range(len(successors)):
        if root in order:
            continue
        work = [(root, 0)]
        while work:
            node, position = work.pop()
            if position == 0:
                order[node] = low[node] = len(order)
                open_nodes.append(node)
                is_open[node] = True
            else:
                low[node] = min(low[node], low[successors[node][position - 1]])
            for offset in range(position, len(successors[node])):
                target = successors[node][offset]
                if target not in order:
                    work.append((node, offset + 1))
                    work.append((target, 0))
                    break
                if is_open[target]:
                    low[node] = min(low[node], order[target])
            else:
                if low[node] == order[node]:
                    found.append(_close(node, open_nodes, is_open))
    return found


def reaching(successors: Sequence[Sequence[int]], goals: set[int]) -> set[int]:
    """The nodes from which at least one of the goals can be reached, the goals included."""
    sources: list[list[int]] = [[] for _ in successors]
    for node, targets in enumerate(successors):
        for target in targets:
            sources[target].append(node)
    seen = set(goals)
    work = list(goals)
    while work:
        for source in sources[work.pop()]:
            if source not in seen:
                seen.add(source)
                work.append(source)
    return seen


def _close(node: int, open_nodes: list[int], is_open: list[bool]) -> list[int]:
    component: list[int] = []
    while True:
        member = open_nodes.pop()
        is_open[member] = False
        component.append(member)
        if member == node:
            return component
