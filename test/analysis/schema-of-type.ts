import ts from 'typescript';
import type { JsonObject, JsonValue } from '../../src/core/types.js';

/**
 * The JSON Schema of an exported interface of plain JSON: closed objects, arrays, records, unions with `null`, literals. Interfaces
 * become definitions, their comments descriptions, so that the types are the only place where a thing is said.
 */
export function schemaOfType(file: string, name: string): JsonObject {
  const program = ts.createProgram([file], { strict: true, target: ts.ScriptTarget.ES2022, skipLibCheck: true });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const root = source?.statements.find((each) => ts.isInterfaceDeclaration(each) && each.name.text === name);
  if (root === undefined) throw new Error(`no interface ${name} in ${file}`);
  const definitions: Record<string, JsonValue> = {};
  const schema = schemaOf(checker.getTypeAtLocation(root), { checker, definitions });
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', ...(schema as JsonObject), $defs: definitions };
}

interface Context {
  readonly checker: ts.TypeChecker;
  readonly definitions: Record<string, JsonValue>;
}

function schemaOf(type: ts.Type, context: Context): JsonValue {
  const { checker } = context;
  if (type.isUnion()) return unionSchema(type, context);
  if (type.isLiteral()) return { const: type.value as JsonValue };
  if (type.flags & ts.TypeFlags.Null) return { type: 'null' };
  if (type.flags & ts.TypeFlags.Number) return { type: 'number' };
  if (type.flags & ts.TypeFlags.String) return { type: 'string' };
  if (type.flags & ts.TypeFlags.BooleanLike) return { type: 'boolean' };
  const element = checker.getIndexTypeOfType(type, ts.IndexKind.Number);
  if (checker.isArrayType(type) && element !== undefined) return { type: 'array', items: schemaOf(element, context) };
  const name = type.symbol.name;
  if (name.startsWith('__')) return objectSchema(type, context);
  if (!(name in context.definitions)) {
    context.definitions[name] = true;
    context.definitions[name] = objectSchema(type, context);
  }
  return { $ref: `#/$defs/${name}` };
}

/** Booleans are unions too: of true and false. */
function unionSchema(type: ts.UnionType, context: Context): JsonValue {
  if (type.flags & ts.TypeFlags.Boolean) return { type: 'boolean' };
  if (type.types.every((each) => each.isLiteral())) {
    return { enum: type.types.map((each) => each.value as string | number) };
  }
  const schemas = type.types.map((each) => schemaOf(each, context));
  return { anyOf: [...new Map(schemas.map((schema) => [JSON.stringify(schema), schema])).values()] };
}

function objectSchema(type: ts.Type, context: Context): JsonObject {
  const { checker } = context;
  const members = checker.getPropertiesOfType(type);
  const properties: Record<string, JsonValue> = {};
  for (const member of members) {
    const schema = schemaOf(checker.getTypeOfSymbol(member), context) as JsonObject;
    const description = textOf(member, checker);
    properties[member.name] = description === '' ? schema : { description, ...schema };
  }
  const description = textOf(type.symbol, checker);
  return {
    ...(description !== '' && { description }),
    type: 'object',
    additionalProperties: false,
    required: members.map(({ name }) => name),
    properties,
  };
}

function textOf(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  return ts.displayPartsToString(symbol.getDocumentationComment(checker)).replace(/\s+/g, ' ');
}
