/**
 * What a query costs: scalars and enums 0, an object 1, a connection 2 plus its size times what each node costs, a mutation
 * 10. `requestedCost` is worked out before the query runs, `actualCost` from what it returned.
 *
 * Amounts (`MoneyBag`, `MoneyV2`) are counted as values, at 0: Shopify charges large connections less than the published
 * rule says, and with amounts at 1 an ordinary order would be refused here that Shopify answers.
 */
import {
  getArgumentValues,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isListType,
  Kind,
  OperationTypeNode,
  type DocumentNode,
  type FieldNode,
  type FragmentSpreadNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  type InlineFragmentNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";

export const MAXIMUM_QUERY_COST = 1000;
const MUTATION_COST = 10;
const CONNECTION_COST = 2;
const FREE_TYPES = new Set(["MoneyBag", "MoneyV2", "PageInfo", "Count"]);

interface Walk {
  schema: GraphQLSchema;
  document: DocumentNode;
  variables: Record<string, unknown>;
}

export function requestedCost(walk: Walk, operation: OperationDefinitionNode): number {
  return operationCost(walk, operation, undefined);
}

/** `data` is the answer's `data`. */
export function actualCost(walk: Walk, operation: OperationDefinitionNode, data: unknown): number {
  return operationCost(walk, operation, data ?? null);
}

function operationCost(walk: Walk, operation: OperationDefinitionNode, data: unknown): number {
  const root = walk.schema.getRootType(operation.operation);
  if (!root) return 0;
  const children = selectionCost(walk, root, operation.selectionSet, data);
  if (operation.operation !== OperationTypeNode.MUTATION) return children;
  // The payload's own objects are within the mutation's 10; connections read through it are not.
  const fields = operation.selectionSet.selections.length;
  return MUTATION_COST * fields + connectionsOnly(walk, root, operation.selectionSet, data);
}

function selectionCost(walk: Walk, type: GraphQLCompositeType, set: SelectionSetNode, data: unknown): number {
  let own = 0;
  let branch = 0;
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) {
      own += fieldCost(walk, type, selection, data);
    } else {
      const target = fragmentOf(walk, selection);
      if (!target) continue;
      const fragmentType = target.typeName ? walk.schema.getType(target.typeName) : type;
      if (!fragmentType || !isCompositeType(fragmentType)) continue;
      const cost = selectionCost(walk, fragmentType, target.set, data);
      // Of several shapes an interface or union has at most one: the dearest counts.
      if (isAbstractType(type)) branch = Math.max(branch, cost);
      else own += cost;
    }
  }
  return own + branch;
}

function fragmentOf(
  walk: Walk,
  selection: FragmentSpreadNode | InlineFragmentNode,
): { typeName: string | null; set: SelectionSetNode } | null {
  if (selection.kind === Kind.INLINE_FRAGMENT) {
    return { typeName: selection.typeCondition?.name.value ?? null, set: selection.selectionSet };
  }
  for (const definition of walk.document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === selection.name.value) {
      return { typeName: definition.typeCondition.name.value, set: definition.selectionSet };
    }
  }
  return null;
}

function fieldDefinition(type: GraphQLCompositeType, node: FieldNode): GraphQLField<unknown, unknown> | null {
  return "getFields" in type ? (type.getFields()[node.name.value] ?? null) : null;
}

/** `data` undefined: the requested cost; else what was answered for the parent. */
function fieldCost(walk: Walk, parent: GraphQLCompositeType, node: FieldNode, data: unknown): number {
  const field = fieldDefinition(parent, node);
  const type = field ? getNamedType(field.type) : null;
  if (!field || !type || !isCompositeType(type) || !node.selectionSet) return 0;
  const requested = data === undefined;
  const answered = requested
    ? undefined
    : ((data as Record<string, unknown> | null)?.[node.alias?.value ?? node.name.value] ?? null);
  if (!requested && answered === null) return 0;
  if (type.name.endsWith("Connection")) {
    return CONNECTION_COST + connectionNodesCost(walk, type, field, node, answered);
  }
  const each = FREE_TYPES.has(type.name) ? 0 : 1;
  if (isListType(getNullableType(field.type))) {
    if (requested)
      return listSize(walk, field, node) * (each + selectionCost(walk, type, node.selectionSet, undefined));
    const set = node.selectionSet;
    return (answered as unknown[]).reduce<number>(
      (sum, item) => sum + (item === null ? 0 : each + selectionCost(walk, type, set, item)),
      0,
    );
  }
  return each + selectionCost(walk, type, node.selectionSet, answered);
}

/** Lists without a size count once; `nodes(ids:)` is as long as its ids. */
function listSize(walk: Walk, field: GraphQLField<unknown, unknown>, node: FieldNode): number {
  const ids = argumentsOf(walk, field, node).ids;
  return Array.isArray(ids) ? ids.length : 1;
}

function connectionNodesCost(
  walk: Walk,
  type: GraphQLCompositeType,
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  answered: unknown,
): number {
  const { first, last } = argumentsOf(walk, field, node);
  const size = Math.max(0, Number(first ?? last ?? 0));
  let cost = 0;
  for (const selection of node.selectionSet?.selections ?? []) {
    if (selection.kind !== Kind.FIELD || !selection.selectionSet) continue;
    const inner = fieldDefinition(type, selection);
    const innerType = inner ? getNamedType(inner.type) : null;
    if (!inner || !innerType || !isCompositeType(innerType)) continue;
    const items =
      answered === undefined
        ? undefined
        : ((answered as Record<string, unknown[]>)[selection.alias?.value ?? selection.name.value] ?? []);
    if (selection.name.value === "nodes") {
      const set = selection.selectionSet;
      cost +=
        items === undefined
          ? size * (1 + selectionCost(walk, innerType, set, undefined))
          : items.reduce<number>((sum, item) => sum + 1 + selectionCost(walk, innerType, set, item), 0);
    } else if (selection.name.value === "edges") {
      const set = selection.selectionSet;
      cost +=
        items === undefined
          ? size * selectionCost(walk, innerType, set, undefined)
          : items.reduce<number>((sum, item) => sum + selectionCost(walk, innerType, set, item), 0);
    }
  }
  return cost;
}

/** The cost of connections below a mutation's payload. */
function connectionsOnly(
  walk: Walk,
  type: GraphQLCompositeType,
  set: SelectionSetNode,
  data: unknown,
): number {
  let cost = 0;
  for (const selection of set.selections) {
    if (selection.kind !== Kind.FIELD || !selection.selectionSet) continue;
    const field = fieldDefinition(type, selection);
    const inner = field ? getNamedType(field.type) : null;
    if (!inner || !isCompositeType(inner)) continue;
    if (inner.name.endsWith("Connection")) {
      cost += fieldCost(walk, type, selection, data);
    } else {
      const answered =
        data === undefined
          ? undefined
          : ((data as Record<string, unknown> | null)?.[selection.alias?.value ?? selection.name.value] ??
            null);
      for (const item of Array.isArray(answered) ? answered : [answered]) {
        if (item !== null) cost += connectionsOnly(walk, inner, selection.selectionSet, item);
      }
    }
  }
  return cost;
}

function argumentsOf(
  walk: Walk,
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
): Record<string, unknown> {
  return getArgumentValues(field, node, walk.variables);
}
