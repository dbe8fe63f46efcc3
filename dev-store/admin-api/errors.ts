/** Errors as Shopify words them. graphql-js's own messages are kept where an app has no reason to read them. */
import { GraphQLError, type FieldNode } from "graphql";

export interface ApiError {
  message: string;
  locations?: readonly { line: number; column: number }[];
  path?: readonly (string | number)[];
  extensions?: Record<string, unknown>;
}

/** Errors found before execution: syntax and validation. */
export function requestError(error: GraphQLError): ApiError {
  const locations = error.locations ? { locations: error.locations } : {};
  const unknownField = /^Cannot query field "([^"]+)" on type "([^"]+)"/.exec(error.message);
  if (unknownField) {
    const [, fieldName, typeName] = unknownField;
    const node = error.nodes?.[0] as FieldNode | undefined;
    return {
      message: `Field '${fieldName}' doesn't exist on type '${typeName}'`,
      ...locations,
      path: ["query", ...(node ? [node.name.value] : [])],
      extensions: { code: "undefinedField", typeName, fieldName },
    };
  }
  const unknownArgument = /^Unknown argument "([^"]+)" on field "([^".]+)\.([^"]+)"/.exec(error.message);
  if (unknownArgument) {
    const [, argumentName, , name] = unknownArgument;
    return {
      message: `Field '${name}' doesn't accept argument '${argumentName}'`,
      ...locations,
      extensions: { code: "argumentNotAccepted", name, typeName: "Field", argumentName },
    };
  }
  const invalidVariable = /^Variable "\$([^"]+)" (?:of required type|got invalid value)/.exec(error.message);
  const code = invalidVariable
    ? "INVALID_VARIABLE"
    : error.message.startsWith("Syntax Error")
      ? "parseError"
      : "graphqlValidationFailed";
  return { message: error.message, ...locations, extensions: { code } };
}

/** Errors of execution; a bug of ours shows as Shopify's internal error and is logged. */
export function executionError(error: GraphQLError): ApiError {
  const known = error.originalError === undefined || error.originalError instanceof GraphQLError;
  if (!known) console.error(error.originalError);
  return {
    message: known ? error.message : "Internal error. Looks like something went wrong on our end.",
    ...(error.locations ? { locations: error.locations } : {}),
    ...(error.path ? { path: error.path } : {}),
    extensions: known ? { ...error.extensions } : { code: "INTERNAL_SERVER_ERROR" },
  };
}
