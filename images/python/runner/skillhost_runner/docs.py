"""Reads docstrings: what a function does and what its parameters mean, in Google's, NumPy's and reStructuredText's form."""
import inspect
import re

_SECTION = re.compile(r"^(args|arguments|parameters|params|returns?|yields?|raises|examples?|notes?|see also|attributes|warnings?):?\s*$", re.I)
_FIELD = re.compile(r"^:(?:param|parameter|arg|argument)\s+(?:[^:]*\s)?(\w+)\s*:\s*(.*)$")
_OTHER_FIELD = re.compile(r"^:\w+[^:]*:")
_GOOGLE = re.compile(r"^(\*{0,2}\w+)\s*(?:\([^)]*\))?\s*:\s*(.*)$")
_NUMPY = re.compile(r"^(\w+(?:\s*,\s*\w+)*)\s*(?::.*)?$")


def read(function):
    """The description and the parameters' descriptions by name."""
    lines = (inspect.getdoc(function) or "").splitlines()
    summary, parameters, section, underlined = [], {}, None, False
    current = None
    at = 0
    while at < len(lines):
        line = lines[at]
        text = line.strip()
        field = _FIELD.match(text)
        if field:
            section, current = "fields", field.group(1)
            parameters[current] = field.group(2)
        elif _OTHER_FIELD.match(text):
            section, current = "fields", None
        elif _SECTION.match(text) and (text.endswith(":") or _is_rule(lines, at + 1)) and line == line.lstrip():
            section, current = text.rstrip(":").lower(), None
            underlined = _is_rule(lines, at + 1)
            at += 1 if underlined else 0
        elif section is None:
            summary.append(text)
        elif section in ("args", "arguments", "parameters", "params"):
            current = _parameter(line, text, underlined, parameters, current)
        elif section == "fields" and current and text:
            parameters[current] += " " + text
        at += 1
    return _paragraph(summary), {name: " ".join(text.split()) for name, text in parameters.items() if text.strip()}


def _parameter(line, text, underlined, parameters, current):
    indent = len(line) - len(line.lstrip())
    if underlined:
        name = _NUMPY.match(text) if indent == 0 else None
        if name:
            names = [n.strip() for n in name.group(1).split(",")]
            parameters.update({n: "" for n in names})
            return names[0]
    else:
        name = _GOOGLE.match(text) if indent <= 4 else None
        if name:
            parameters[name.group(1).lstrip("*")] = name.group(2)
            return name.group(1).lstrip("*")
    if current and text:
        parameters[current] += " " + text
    return current


def _is_rule(lines, at):
    return at < len(lines) and len(lines[at].strip()) >= 3 and set(lines[at].strip()) == {"-"}


def _paragraph(lines):
    return " ".join(" ".join(lines).split())
