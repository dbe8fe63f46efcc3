/**
 * Turns a bulk query into plain functions once, so that each of a million objects costs a few calls of the same resolvers
 * and no interpretation. Executing them one by one through graphql-js took ten times as long.
 */
import {
  getArgumentValues,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isListType,
  isNonNullType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type SelectionSetNode,
} from "graphql";
import { resolveField, type AdminSchema } from "../schema.ts";
import { ALL, type Connection } from "../connection.ts";
import type { ApiContext } from "../context.ts";
import type { BulkQuery } from "./validate.ts";

type Json = Record<string, unknown>;
type Source = Record<string, unknown>;

/** One connection: how to list its nodes and what to write of each. */
export interface BulkConnection {
  nodes(source: unknown, context: ApiContext): readonly unknown[];
  node: BulkNode;
}

export interface BulkNode {
  /** The object without its connections. */
  write(source: unknown, context: ApiContext): Json;
  connections: BulkConnection[];
  /** The gid that children carry as `__parentId`; null for types without an id. */
  id(source: unknown, context: ApiContext): string | null;
}

interface Writer {
  key: string;
  /** Null: for every type that the parent may have. */
  typeName: string | null;
  value(source: Source, context: ApiContext): unknown;
}

export function compileBulkQuery(admin: AdminSchema, { document, operation }: BulkQuery): BulkNode {
  const root = admin.schema.getQueryType()!;
  return compileNode(admin, document, root, operation.selectionSet);
}

function compileNode(
  admin: AdminSchema,
  document: DocumentNode,
  type: GraphQLCompositeType,
  set: SelectionSetNode,
): BulkNode {
  const connections: BulkConnection[] = [];
  const writers = compileSelection(admin, document, type, set, (source) => source, connections);
  const idField =
    "getFields" in type && type.getFields().id && !isAbstractType(type) ? admin.field(type.name, "id") : null;
  return {
    write: (source, context) => writeObject(writers, source as Source, context),
    connections,
    id: (source, context) => (idField ? (resolveField(idField, "id", source, {}, context) as string) : null),
  };
}

function writeObject(writers: readonly Writer[], source: Source, context: ApiContext): Json {
  const json: Json = {};
  for (const writer of writers) {
    if (writer.typeName !== null && writer.typeName !== source.__typename) continue;
    json[writer.key] = writer.value(source, context);
  }
  return json;
}

/**
 * `reach` leads from the node's source to the object that this selection is of; connections found on the way belong to
 * the node, as in Shopify's files.
 */
function compileSelection(
  admin: AdminSchema,
  document: DocumentNode,
  type: GraphQLCompositeType,
  set: SelectionSetNode,
  reach: (source: unknown, context: ApiContext) => unknown,
  connections: BulkConnection[],
): Writer[] {
  return set.selections.flatMap((selection): Writer[] => {
    if (selection.kind !== Kind.FIELD) {
      const target =
        selection.kind === Kind.INLINE_FRAGMENT
          ? selection
          : document.definitions.find(
              (one) => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === selection.name.value,
            );
      if (!target || !("selectionSet" in target) || !target.selectionSet) return [];
      const condition = "typeCondition" in target ? target.typeCondition?.name.value : undefined;
      const narrowed = condition ? admin.schema.getType(condition) : type;
      if (!narrowed || !isCompositeType(narrowed)) return [];
      const writers = compileSelection(admin, document, narrowed, target.selectionSet, reach, connections);
      const only = isAbstractType(type) && !isAbstractType(narrowed) ? narrowed.name : null;
      return writers.map((writer) => ({ ...writer, typeName: writer.typeName ?? only }));
    }
    return compileField(admin, document, type, selection, reach, connections);
  });
}

function compileField(
  admin: AdminSchema,
  document: DocumentNode,
  type: GraphQLCompositeType,
  node: FieldNode,
  reach: (source: unknown, context: ApiContext) => unknown,
  connections: BulkConnection[],
): Writer[] {
  const key = node.alias?.value ?? node.name.value;
  const name = node.name.value;
  if (name === "__typename") {
    return [
      { key, typeName: null, value: (source) => (isAbstractType(type) ? source.__typename : type.name) },
    ];
  }
  const field = "getFields" in type ? type.getFields()[name] : undefined;
  if (!field) return [];
  const args = getArgumentValues(field, node);
  const inner = getNamedType(field.type);
  const read = readerOf(admin, type, name, args);

  if (!isCompositeType(inner) || !node.selectionSet) return [{ key, typeName: null, value: read }];
  if (inner.name.endsWith("Connection")) {
    connections.push(
      compileConnection(admin, document, inner as GraphQLObjectType, node.selectionSet, (source, context) => {
        const parent = reach(source, context);
        if (parent === null || parent === undefined) return [];
        // The size asked for does not count in bulk: the whole connection is written.
        const whole = readerOf(admin, type, name, {
          ...args,
          first: ALL,
          last: null,
          after: null,
          before: null,
        })(parent as Source, context);
        return (whole as Connection<unknown> | null)?.nodes ?? [];
      }),
    );
    return [];
  }
  const unwrapped = isNonNullType(field.type) ? field.type.ofType : field.type;
  const reachInner = (source: unknown, context: ApiContext): unknown => {
    const parent = reach(source, context);
    return parent === null || parent === undefined ? null : read(parent as Source, context);
  };
  const writers = compileSelection(admin, document, inner, node.selectionSet, reachInner, connections);
  const one = (value: unknown, context: ApiContext): unknown =>
    value === null || value === undefined ? null : writeObject(writers, value as Source, context);
  if (isListType(unwrapped)) {
    return [
      {
        key,
        typeName: null,
        value: (source, context) =>
          (read(source, context) as unknown[] | null)?.map((item) => one(item, context)) ?? null,
      },
    ];
  }
  return [{ key, typeName: null, value: (source, context) => one(read(source, context), context) }];
}

/** Reads one field of a source with fixed arguments; for an interface by the source's own type. */
function readerOf(admin: AdminSchema, type: GraphQLCompositeType, name: string, args: unknown) {
  if (isAbstractType(type)) {
    return (source: Source, context: ApiContext): unknown =>
      resolveField(admin.field(String(source.__typename), name), name, source, args, context) ?? null;
  }
  const entry = admin.field(type.name, name);
  return (source: Source, context: ApiContext): unknown =>
    resolveField(entry, name, source, args, context) ?? null;
}

function compileConnection(
  admin: AdminSchema,
  document: DocumentNode,
  type: GraphQLObjectType,
  set: SelectionSetNode,
  nodes: BulkConnection["nodes"],
): BulkConnection {
  const selection = nodeSelection(document, set);
  const nodeType = getNamedType(type.getFields().nodes!.type);
  if (!isCompositeType(nodeType)) throw new Error(`${type.name} has no nodes`);
  return { nodes, node: compileNode(admin, document, nodeType, selection) };
}

/** The selection of `nodes` or of `edges { node }`. */
function nodeSelection(document: DocumentNode, set: SelectionSetNode): SelectionSetNode {
  const selections = set.selections.flatMap((one) => {
    if (one.kind !== Kind.FIELD || !one.selectionSet) return [];
    if (one.name.value === "nodes") return one.selectionSet.selections;
    if (one.name.value === "edges") {
      return one.selectionSet.selections.flatMap((inner) =>
        inner.kind === Kind.FIELD && inner.name.value === "node" && inner.selectionSet
          ? inner.selectionSet.selections
          : [],
      );
    }
    return [];
  });
  return { kind: Kind.SELECTION_SET, selections };
}
