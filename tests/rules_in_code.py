"""The rules of findings that the code can give, read from its syntax: by name, check, severity and function."""

from __future__ import annotations

import ast
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    Function: TypeAlias = ast.FunctionDef | None  # None is what stands outside all functions
    Part: TypeAlias = ast.expr | frozenset[str]

PARTS = ("severity", "check", "rule")  # in the order of a finding's fields
# What has no name of its own there: shapes, rules of OWL 2 RL, and findings that are read back.
OPEN = {"kg/validation/shapes.py", "kg/validation/report.py", "kg/validation/consistency.py"}


class Given(NamedTuple):
    """A rule that code gives: its checks and severities, as far as they can be told, and in which function."""

    rule: str
    checks: frozenset[str]
    severities: frozenset[str]
    at: tuple[str, str]


class Module:
    """The functions and constants of a module, and the findings that it makes."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        tree = ast.parse(text)
        self.constants = {
            target.id: one.value
            for one in tree.body if isinstance(one, ast.Assign)
            for target in one.targets if isinstance(target, ast.Name)
        }  # fmt: skip
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        self.functions = {function.name: function for function in functions}
        inner = {id(node): function for function in functions for node in ast.walk(function)}  # the innermost last
        self.calls: list[tuple[ast.Call, Function]] = [(node, inner.get(id(node))) for node in ast.walk(tree)
                                                        if isinstance(node, ast.Call)]  # fmt: skip

    def given(self) -> Iterator[Given]:
        """Yield each rule with what is said of it, following helpers to those who call them."""
        for call, function in self.calls:
            if isinstance(call.func, ast.Name) and call.func.id == "Finding":
                arguments = dict(zip(PARTS, call.args, strict=False))
                arguments |= {one.arg: one.value for one in call.keywords if one.arg in PARTS}
                yield from self._followed(arguments, function)

    def _followed(self, parts: dict[str, ast.expr], function: Function) -> Iterator[Given]:
        waiting: list[tuple[dict[str, Part], Function]] = [(dict(parts), function)]
        while waiting:
            known, within = waiting.pop()
            names = parameters(within)
            asked = {part: one.id for part, one in known.items() if isinstance(one, ast.Name) and one.id in names}
            fixed: dict[str, Part] = {
                part: one if isinstance(one, frozenset) else frozenset(self.strings(one, within))
                for part, one in known.items() if part not in asked
            }  # fmt: skip
            if within is not None and asked:
                users = [one for one in self.calls if isinstance(one[0].func, ast.Name)
                         and one[0].func.id == within.name]  # fmt: skip
                assert users, f"{self.name}: {within.name} makes findings, and nothing calls it"
                bound = ((arguments(call, within), user) for call, user in users)
                waiting += [(fixed | {part: args[name] for part, name in asked.items()}, user) for args, user in bound]
                continue
            told = {part: one for part, one in fixed.items() if isinstance(one, frozenset)}
            assert self.name in OPEN or told.get("rule"), f"{self.name}: cannot tell the rule in {within}"
            place = self.name, within.name if within else ""
            for rule in told.get("rule", ()):
                yield Given(rule, told["check"], told["severity"], place)

    def strings(self, node: ast.expr | None, within: Function, at: int | None = None) -> set[str]:
        """Return the strings that an expression can be, or that can stand at a place of it if it is a tuple."""
        found: set[str] = set()
        match node:
            case ast.Constant(value=str(text)) if at is None:
                found = {text}
            case ast.Tuple(elts=parts) if at is not None and at < len(parts):
                found = self.strings(parts[at], within)
            case ast.IfExp(body=body, orelse=other):
                found = self.strings(body, within, at) | self.strings(other, within, at)
            case ast.Subscript(value=whole, slice=ast.Constant(value=int(place))):
                found = self.strings(whole, within, place)
            case ast.Call(func=ast.Name(id=name)) if name in self.functions:
                for result in handed_on(self.functions[name]):
                    found |= self.strings(result, self.functions[name], at)
            case ast.Name(id=name):
                found = self._named(name, within, at)
            case ast.JoinedStr() | ast.BinOp():
                message = f"{self.name}:{node.lineno}: expected names that stand there as they are"
                raise AssertionError(message)
        return found

    def _named(self, name: str, within: Function, at: int | None) -> set[str]:
        bound = list(bindings(name, within)) if within else []
        if not bound:
            return self.strings(self.constants.get(name), None, at)
        found = (self.strings(value, within, at if place is None else place) for value, place in bound)
        return set().union(*found)


def parameters(function: Function) -> set[str]:
    if function is None:
        return set()
    return {one.arg for one in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)}


def arguments(call: ast.Call, function: ast.FunctionDef) -> dict[str, ast.expr]:
    """Return what the parameters of a function are in a call of it, defaults too."""
    names = [one.arg for one in function.args.args]
    defaults = function.args.defaults
    found = dict(zip(names[len(names) - len(defaults) :], defaults, strict=True))
    keyword_only = zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True)
    found |= {one.arg: value for one, value in keyword_only if value is not None}
    found |= dict(zip(names, call.args, strict=False))
    return found | {one.arg: one.value for one in call.keywords if one.arg}


def handed_on(function: ast.FunctionDef) -> Iterator[ast.expr]:
    """Yield what a function returns or yields."""
    for node in ast.walk(function):
        if isinstance(node, (ast.Return, ast.Yield, ast.YieldFrom)) and node.value is not None:
            yield node.value


def bindings(name: str, function: ast.FunctionDef) -> Iterator[tuple[ast.expr, int | None]]:
    """Yield what a name stands for within a function: the whole of an expression, or a place in it."""
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=[target], value=value) | ast.AnnAssign(target=target, value=ast.expr() as value):
                pass
            case ast.NamedExpr(target=target, value=value):
                pass
            case ast.For(target=target, iter=value) | ast.comprehension(target=target, iter=value):
                pass
            case _:
                continue
        if isinstance(target, ast.Name) and target.id == name:
            yield value, None
        elif isinstance(target, ast.Tuple):
            yield from ((value, at) for at, one in enumerate(target.elts)
                        if isinstance(one, ast.Name) and one.id == name)  # fmt: skip


@cache
def modules() -> dict[str, Module]:
    """Return the modules that make findings of checks; those on passages in a copy are others of the same name."""
    texts = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in (ROOT / "kg").rglob("*.py")}
    makes = "kg.validation.findings", "Finding("
    return {name: Module(name, text) for name, text in texts.items() if all(one in text for one in makes)}


@cache
def given() -> list[Given]:
    return [one for module in modules().values() for one in module.given()]


def with_source() -> set[tuple[str, str]]:
    """Return the functions that the text of the document is checked by, as module and name."""
    homes = {name.rpartition("/")[2].removesuffix(".py"): name for name in modules()}
    found = [("kg/validation/evidence.py", "check_text")]
    for name, function in found:
        for call, within in modules()[name].calls:
            if within is None or within.name != function:
                continue
            match call.func:
                case ast.Name(id=other) if other in modules()[name].functions:
                    found += [one for one in [(name, other)] if one not in found]
                case ast.Attribute(value=ast.Name(id=module), attr=other) if module in homes:
                    found += [one for one in [(homes[module], other)] if one not in found]
    return set(found)
