import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import {
  buildSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  validateSchema,
} from "graphql";
import { describe, expect, it } from "vitest";
import { buildAdminSchema } from "#dev-store/admin-api/schema.ts";
import { resolvers } from "#dev-store/admin-api/resolvers/all.ts";

const folder = join(import.meta.dirname, "../../../dev-store/admin-api");
const official = join(import.meta.dirname, "../../../../shared/shopify/admin-2026-07.json.gz");
const sdl = readFileSync(join(folder, "schema.graphql"), "utf8");

interface Ref {
  kind: string;
  name: string | null;
  ofType: Ref | null;
}
interface OfficialField {
  name: string;
  type: Ref;
  args?: OfficialField[];
  defaultValue?: string | null;
}
interface OfficialType {
  name: string;
  kind: string;
  isOneOf: boolean | null;
  fields: OfficialField[] | null;
  inputFields: OfficialField[] | null;
  enumValues: { name: string }[] | null;
  possibleTypes: { name: string }[] | null;
  interfaces: { name: string }[] | null;
}

function printed(ref: Ref): string {
  if (ref.kind === "NON_NULL") return `${printed(ref.ofType!)}!`;
  return ref.kind === "LIST" ? `[${printed(ref.ofType!)}]` : ref.name!;
}

describe("the pruned schema", () => {
  it("is a valid schema by itself", () => {
    expect(validateSchema(buildSchema(sdl))).toEqual([]);
  });

  it("has no descriptions of Shopify's and stays readable in one go", () => {
    expect(sdl).not.toContain('"""');
    expect(sdl.split("\n").length).toBeLessThan(4000);
  });

  it("has a resolver behind every field, and none without a field", () => {
    expect(() => buildAdminSchema()).not.toThrow();
    const { Order: order, ...others } = resolvers;
    const withoutName = Object.fromEntries(Object.entries(order!).filter(([name]) => name !== "name"));
    expect(() => buildAdminSchema({ ...others, Order: withoutName })).toThrow("Order.name has no resolver");
    expect(() => buildAdminSchema({ ...others, Order: { ...order, colour: () => "red" } })).toThrow(
      "not in the schema",
    );
  });

  it.skipIf(!existsSync(official))(
    "promises nothing that Shopify's schema does not: every type, field, argument, value and default is there with the same type (needs ../shared/shopify)",
    () => {
      const source = JSON.parse(gunzipSync(readFileSync(official)).toString("utf8")) as {
        data: { __schema: { types: OfficialType[] } };
      };
      const types = new Map(source.data.__schema.types.map((type) => [type.name, type]));
      const wrong: string[] = [];
      const same = (where: string, ours: string, theirs: string | undefined): void => {
        if (ours !== theirs) wrong.push(`${where}: ${ours}, Shopify: ${theirs}`);
      };
      for (const type of Object.values(buildSchema(sdl).getTypeMap())) {
        if (type.name.startsWith("__")) continue;
        const theirs = types.get(type.name);
        if (!theirs) {
          wrong.push(type.name);
        } else if (isEnumType(type)) {
          const values = theirs.enumValues!.map((value) => value.name).sort();
          same(
            type.name,
            type
              .getValues()
              .map((value) => value.name)
              .sort()
              .join(),
            values.join(),
          );
        } else if (isUnionType(type)) {
          const names = new Set(theirs.possibleTypes!.map((one) => one.name));
          for (const member of type.getTypes())
            if (!names.has(member.name)) wrong.push(`${type.name} | ${member.name}`);
        } else if (isInputObjectType(type)) {
          same(`${type.name} oneOf`, String(type.isOneOf), String(theirs.isOneOf ?? false));
          for (const field of Object.values(type.getFields())) {
            const match = theirs.inputFields!.find((one) => one.name === field.name);
            same(`${type.name}.${field.name}`, String(field.type), match && printed(match.type));
          }
        } else if (isObjectType(type) || isInterfaceType(type)) {
          const interfaces = new Set(theirs.interfaces?.map((one) => one.name));
          for (const one of type.getInterfaces())
            if (!interfaces.has(one.name)) wrong.push(`${type.name} & ${one.name}`);
          for (const field of Object.values(type.getFields())) {
            const match = theirs.fields!.find((one) => one.name === field.name);
            same(`${type.name}.${field.name}`, String(field.type), match && printed(match.type));
            for (const argument of field.args) {
              const given = match?.args?.find((one) => one.name === argument.name);
              same(
                `${type.name}.${field.name}(${argument.name})`,
                String(argument.type),
                given && printed(given.type),
              );
            }
          }
        }
      }
      expect(wrong).toEqual([]);
    },
  );
});
