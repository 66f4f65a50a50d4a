"""Templates whose fixed words and addresses are worked out once, when they are compiled.

``_("Skip to content")``, ``url("home")`` and ``static("web/fonts.css")`` have one value a language; a page of the house
has a hundred such places.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import BuiltinMethodType, MethodType
from typing import Any, cast

from jinja2 import Environment, Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape


def written(value: Any) -> str:
    """What stands on the page for a value: escaped, unless it is markup already."""
    return value if type(value) is Markup else escape(value)


#: Called as they are; only functions may ask for the context of a page (``pass_context``).
_PLAIN = frozenset({BuiltinMethodType, MethodType, Macro})


class _Page(Context):
    """Two hundred calls stand on a page; those of methods and macros need not be asked what they want to be given."""

    def call(self, function: Any, /, *args: Any, **kwargs: Any) -> Any:
        if type(function) not in _PLAIN:
            return super().call(function, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return function(*args, **kwargs)


class _Shared(Template):
    """All templates have the globals of their environment, so what they import is made once, not for each page."""

    def _get_default_module(self, ctx: Context | None = None) -> Any:
        return super()._get_default_module()


class _Writer(CodeGenerator):
    """Four hundred values stand on a page; markup among them is not wrapped once more."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("environment.written(")
        else:
            super()._output_child_pre(node, frame, finalize)


class Folding(Environment):
    """A Jinja environment that replaces calls of ``foldable`` functions with fixed arguments by their value."""

    template_class = _Shared
    context_class = _Page
    code_generator_class = _Writer
    written = staticmethod(written)
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
