"""Templates whose fixed words and addresses are worked out once, when they are compiled.

``_("Skip to content")``, ``url("home")`` and ``static("web/fonts.css")`` have one value a language; a page of the house
has a hundred such places.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from jinja2 import Environment, nodes
from jinja2.visitor import NodeTransformer


class Folding(Environment):
    """A Jinja environment that replaces calls of ``foldable`` functions with fixed arguments by their value."""

    foldable: Mapping[str, Callable[..., Any]] = {}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        return cast(nodes.Template, _Folder(self.foldable).visit(super()._parse(source, name, filename)))


class _Folder(NodeTransformer):
    def __init__(self, foldable: Mapping[str, Callable[..., Any]]) -> None:
        self.foldable = foldable

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - the name Jinja calls
        self.generic_visit(node)
        function = self.foldable.get(node.node.name) if isinstance(node.node, nodes.Name) else None
        fixed = [argument.value for argument in node.args if isinstance(argument, nodes.Const)]
        if function is None or len(fixed) < len(node.args) or node.kwargs or node.dyn_args or node.dyn_kwargs:
            return node
        value = nodes.Const(function(*fixed), lineno=node.lineno)
        # Our own words may carry typography as entities; Jinja's gettext marks them safe as well.
        return value if node.node.name in ("url", "static") else nodes.MarkSafe(value, lineno=node.lineno)  # type: ignore[attr-defined]
