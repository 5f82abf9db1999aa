"""Makes JSON Schemas of type hints, and turns JSON into what the hints promise."""
import base64
import collections.abc
import dataclasses
import datetime
import decimal
import enum
import inspect
import pathlib
import types
import typing
import uuid

NoneType = type(None)
_SIMPLE = {str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null"}
_LISTS = (list, collections.abc.Sequence, collections.abc.Iterable, collections.abc.Collection)
_SETS = (set, frozenset, collections.abc.Set)
_MAPPINGS = (dict, collections.abc.Mapping, collections.abc.MutableMapping)
_TEXTS = {
    datetime.datetime: ("date-time", lambda text: datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))),
    datetime.date: ("date", datetime.date.fromisoformat),
    datetime.time: ("time", datetime.time.fromisoformat),
    uuid.UUID: ("uuid", uuid.UUID),
    decimal.Decimal: (None, decimal.Decimal),
    pathlib.Path: (None, pathlib.Path),
    pathlib.PurePath: (None, pathlib.PurePath),
    bytes: (None, lambda text: base64.b64decode(text, validate=True)),
}


class Unsupported(Exception):
    """A type hint that no schema says."""


class Hint:
    """A schema, how to make the hinted value of JSON (None: it is that already), and whether JSON fits (for unions)."""

    __slots__ = ("schema", "convert", "fits")

    def __init__(self, schema, convert=None, fits=None):
        self.schema, self.convert = schema, convert
        self.fits = fits or (lambda value: True)


def hint(of, open_types=()):
    """The hint for a type; raises Unsupported."""
    if of in (typing.Any, inspect.Parameter.empty, object):
        return Hint({})
    if of is None:
        of = NoneType
    if isinstance(of, type) and of in _SIMPLE:
        return _simple(of)
    if isinstance(of, type) and of in _TEXTS:
        return _text(of)
    origin, arguments = typing.get_origin(of), typing.get_args(of)
    if origin is typing.Annotated:
        return _annotated(arguments, open_types)
    if origin in (typing.Required, typing.NotRequired) if hasattr(typing, "Required") else False:
        return hint(arguments[0], open_types)
    if origin is typing.Literal:
        return _choice(list(arguments), None)
    if origin in (typing.Union, types.UnionType):
        return _union(arguments, open_types)
    base = origin or of
    if base is tuple:
        return _tuple(arguments, open_types)
    if base in _LISTS:
        return _list(arguments, open_types, None)
    if base in _SETS:
        return _list(arguments, open_types, frozenset if base is frozenset else set)
    if base in _MAPPINGS:
        return _mapping(arguments, open_types)
    if isinstance(of, type) and issubclass(of, enum.Enum):
        return _choice([member.value for member in of], of)
    if dataclasses.is_dataclass(of) and isinstance(of, type):
        return _dataclass(of, open_types)
    if typing.is_typeddict(of):
        return _typed_dict(of, open_types)
    if isinstance(of, typing.NewType):
        return hint(of.__supertype__, open_types)
    raise Unsupported(f"{getattr(of, '__name__', None) or of} cannot be written as JSON")


def described(schema, text):
    """The schema with a description, unless it has one."""
    return {**schema, "description": text} if text and "description" not in schema else schema


def _simple(of):
    schema = {"type": _SIMPLE[of]}
    if of is bool or of is NoneType or of is str:
        return Hint(schema, None, lambda value: type(value) is of)
    if of is int:
        # JSON knows 2.0 as an integer too.
        return Hint(schema, lambda v: int(v) if type(v) is float else v, lambda v: type(v) is int or (type(v) is float and v.is_integer()))
    return Hint(schema, lambda v: float(v), lambda v: type(v) in (int, float))


def _text(of):
    form, convert = _TEXTS[of]
    schema = {"type": "string", **({"format": form} if form else {}), **({"contentEncoding": "base64"} if of is bytes else {})}

    def fits(value):
        try:
            return isinstance(value, str) and convert(value) is not None
        except (ValueError, ArithmeticError):
            return False
    return Hint(schema, convert, fits)


def _annotated(arguments, open_types):
    inner = hint(arguments[0], open_types)
    schema = dict(inner.schema)
    for extra in arguments[1:]:
        text = extra if isinstance(extra, str) else getattr(extra, "documentation", None)
        if isinstance(text, str):
            schema["description"] = " ".join(text.split())
        elif isinstance(extra, dict):
            schema.update(extra)
    return Hint(schema, inner.convert, inner.fits)


def _choice(values, of):
    kinds = {_SIMPLE.get(type(value)) for value in values}
    if None in kinds:
        raise Unsupported(f"a choice of {', '.join(sorted(type(v).__name__ for v in values))} cannot be written as JSON")
    schema = {"enum": values}
    if len(kinds) == 1:
        schema = {"type": kinds.pop(), **schema}
    return Hint(schema, of, lambda value: any(value == v and type(value) is type(v) for v in values))


def _union(arguments, open_types):
    hints = [hint(argument, open_types) for argument in arguments]
    schemas = [h.schema for h in hints]
    if all(set(schema) == {"type"} and isinstance(schema["type"], str) for schema in schemas):
        schema = {"type": [s["type"] for s in schemas]}
    else:
        schema = {"anyOf": schemas}
    if all(h.convert is None for h in hints):
        return Hint(schema, None, lambda value: any(h.fits(value) for h in hints))

    def convert(value):
        for h in hints:
            if h.fits(value):
                return h.convert(value) if h.convert else value
        raise ValueError(f"{value!r} is none of the types that are wanted")
    return Hint(schema, convert, lambda value: any(h.fits(value) for h in hints))


def _list(arguments, open_types, make):
    item = hint(arguments[0], open_types) if arguments else Hint({})
    schema = {"type": "array", **({"items": item.schema} if item.schema else {}), **({"uniqueItems": True} if make else {})}
    each = item.convert
    if make:
        convert = (lambda value: make(each(v) for v in value)) if each else make
    else:
        convert = (lambda value: [each(v) for v in value]) if each else None
    return Hint(schema, convert, lambda value: isinstance(value, list) and all(item.fits(v) for v in value))


def _tuple(arguments, open_types):
    if not arguments or (len(arguments) == 2 and arguments[1] is Ellipsis):
        inner = _list(arguments[:1], open_types, None)
        return Hint(inner.schema, lambda value: tuple(inner.convert(value) if inner.convert else value), inner.fits)
    items = [hint(argument, open_types) for argument in arguments]
    schema = {"type": "array", "prefixItems": [i.schema for i in items], "minItems": len(items), "maxItems": len(items)}

    def convert(value):
        return tuple(i.convert(v) if i.convert else v for i, v in zip(items, value))
    return Hint(schema, convert, lambda v: isinstance(v, list) and len(v) == len(items) and all(i.fits(x) for i, x in zip(items, v)))


def _mapping(arguments, open_types):
    if arguments and arguments[0] not in (str, typing.Any):
        raise Unsupported("a mapping whose keys are no text cannot be written as JSON")
    item = hint(arguments[1], open_types) if arguments else Hint({})
    schema = {"type": "object", **({"additionalProperties": item.schema} if item.schema else {})}
    convert = (lambda value: {k: item.convert(v) for k, v in value.items()}) if item.convert else None
    return Hint(schema, convert, lambda value: isinstance(value, dict) and all(item.fits(v) for v in value.values()))


def _dataclass(of, open_types):
    if of in open_types:
        return Hint({"type": "object"}, None, lambda value: isinstance(value, dict))
    hints = typing.get_type_hints(of, include_extras=True)
    fields, required, properties = {}, [], {}
    for field in dataclasses.fields(of):
        if not field.init:
            continue
        fields[field.name] = made = hint(hints.get(field.name, typing.Any), (*open_types, of))
        properties[field.name] = dict(made.schema)
        if field.default is not dataclasses.MISSING:
            default = plain(field.default)
            properties[field.name].update({} if default is None else {"default": default})
        elif field.default_factory is dataclasses.MISSING:
            required.append(field.name)
    return Hint(*_object(properties, required, fields, of))


def _typed_dict(of, open_types):
    if of in open_types:
        return Hint({"type": "object"}, None, lambda value: isinstance(value, dict))
    hints = typing.get_type_hints(of, include_extras=True)
    fields = {name: hint(h, (*open_types, of)) for name, h in hints.items()}
    required = [name for name in hints if name in of.__required_keys__]
    return Hint(*_object({name: f.schema for name, f in fields.items()}, required, fields, dict))


def _object(properties, required, fields, make):
    schema = {"type": "object", "properties": properties, **({"required": required} if required else {}), "additionalProperties": False}

    def convert(value):
        return make(**{k: fields[k].convert(v) if k in fields and fields[k].convert else v for k, v in value.items()})

    def fits(value):
        return isinstance(value, dict) and all(r in value for r in required) and all(k in fields and fields[k].fits(v) for k, v in value.items())
    return schema, convert, fits


def plain(value):
    """A value as JSON can say it; raises TypeError."""
    kind = type(value)
    if kind in (str, int, float, bool, NoneType):
        return value
    if kind is dict:
        return {_key(k): plain(v) for k, v in value.items()}
    if kind in (list, tuple, set, frozenset):
        return [plain(v) for v in value]
    if isinstance(value, enum.Enum):
        return plain(value.value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, (uuid.UUID, decimal.Decimal, pathlib.PurePath)):
        return str(value)
    if isinstance(value, (bytes, bytearray, memoryview)):
        return base64.b64encode(value).decode("ascii")
    return _foreign(value)


def _foreign(value):
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {k: plain(v) for k, v in value._asdict().items()}
    if isinstance(value, collections.abc.Mapping):
        return {_key(k): plain(v) for k, v in value.items()}
    if isinstance(value, (collections.abc.Sequence, collections.abc.Set)) and not isinstance(value, str):
        return [plain(v) for v in value]
    if isinstance(value, (str, int, float)):
        return value.__class__.__mro__[-2](value) if type(value) not in (str, int, float) else value
    for name in ("tolist", "to_dict", "model_dump"):
        if hasattr(value, name):
            return plain(getattr(value, name)())
    raise TypeError(f"a {type(value).__name__} cannot be written as JSON")


def _key(key):
    if isinstance(key, str):
        return key
    if isinstance(key, enum.Enum):
        return _key(key.value)
    return str(key)
