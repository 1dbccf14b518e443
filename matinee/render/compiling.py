"""How our templates are compiled: as Jinja does it, but with what happens a thousand times a page written out.

Jinja writes `escape(environment.getattr(value, "name"))` around what a page shows: two calls, and a Markup object that
the page throws away again. We write `value.name`, and escape what is a plain text on the spot. What comes out is the
same, to the letter. Where a view has no such attribute, all that Jinja does then (looking for an item, telling what is
undefined) is left to it: the page is rendered once more, by a template that it has compiled in its own way.
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from keyword import iskeyword
from types import CodeType
from typing import Any

from jinja2 import Environment, Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from markupsafe import Markup, escape

from ..text.escape import escape_text
from .shelf import Shelf
from .voice import Voice

# The names that the code of a template knows; none of a template's own has such a form.
_FOUND, _CALLED, _ESCAPED, _TEXT, _MACRO, _FILLED = "found", "called", "escaped", "escape_text", "Macro", "filled"
_DOUBTING = frozenset({"defined", "undefined", "default", "d"})  # tests and filters for what may not be there


def escaped(value: object) -> str:
    """The text of a value as HTML: exactly `str(markupsafe.escape(value))`."""
    if type(value) is str:
        return escape_text(value)
    return value if type(value) is Markup else escape(value)


def filled(macro: Macro, context: Context, *arguments: object) -> object:
    """What a macro writes, called by position: exactly `context.call(macro, *arguments)`."""
    lacking = macro._argument_count - len(arguments)
    if lacking < 0 or macro.caller or macro.catch_kwargs or macro.catch_varargs or not context.eval_ctx.autoescape:
        return context.call(macro, *arguments)
    return Markup(macro._func(*arguments, *(missing,) * lacking))


class QuickGenerator(CodeGenerator):
    """Writes attributes as attributes, and escapes and fills in macros with no more calls than it takes."""

    _in_doubt = False

    def visit_Test(self, node: nodes.Test, frame: Frame) -> None:  # noqa: N802 - Jinja's own
        self._in_doubt = node.name in _DOUBTING and isinstance(node.node, nodes.Getattr)
        super().visit_Test(node, frame)

    def visit_Filter(self, node: nodes.Filter, frame: Frame) -> None:  # noqa: N802 - Jinja's own
        self._in_doubt = node.name in _DOUBTING and isinstance(node.node, nodes.Getattr)
        super().visit_Filter(node, frame)

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802 - Jinja's own
        if forward_caller or node.kwargs or node.dyn_args or node.dyn_kwargs or not isinstance(node.node, nodes.Name):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.write(f"({_FILLED}({_CALLED}, context")
        self.signature(node, frame)
        self.write(f") if ({_CALLED} := ")
        self.visit(node.node, frame)
        self.write(f").__class__ is {_MACRO} else ")
        super().visit_Call(node, frame)
        self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja's own
        in_doubt, self._in_doubt = self._in_doubt, False
        if _is_attribute(node) and not in_doubt:
            self.write("(")
            self.visit(node.node, frame)
            self.write(f").{node.attr}")
        else:
            super().visit_Getattr(node, frame)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ANN401 - Jinja's own
        if _is_plain(frame, finalize):
            self.write(f"({_TEXT}({_FOUND}) if ({_FOUND} := ")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ANN401 - Jinja's own
        if _is_plain(frame, finalize):
            self.write(f").__class__ is str else {_ESCAPED}({_FOUND}))")
        else:
            super()._output_child_post(node, frame, finalize)


def _is_attribute(node: nodes.Getattr) -> bool:
    """Whether this is likely an attribute; what lies in `extra` are items."""
    is_own_data = any(inner.attr == "extra" for inner in node.node.find_all(nodes.Getattr)) or (
        isinstance(node.node, nodes.Getattr) and node.node.attr == "extra"
    )
    is_value = isinstance(node.node, nodes.Const | nodes.TemplateData)
    return node.attr.isidentifier() and not iskeyword(node.attr) and not is_own_data and not is_value


def _is_plain(frame: Frame, finalize: Any) -> bool:  # noqa: ANN401 - Jinja's own
    return not frame.eval_ctx.volatile and frame.eval_ctx.autoescape and finalize.src is None


class QuickTemplate(Template):
    """A template compiled this way. Once an attribute is missing, `render` leaves its pages to Jinja's own."""

    _asks_jinja = False

    @classmethod
    def from_code(
        cls,
        environment: Environment,
        code: CodeType,
        globals: MutableMapping[str, Any],
        uptodate: Callable[[], bool] | None = None,
    ) -> Template:
        namespace: dict[str, Any] = {"environment": environment, "__file__": code.co_filename}
        namespace |= {_ESCAPED: escaped, _TEXT: escape_text, _MACRO: Macro, _FILLED: filled}
        exec(code, namespace)  # noqa: S102 - what Jinja itself does with the code it has written
        template = cls._from_namespace(environment, namespace, globals)
        template._uptodate = uptodate
        return template

    def render(self, *args: Any, **kwargs: Any) -> str:  # noqa: ANN401 - Jinja's own
        if not self._asks_jinja:
            context = self.new_context(dict(*args, **kwargs))
            try:
                return self.environment.concat(self.root_render_func(context))
            except AttributeError:
                self._asks_jinja = True
            except Exception:
                self.environment.handle_exception()
        return self._patient().render(*args, **kwargs)

    def _patient(self) -> Template:
        """The same template as Jinja compiles it."""
        environment = self.environment
        if not isinstance(environment, QuickEnvironment) or self.name is None:
            raise TypeError("a quick template has a name and is of a quick environment")
        return environment.patient.get_template(self.name)

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        """What others import from this template: made once, since all of them have the same globals."""
        if self._module is None:
            self._module = self.make_module()
        return self._module


class QuickEnvironment(Environment):
    """An Environment that compiles this way; `patient` is the same, as Jinja has it. The `voice` has the words of its
    templates."""

    code_generator_class = QuickGenerator
    template_class = QuickTemplate
    shelf: Shelf
    voice: Voice
    patient: Environment

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What every template knows, as a plain dictionary: it is copied for each page that is rendered."""
        return {**self.globals, **(d or {})}
