// Makes a tool of a function and the comment before it.
import { close, isMark, isName, literal, split, unquoted } from "./brackets.mjs";
import { readComment } from "./comment.mjs";
import { tokenise } from "./tokens.mjs";
import { readType, Unclear } from "./types.mjs";

const wantedType = "wanted a type such as {string}, {number}, {string[]}, {'a'|'b'}, {{a: string, b?: number}} or a @typedef of this file";
const contents = new Set(["Content", "Uint8Array", "Buffer"]);
const gifts = { Context: (context) => context, AbortSignal: (context) => context.signal };
const silent = new Set(["string", "String", "void", "undefined", "any", "unknown", "null", "Array", "array"]);
const streams = new Set(["Generator", "AsyncGenerator", "Iterable", "AsyncIterable", "Iterator", "AsyncIterator"]);

/** A function that cannot be a tool; the message says why and what is wanted. */
export class Refused extends Error {}

/** The tool of a function, and how it is called; null where its comment says that it is nobody else's. */
export function derive(name, wanted, comment, scope) {
  const doc = comment === null ? null : readComment(comment);
  if (doc?.hidden) {
    return null;
  }

  if (doc === null || doc.defines || !doc.description) {
    throw new Refused(`${name}: seen no description, wanted a comment /** … */ before it that says what it does, or @private in one`);
  }

  const parameters = pair(name, parametersOf(name, wanted), doc.params);
  const spread = spreads(parameters);
  const places = parameters.map((parameter) => placeOf(name, parameter, doc.params, scope, parameter === spread));
  const input = scope.object(places.flatMap((place) => place.fields ?? []));
  const output = outputOf(name, doc.returns, scope);
  return {
    function: wanted,
    json: output.schema !== null,
    wrapped: output.wrapped,
    listed: {
      name, description: doc.description, inputSchema: input.schema, ...(output.schema === null ? {} : { outputSchema: output.schema }),
    },
    call: (given, context) => {
      const values = input.convert?.(given) ?? given;
      return wanted(...places.map((place) => place.gift ? place.gift(context) : place.spread ? values : values[place.fields[0].name]));
    },
  };
}

/** The parameters as the code has them. */
function parametersOf(name, wanted) {
  const tokens = tokenise(String(wanted)).filter((token) => token.kind !== "doc");
  const bare = isName(tokens[0], "async") && isMark(tokens[2], "=>") ? 1 : 0;
  if (isMark(tokens[bare + 1], "=>")) {
    return [{ name: tokens[bare].text }];
  }

  let at = 0;
  while (at < tokens.length && !isMark(tokens[at], "(")) {
    at = isMark(tokens[at], "[") ? close(tokens, at) + 1 : at + 1;
  }

  const end = close(tokens, at);
  if (tokens.slice(end + 1).map((token) => token.text).join("") === "{[nativecode]}") {
    throw new Refused(`${name}: seen a function without code, as bind() makes them, wanted a function of this file`);
  }

  return split(tokens, at + 1, end).map((piece) => parameterOf(name, piece));
}

function parameterOf(name, piece) {
  if (isMark(piece[0], "...")) {
    throw new Refused(`${name}: seen ${piece.map((token) => token.text).join("")}, wanted parameters with names of their own`);
  }

  const open = isMark(piece[0], "{") || isMark(piece[0], "[");
  const end = open ? close(piece, 0) : 0;
  const optional = isMark(piece[end + 1], "=");
  const value = optional ? literal(piece.slice(end + 2)) : undefined;
  return open
    ? { name: null, members: isMark(piece[0], "{") ? split(piece, 1, end).map(memberOf) : null, optional, value }
    : { name: piece[0].text, optional, value };
}

/** `a`, `a = 1`, `a: b` and `a: b = 1` of a pattern; null for what is left over. */
function memberOf(piece) {
  if (isMark(piece[0], "...")) {
    return null;
  }

  const assigned = piece.findIndex((token) => isMark(token, "="));
  return {
    name: piece[0].kind === "string" ? unquoted(piece[0].text) : piece[0].text,
    optional: assigned > 0,
    value: assigned > 0 ? literal(piece.slice(assigned + 1)) : undefined,
  };
}

/** Each parameter with what the comment says of it: by name, and where it has none, by place. */
function pair(name, parameters, documented) {
  const outer = documented.filter((doc) => !/[.[]/.test(doc.name));
  const names = parameters.map((parameter, at) => parameter.name ?? outer[at]?.name);
  const strange = outer.find((doc) => !names.includes(doc.name));
  if (strange) {
    const known = parameters.map((parameter) => parameter.name ?? "{…}").join(", ");
    const seen = strange.name || "without a name";
    throw new Refused(`${name}: seen @param ${seen}, wanted the names that the function has: ${known || "none"}`);
  }

  return parameters.map((parameter, at) => {
    const doc = outer.find((other) => other.name === names[at]);
    if (!doc) {
      throw new Refused(`${name}: parameter ${parameter.name ?? at + 1}: seen no @param, ${wantedType}`);
    }

    return { ...parameter, doc };
  });
}

/** The only parameter besides gifts, where it is taken apart: what it holds are the arguments. */
function spreads(parameters) {
  const own = parameters.filter((parameter) => !Object.hasOwn(gifts, parameter.doc.type ?? ""));
  return own.length === 1 && own[0].members ? own[0] : undefined;
}

function placeOf(name, parameter, documented, scope, spread) {
  const { doc } = parameter;
  if (Object.hasOwn(gifts, doc.type ?? "") && !scope.has(doc.type)) {
    return { gift: gifts[doc.type] };
  }

  const begins = [`${doc.name}.`, `${doc.name}[]`];
  const inside = documented.filter((other) => other === doc || begins.some((begin) => other.name.startsWith(begin)));
  const [field] = explained(`${name}: parameter ${doc.name}`, () => scope.nested(inside));
  if (!spread) {
    return { fields: [refined(field, parameter)] };
  }

  if (!field.made.fields) {
    throw new Refused(`${name}: parameter ${doc.name}: seen {${doc.type}}, wanted an object whose properties are known, such as `
      + `@param {string} ${doc.name}.${parameter.members[0]?.name ?? "name"}`);
  }

  const unknown = parameter.members.find((member) => member && !field.made.fields.some((inner) => inner.name === member.name));
  if (unknown) {
    throw new Refused(`${name}: parameter ${doc.name}: seen ${unknown.name} in the code alone, `
      + `wanted @param {type} ${doc.name}.${unknown.name}`);
  }

  return {
    spread: true,
    fields: field.made.fields.map((inner) => refined(inner, parameter.members.find((member) => member?.name === inner.name) ?? {})),
  };
}

/** What the code says of a default goes over what the comment says. */
function refined(field, { optional, value }) {
  return { ...field, optional: optional || field.optional, value: value !== undefined && field.made.fits(value) ? value : field.value };
}

/** The schema of a result that is JSON, or null for text and content; and whether it stands in an object's property. */
function outputOf(name, returns, scope) {
  if (returns === null) {
    return { schema: null, wrapped: false };
  }

  return explained(`${name}: @returns`, () => {
    const type = awaited(readType(returns));
    if (isSilent(type, scope) || isContent(type, scope)) {
      return { schema: null, wrapped: false };
    }

    const { schema } = scope.of(type);
    return schema.type === "object"
      ? { schema, wrapped: false }
      : { schema: { type: "object", properties: { result: schema }, required: ["result"], "x-skillhost-result": true }, wrapped: true };
  });
}

function awaited(type) {
  if (type.kind === "name" && type.name === "Promise" && type.args.length === 1) {
    return awaited(type.args[0]);
  }

  return type.kind === "name" && streams.has(type.name) && type.args.length > 0 ? { kind: "list", of: type.args[0] } : type;
}

function isSilent(type, scope) {
  return type.kind === "any" || (type.kind === "name" && type.args.length === 0 && silent.has(type.name) && !scope.has(type.name));
}

function isContent(type, scope) {
  const inner = type.kind === "list" ? [type.of] : type.kind === "union" || type.kind === "tuple" ? type.of : type.args ?? [];
  return (type.kind === "name" && contents.has(type.name) && !scope.has(type.name)) || inner.some((one) => isContent(one, scope));
}

function explained(where, read) {
  try {
    return read();
  } catch (error) {
    throw error instanceof Unclear ? new Refused(`${where}: ${error.message}; ${wantedType}`) : error;
  }
}
