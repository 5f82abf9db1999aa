"""Finds a module's functions and makes tools of them."""
import inspect
import json
import types as kinds
import typing

import skillhost

from . import docs, types


class Refused(Exception):
    """A function that cannot be a tool; the message says why and what is wanted."""


class Function:
    """One function: its tool, and how it is called."""

    def __init__(self, name, function):
        self.name, self.function = name, function
        self.is_async = inspect.iscoroutinefunction(function)
        self.spread = inspect.isgeneratorfunction(function)
        self.converts, self.positional = {}, []
        description, parameters = docs.read(function)
        try:
            hints = typing.get_type_hints(function, include_extras=True)
        except Exception as e:
            raise Refused(f"{name}: its type hints cannot be read ({type(e).__name__}: {e})") from e
        self.output, self.wrapped = self._output(hints.get("return", inspect.Parameter.empty))
        self.tool = {"name": name, "description": description, "inputSchema": self._input(hints, parameters)}
        if self.output is not None:
            self.tool["outputSchema"] = self.output
        for attribute, field in (("__skillhost_annotations__", "annotations"), ("__skillhost_title__", "title")):
            if hasattr(function, attribute):
                self.tool[field] = getattr(function, attribute)

    def _input(self, hints, descriptions):
        properties, required = {}, []
        for parameter in inspect.signature(self.function).parameters.values():
            if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
                raise Refused(f"{self.name}: seen {parameter}, wanted parameters with names of their own")
            made = self._hint(hints.get(parameter.name, inspect.Parameter.empty), f"parameter {parameter.name}")
            schema = types.described(made.schema, descriptions.get(parameter.name))
            if parameter.default is parameter.empty:
                required.append(parameter.name)
            else:
                schema = {**schema, **self._default(parameter.default)}
            properties[parameter.name] = schema
            if made.convert:
                self.converts[parameter.name] = made.convert
            if parameter.kind is parameter.POSITIONAL_ONLY:
                self.positional.append(parameter.name)
        return {"type": "object", "properties": properties, **({"required": required} if required else {}), "additionalProperties": False}

    def _hint(self, of, where):
        try:
            return types.hint(of)
        except types.Unsupported as e:
            raise Refused(f"{self.name}: {where}: {e}; wanted a hint such as str, int, list[str] or a dataclass") from e

    @staticmethod
    def _default(value):
        try:
            plain = types.plain(value)
            json.dumps(plain, allow_nan=False)
            return {} if plain is None else {"default": plain}
        except (TypeError, ValueError):
            return {}

    def _output(self, of):
        """The schema of a result that is JSON, or None for text and content; and whether it stands in an object's property."""
        if typing.get_origin(of) is skillhost.Result:
            of = typing.get_args(of)[0]
        if of in (inspect.Parameter.empty, skillhost.Result, str, None, types.NoneType, typing.Any, list, tuple) or _is_content(of):
            return None, False
        try:
            schema = types.hint(of).schema
        except types.Unsupported:
            return None, False
        if schema.get("type") == "object":
            return schema, False
        return {"type": "object", "properties": {"result": schema}, "required": ["result"], "x-skillhost-result": True}, True

    def call(self, arguments):
        """What the function gives; for a coroutine function, the coroutine."""
        for name, convert in self.converts.items():
            if name in arguments:
                arguments[name] = convert(arguments[name])
        positional = [arguments.pop(name) for name in self.positional if name in arguments]
        return self.function(*positional, **arguments)


def find(module, wanted):
    """The tools of a module by name, in the order written: those wanted, or all public functions of its own."""
    names = wanted or getattr(module, "__all__", None) or [
        name for name, value in vars(module).items()
        if not name.startswith("_") and isinstance(value, kinds.FunctionType) and value.__module__ == module.__name__]
    found = {}
    for name in names:
        value = getattr(module, name, None)
        if wanted is None and not isinstance(value, kinds.FunctionType):
            continue
        if not callable(value):
            raise Refused(f"{module.__name__}: there is no function {name}, which the manifest lists")
        found[name] = Function(name, value)
    if not found:
        raise Refused(f"{module.__name__}: there is no public function, wanted at least one")
    return found


def _is_content(of):
    if typing.get_origin(of) in (list, tuple, typing.Union, kinds.UnionType):
        return any(_is_content(argument) for argument in typing.get_args(of))
    if not isinstance(of, type):
        return False
    return issubclass(of, (skillhost.Content, bytes)) or of.__module__.startswith(("PIL.", "matplotlib."))
