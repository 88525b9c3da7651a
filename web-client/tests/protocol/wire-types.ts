// The types of wire.ts as TypeScript itself parses them, for tests that go through every
// kind and every field. Knows nothing of the readers.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import ts from "typescript";

export type WireType =
  | { is: "text" | "number" | "truth" | "word" }
  | { is: "list"; of: WireType }
  | { is: "object"; name: string; fields: WireField[] }
  | { is: "kinds"; kinds: Map<string, WireType & { is: "object" }> };

export interface WireField {
  name: string;
  mayBeAbsent: boolean;
  mayBeNull: boolean;
  holds: WireType;
}

const path = resolve(import.meta.dirname, "../../src/protocol/wire.ts");
const file = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.ES2022);
const declared = new Map<string, ts.TypeNode>();
for (const statement of file.statements) {
  if (ts.isTypeAliasDeclaration(statement)) declared.set(statement.name.text, statement.type);
}

export function wireType(name: string): WireType {
  const node = declared.get(name);
  if (!node) throw new Error(`wire.ts declares no ${name}`);
  return parse(node, name);
}

/** Every `type` of a type with several kinds. */
export function kindsOf(name: string): string[] {
  const type = wireType(name);
  if (type.is !== "kinds") throw new Error(`${name} has no kinds`);
  return [...type.kinds.keys()].sort();
}

function parse(node: ts.TypeNode, name: string): WireType {
  if (ts.isTypeReferenceNode(node)) {
    const target = node.typeName.getText(file);
    const [item] = node.typeArguments ?? [];
    return target === "Array" && item ? { is: "list", of: parse(item, name) } : wireType(target);
  }
  if (ts.isUnionTypeNode(node)) {
    if (node.types.every(ts.isLiteralTypeNode)) return { is: "word" };
    const kinds = node.types.map((kind) => [tagOf(kind), objectOf(kind, name)] as const);
    return { is: "kinds", kinds: new Map(kinds) };
  }
  switch (node.kind) {
    case ts.SyntaxKind.StringKeyword:
      return { is: "text" };
    case ts.SyntaxKind.NumberKeyword:
      return { is: "number" };
    case ts.SyntaxKind.BooleanKeyword:
      return { is: "truth" };
    default:
      return objectOf(node, name);
  }
}

function objectOf(node: ts.TypeNode, name: string): WireType & { is: "object" } {
  const fields = membersOf(node)
    .map((member) => fieldOf(member, name))
    .filter((field) => field.name !== "type");
  return { is: "object", name: tagged(node) ? `${name}.${tagOf(node)}` : name, fields };
}

function fieldOf(member: ts.PropertySignature, name: string): WireField {
  let holds = member.type as ts.TypeNode;
  const parts = ts.isUnionTypeNode(holds) ? [...holds.types] : [holds];
  const others = parts.filter((part) => part.getText(file) !== "null");
  const [one] = others;
  if (one && others.length === 1) holds = one;
  return {
    name: nameOf(member),
    mayBeAbsent: member.questionToken !== undefined,
    mayBeNull: others.length < parts.length,
    holds: parse(holds, `${name}.${nameOf(member)}`),
  };
}

function membersOf(node: ts.TypeNode): ts.PropertySignature[] {
  if (ts.isIntersectionTypeNode(node)) return node.types.flatMap(membersOf);
  if (ts.isTypeLiteralNode(node)) return node.members.filter(ts.isPropertySignature);
  if (ts.isTypeReferenceNode(node)) {
    const target = declared.get(node.typeName.getText(file));
    if (target) return membersOf(target);
  }
  // What a request without fields is written as.
  return [];
}

const nameOf = (member: ts.PropertySignature): string =>
  ts.isStringLiteral(member.name) ? member.name.text : member.name.getText(file);

const tagged = (node: ts.TypeNode): ts.PropertySignature | undefined =>
  membersOf(node).find((member) => nameOf(member) === "type");

function tagOf(node: ts.TypeNode): string {
  const tag = tagged(node)?.type?.getText(file);
  if (!tag) throw new Error(`no kind: ${node.getText(file)}`);
  return JSON.parse(tag) as string;
}
