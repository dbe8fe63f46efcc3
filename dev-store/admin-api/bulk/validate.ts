/** What Shopify demands of a bulk query before it starts: the refusals come as userErrors. */
import {
  getNamedType,
  isCompositeType,
  isListType,
  isNonNullType,
  Kind,
  OperationTypeNode,
  parse,
  validate,
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";

export const MAXIMUM_CONNECTIONS = 5;
export const MAXIMUM_CONNECTION_DEPTH = 2;

export interface BulkQuery {
  document: DocumentNode;
  operation: OperationDefinitionNode;
}

/** The parsed query, or what is wrong with it. */
export function validateBulkQuery(schema: GraphQLSchema, text: string): BulkQuery | { refused: string } {
  let document: DocumentNode;
  try {
    document = parse(text);
  } catch (error) {
    return { refused: `Invalid bulk query: ${(error as Error).message}` };
  }
  const operations = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  const [operation] = operations;
  if (!operation || operations.length > 1)
    return { refused: "Bulk queries must contain exactly one operation." };
  if (operation.operation !== OperationTypeNode.QUERY)
    return { refused: "Bulk queries must be of operation type query." };
  if ((operation.variableDefinitions ?? []).length > 0)
    return { refused: "Bulk queries cannot use variables." };
  const [error] = validate(schema, document);
  if (error) return { refused: `Invalid bulk query: ${error.message}` };

  const roots = fieldsOf(document, operation.selectionSet);
  if (roots.length > 1) return { refused: "Bulk queries cannot contain multiple top level fields." };
  const root = roots[0]?.name.value;
  if (root === "node" || root === "nodes")
    return { refused: `Bulk queries cannot contain the top level field \`${root}\`.` };

  const found = { connections: 0, depth: 0, inList: false };
  walk(schema, document, schema.getQueryType()!, operation.selectionSet, { depth: 0, inList: false }, found);
  if (found.connections === 0) return { refused: "Bulk queries must contain at least one connection." };
  if (found.inList)
    return {
      refused: "Queries that contain a connection field within a list field are not currently supported.",
    };
  if (found.connections > MAXIMUM_CONNECTIONS)
    return { refused: `Bulk queries cannot contain more than ${MAXIMUM_CONNECTIONS} connections.` };
  if (found.depth > MAXIMUM_CONNECTION_DEPTH) {
    return {
      refused: `Bulk queries cannot contain connections with a nesting depth greater than ${MAXIMUM_CONNECTION_DEPTH}.`,
    };
  }
  return { document, operation };
}

function fieldsOf(document: DocumentNode, set: SelectionSetNode): FieldNode[] {
  return set.selections.flatMap((one) => {
    if (one.kind === Kind.FIELD) return [one];
    if (one.kind === Kind.INLINE_FRAGMENT) return fieldsOf(document, one.selectionSet);
    const fragment = document.definitions.find(
      (each) => each.kind === Kind.FRAGMENT_DEFINITION && each.name.value === one.name.value,
    );
    return fragment && "selectionSet" in fragment ? fieldsOf(document, fragment.selectionSet) : [];
  });
}

interface Found {
  connections: number;
  depth: number;
  inList: boolean;
}

function walk(
  schema: GraphQLSchema,
  document: DocumentNode,
  parent: GraphQLCompositeType,
  set: SelectionSetNode,
  at: { depth: number; inList: boolean },
  found: Found,
): void {
  for (const selection of set.selections) {
    if (selection.kind !== Kind.FIELD) {
      const target =
        selection.kind === Kind.INLINE_FRAGMENT
          ? selection
          : document.definitions.find(
              (one) => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === selection.name.value,
            );
      if (!target || !("selectionSet" in target) || !target.selectionSet) continue;
      const condition = "typeCondition" in target ? target.typeCondition?.name.value : undefined;
      const type = condition ? schema.getType(condition) : parent;
      if (type && isCompositeType(type)) walk(schema, document, type, target.selectionSet, at, found);
      continue;
    }
    if (!("getFields" in parent) || !selection.selectionSet) continue;
    const field = parent.getFields()[selection.name.value];
    if (!field) continue;
    const type = getNamedType(field.type);
    if (!isCompositeType(type)) continue;
    if (type.name.endsWith("Connection")) {
      found.connections++;
      found.depth = Math.max(found.depth, at.depth + 1);
      if (at.inList) found.inList = true;
      walk(schema, document, type, selection.selectionSet, { depth: at.depth + 1, inList: false }, found);
    } else {
      const unwrapped = isNonNullType(field.type) ? field.type.ofType : field.type;
      const isConnectionPart = parent.name.endsWith("Connection");
      const inList = at.inList || (isListType(unwrapped) && !isConnectionPart);
      walk(schema, document, type, selection.selectionSet, { depth: at.depth, inList }, found);
    }
  }
}
