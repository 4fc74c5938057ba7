"""Every word that the code writes into the audit, found by walking over it.

`record_act` takes an act as its third value. A function that passes one of its own parameters on
as that value takes acts itself, and so on; what the callers give is followed to the words. An
f-string becomes a pattern.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOMS = ("bot", "console", "db", "flows", "pairwell", "playground")
FIRST = ("db.audit", "record_act")
Name = tuple[str, str]  # module, function


@dataclass
class Module:
    """One file: its functions, and whom the names that it calls belong to."""

    name: str
    tree: ast.Module
    imported: dict[str, Name] = field(default_factory=dict)

    def owner(self, called: ast.expr) -> Name:
        """The function that a call means."""
        if isinstance(called, ast.Attribute):  # module.function, or a method of our own
            base = getattr(called.value, "id", "")
            module, inner = self.imported.get(base, (self.name, ""))
            return (f"{module}.{inner}" if inner else module, called.attr)
        name = getattr(called, "id", "")
        return self.imported.get(name, (self.name, name))


@cache
def acts_in_code() -> frozenset[str]:
    """Patterns of all acts: most match one word."""
    modules = [_module(path) for room in ROOMS for path in sorted(Path(room).rglob("*.py"))]
    takes: dict[Name, tuple[int, str]] = {FIRST: (2, "act")}
    found: set[str] = set()
    while True:
        before = len(takes)
        for module in modules:
            for function, call in _calls(module.tree):
                taken = takes.get(module.owner(call.func))
                if taken is None:
                    continue
                given = _given(call, *taken)
                parameter = _parameter(function, given)
                if parameter is not None:
                    takes[(module.name, function.name)] = parameter
                else:
                    found |= set(_words(function, given, module))
        if len(takes) == before:
            return frozenset(found)


def _module(path: Path) -> Module:
    module = Module(
        ".".join(path.with_suffix("").parts), ast.parse(path.read_text(encoding="utf-8"))
    )
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for name in node.names:
                module.imported[name.asname or name.name] = (node.module, name.name)
    return module


def _calls(tree: ast.AST) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, ast.Call]]:
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Call):
                    yield function, node


def _given(call: ast.Call, place: int, name: str) -> ast.expr:
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    return call.args[place]


def _parameter(
    function: ast.FunctionDef | ast.AsyncFunctionDef, given: ast.expr
) -> tuple[int, str] | None:
    if not isinstance(given, ast.Name):
        return None
    names = [one.arg for one in (*function.args.args, *function.args.kwonlyargs)]
    if given.id not in names:
        return None
    place = names.index(given.id) - (names[0] == "self")
    return place, given.id


def _words(function: ast.AST, given: ast.expr, module: Module) -> Iterator[str]:
    match given:
        case ast.Constant(value=str(word)):
            yield re.escape(word)
        case ast.IfExp(body=one, orelse=other):
            yield from _words(function, one, module)
            yield from _words(function, other, module)
        case ast.JoinedStr(values=parts):
            yield "".join(
                re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[a-z0-9_.]+"
                for part in parts
            )
        case ast.Name(id=name):
            values = list(_values(function, name, module))
            assert values, f"{module.name}: say the act {name} where it is recorded"
            for value in values:
                yield from _words(function, value, module)
        case _:
            raise AssertionError(f"{module.name}: the act is computed: {ast.unparse(given)}")


def _values(function: ast.AST, name: str, module: Module) -> Iterator[ast.expr]:
    """What a name of a function stands for: what is assigned, or what a loop goes over."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            if any(getattr(target, "id", "") == name for target in node.targets):
                yield node.value
        elif isinstance(node, ast.For) and getattr(node.target, "id", "") == name:
            yield from _items(node.iter, module)


def _items(of: ast.expr, module: Module) -> Iterator[ast.expr]:
    if isinstance(of, ast.Tuple | ast.List):
        yield from of.elts
    called = getattr(getattr(of, "func", None), "id", "")
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef) and node.name == called:
            for inner in ast.walk(node):
                if isinstance(inner, ast.Yield) and inner.value is not None:
                    yield inner.value
