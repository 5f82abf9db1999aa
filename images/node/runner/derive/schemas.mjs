// Makes JSON Schemas of types, and turns JSON into what the types promise.
import { readType, Unclear } from "./types.mjs";

const kinds = {
  string: "string", String: "string", number: "number", Number: "number", integer: "integer", int: "integer", Integer: "integer",
  boolean: "boolean", bool: "boolean", Boolean: "boolean", null: "null",
};
const anything = new Set(["any", "unknown", "mixed"]);
const nothing = new Set(["undefined", "void"]);
const lists = new Set(["Array", "ReadonlyArray", "array"]);
const mappings = new Set(["Record", "Object", "object"]);
const fitting = {
  string: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  integer: Number.isInteger,
  boolean: (value) => typeof value === "boolean",
  null: (value) => value === null,
};
const texts = {
  Date: { schema: { type: "string", format: "date-time" }, convert: (text) => new Date(text) },
  URL: { schema: { type: "string", format: "uri" }, convert: (text) => new URL(text) },
  bigint: { schema: { type: "integer" }, convert: BigInt, fits: fitting.integer },
  BigInt: { schema: { type: "integer" }, convert: BigInt, fits: fitting.integer },
};
for (const name of ["Uint8Array", "Buffer"]) {
  texts[name] = { schema: { type: "string", contentEncoding: "base64" }, convert: (text) => Buffer.from(text, "base64") };
}

/** Types by the names that comments give them. */
export class Scope {
  #types;

  constructor(types) {
    this.#types = types;
  }

  has(name) {
    return this.#types.has(name);
  }

  /**
   * The schema of a type, how to make its value of JSON (none: it is that already), and whether JSON fits. Throws Unclear.
   * @param {object} type as readType gives it
   * @param {string[]} open the names that it stands in
   */
  of(type, open = []) {
    switch (type.kind) {
      case "any":
        return { schema: {}, fits: () => true };
      case "literal":
        return choice([type.value]);
      case "list":
        return list(this.of(type.of, open));
      case "tuple":
        return tuple(type.of.map((item) => this.of(item, open)));
      case "object":
        return this.object(type.fields.map((field) => ({ ...field, made: this.of(field.type, open) })));
      case "union":
        return this.#union(type.of, open);
      default:
        return this.#named(type, open);
    }
  }

  /** An object of fields that are made. */
  object(fields) {
    const required = fields.filter((field) => !field.optional).map((field) => field.name);
    const made = new Map(fields.map((field) => [field.name, field.made]));
    const schema = {
      type: "object",
      properties: Object.fromEntries(fields.map((field) => [field.name, described(field)])),
      ...(required.length > 0 ? { required } : {}),
      additionalProperties: false,
    };
    return { schema, fields, ...eachOf(made, required) };
  }

  #named({ name, args }, open) {
    if (this.#types.has(name)) {
      return this.#defined(name, open);
    } else if (Object.hasOwn(kinds, name)) {
      return { schema: { type: kinds[name] }, fits: fitting[kinds[name]] };
    } else if (anything.has(name)) {
      return { schema: {}, fits: () => true };
    } else if (Object.hasOwn(texts, name)) {
      return { fits: (value) => typeof value === "string", ...texts[name] };
    } else if (lists.has(name)) {
      return list(args.length > 0 ? this.of(args[0], open) : { schema: {}, fits: () => true });
    } else if (name === "Set") {
      const inner = list(args.length > 0 ? this.of(args[0], open) : { schema: {}, fits: () => true });
      return { ...inner, schema: { ...inner.schema, uniqueItems: true }, convert: (value) => new Set(inner.convert?.(value) ?? value) };
    } else if (mappings.has(name)) {
      return this.#mapping(name, args, open);
    }

    throw new Unclear(`seen {${name}}, which is neither a type that JSON has nor a @typedef of this file`);
  }

  #defined(name, open) {
    const { type, fields, callback } = this.#types.get(name);
    if (callback) {
      throw new Unclear(`seen {${name}}, a function`);
    }

    if (open.includes(name)) {
      return { schema: { type: "object" }, fits: isObject };
    }

    const inside = [...open, name];
    return fields.length > 0 ? this.object(this.nested(fields, inside)) : this.of(readType(type), inside);
  }

  /** The fields of the outermost names: those with a dot in their name describe what is in the one before the dot. */
  nested(fields, open = []) {
    return fields.filter((field) => !/[.[]/.test(field.name)).map((field) => {
      const made = this.#within(field, fields, open);
      return { ...field, optional: field.optional || made.optional === true, value: valueOf(field.value, made), made };
    });
  }

  #within(field, fields, open) {
    const begins = [`${field.name}.`, `${field.name}[].`];
    const inner = fields.filter((other) => begins.some((begin) => other.name.startsWith(begin)))
      .map((other) => ({ ...other, name: other.name.slice(other.name.indexOf(".") + 1) }));
    const type = this.#read(field.type);
    if (inner.length === 0) {
      const made = this.of(type, open);
      return { ...made, optional: type.optional || made.optional };
    }

    const object = this.object(this.nested(inner, open));
    const isList = type.kind === "list" || (type.kind === "name" && lists.has(type.name));
    return { ...(isList ? list(object) : object), optional: type.optional };
  }

  #read(text) {
    if (text === null) {
      throw new Unclear("seen no type");
    }

    return readType(text);
  }

  #mapping(name, args, open) {
    if (args.length === 0) {
      return { schema: { type: "object" }, fits: isObject };
    }

    const key = args.length === 1 ? null : args[0];
    if (key !== null && !(key.kind === "name" && ["string", "String"].includes(key.name))) {
      throw new Unclear(`seen {${name}} whose keys are no {string}`);
    }

    const item = this.of(args.at(-1), open);
    const convert = item.convert && ((value) => mapped(value, (inner) => item.convert(inner)));
    const schema = { type: "object", ...(Object.keys(item.schema).length > 0 ? { additionalProperties: item.schema } : {}) };
    return { schema, convert, fits: (value) => isObject(value) && Object.values(value).every(item.fits) };
  }

  #union(types, open) {
    const wanted = types.filter((type) => !(type.kind === "name" && nothing.has(type.name)));
    const values = wanted.filter((type) => type.kind === "literal").map((type) => type.value);
    const made = wanted.filter((type) => type.kind !== "literal").map((type) => this.of(type, open));
    const all = values.length > 0 ? [choice(values), ...made] : made;
    const optional = wanted.length < types.length;
    return all.length === 1 ? { ...all[0], optional } : { ...either(all), optional };
  }
}

/** The schema of a field with its description and default. */
function described({ made, description, value }) {
  return {
    ...made.schema,
    ...(description ? { description } : {}),
    ...(value === undefined || value === null ? {} : { default: value }),
  };
}

/** The default that a comment tells, which is JSON or, of a text, the text itself; undefined where it is neither. */
function valueOf(text, made) {
  if (text === undefined) {
    return undefined;
  }

  const json = text.replace(/^'((?:[^'"\\])*)'$/, '"$1"');
  try {
    const value = JSON.parse(json);
    return made.fits(value) ? value : made.fits(text) ? text : undefined;
  } catch {
    return made.fits(text) ? text : undefined;
  }
}

function choice(values) {
  const types = new Set(values.map((value) => typeof value));
  return { schema: { ...(types.size === 1 ? { type: [...types][0] } : {}), enum: values }, fits: (value) => values.includes(value) };
}

function either(all) {
  const simple = all.every(({ schema }) => Object.keys(schema).length === 1 && typeof schema.type === "string");
  const schema = simple ? { type: all.map((one) => one.schema.type) } : { anyOf: all.map((one) => one.schema) };
  const convert = all.some((one) => one.convert) ? (value) => {
    const one = all.find((each) => each.fits(value));
    return one?.convert ? one.convert(value) : value;
  } : undefined;
  return { schema, convert, fits: (value) => all.some((one) => one.fits(value)) };
}

function list(item) {
  const schema = { type: "array", ...(Object.keys(item.schema).length > 0 ? { items: item.schema } : {}) };
  const convert = item.convert && ((value) => value.map((inner) => item.convert(inner)));
  return { schema, convert, fits: (value) => Array.isArray(value) && value.every(item.fits) };
}

function tuple(items) {
  const schema = { type: "array", prefixItems: items.map((item) => item.schema), minItems: items.length, maxItems: items.length };
  const convert = items.some((item) => item.convert)
    ? (value) => value.map((inner, i) => items[i].convert?.(inner) ?? inner) : undefined;
  const fits = (value) => Array.isArray(value) && value.length === items.length && value.every((inner, i) => items[i].fits(inner));
  return { schema, convert, fits };
}

function eachOf(made, required) {
  const one = (inner, key) => made.get(key)?.convert ? made.get(key).convert(inner) : inner;
  const convert = [...made.values()].some((field) => field.convert) ? (value) => mapped(value, one) : undefined;
  const fits = (value) => isObject(value) && required.every((key) => Object.hasOwn(value, key))
    && Object.entries(value).every(([key, inner]) => made.get(key)?.fits(inner));
  return { convert, fits };
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

const mapped = (value, make) => Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, make(inner, key)]));
