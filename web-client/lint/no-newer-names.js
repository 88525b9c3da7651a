// An ESLint rule for built files: reports the members, events and attributes that one
// of the oldest browsers we serve does not have, by MDN's compatibility data. Built
// files have no types, so it goes by the name alone: a name is reported only when no
// interface at all has it in such a browser.

import { data, missingIn } from "./compat-data.js";

/** Of a static method, as of `AbortSignal.timeout`; undefined where all have it. */
function missingStatic(holder, name) {
  const members = data.api[holder] ?? data.javascript.builtins[holder] ?? {};
  const compat = (members[`${name}_static`] ?? members[name])?.__compat;
  const missing = compat === undefined ? [] : missingIn(compat);
  return missing.length > 0 ? missing : undefined;
}

/** Of each name, the browsers that lack it in the interface that most have. */
function collect(entries) {
  const names = new Map();
  for (const [name, { __compat: compat }] of entries) {
    if (compat === undefined) continue;
    const missing = missingIn(compat);
    const known = names.get(name);
    if (known === undefined || missing.length < known.length) names.set(name, missing);
  }
  return new Map([...names].filter(([, missing]) => missing.length > 0));
}

// What a page gets into its hands without asking for it. Of the rarer ones the entry
// is a global name, which eslint-plugin-compat finds, or a static method.
const common =
  /^(Node|Element|HTML\w*Element|SVGElement|Document|DocumentFragment|Window|EventTarget|\w*Event|Navigator|AbortSignal|Request|Response|Headers|URL|URLSearchParams|FormData|Blob|File|FileList|Range|Selection|DOMTokenList|DOMRect|CSSStyleDeclaration|Storage|History|Location|Crypto|IDB\w+|WebSocket|BroadcastChannel|ServiceWorker\w*|Cache|CacheStorage|Client|Clients)$/;
const everyMember = Object.entries(data.api)
  .filter(([name]) => common.test(name))
  .flatMap(([, one]) => Object.entries(one));
const isEvent = ([name]) => name.endsWith("_event");
const members = collect(everyMember.filter((entry) => !isEvent(entry)));
const events = collect(
  everyMember.filter(isEvent).map(([name, entry]) => [name.slice(0, -"_event".length), entry]),
);
const attributes = collect([
  ...Object.entries(data.html.global_attributes),
  ...Object.values(data.html.elements).flatMap((element) => Object.entries(element)),
]);

const tag = /<[a-z][a-z0-9-]*\s[^>]*/g;
const attribute = /\s([a-z-]+)(?=[\s=/>]|$)/g;

/** The attributes in a piece of markup, where it is one. */
function* attributesIn(text) {
  for (const [opening] of text.matchAll(tag)) {
    for (const [, name] of opening.matchAll(attribute)) yield name;
  }
}

export const noNewerNames = {
  meta: {
    type: "problem",
    schema: [{ type: "object", properties: { allow: { type: "array" } } }],
    messages: { newer: "{{ name }}: not in {{ missing }}" },
  },
  create(context) {
    const allowed = new Set(context.options[0]?.allow ?? []);
    const tell = (node, name, missing) => {
      if (missing === undefined || allowed.has(name)) return;
      context.report({ node, messageId: "newer", data: { name, missing: missing.join(", ") } });
    };
    const report = (node, known, name) => tell(node, name, known.get(name));
    const text = (node, value) => {
      report(node, events, value);
      for (const name of attributesIn(value)) report(node, attributes, name);
    };
    const key = (node) => (node.computed ? node.property.value : node.property.name);
    return {
      MemberExpression: (node) => {
        if (node.property.type === "PrivateIdentifier") return;
        const name = key(node);
        if (node.object.type === "Identifier") {
          const missing = missingStatic(node.object.name, name);
          if (missing !== undefined) return tell(node, `${node.object.name}.${name}`, missing);
        }
        report(node, members, name);
      },
      "ObjectPattern > Property": (node) => report(node, members, node.key.name),
      Literal: (node) => {
        if (typeof node.value === "string") text(node, node.value);
      },
      TemplateElement: (node) => text(node, node.value.cooked ?? ""),
    };
  },
};
