import { Document, isPair, isScalar, visit, type YAMLMap, type YAMLSeq } from 'yaml';

/**
 * A value as YAML that `readYamlFile` reads as the same value: numbers to the last bit, texts in quotes where they need them. Maps and
 * lists without further ones in them are on one line, where it is not too long.
 */
export function yamlText(value: unknown): string {
  const document = new Document(value, { schema: 'core', aliasDuplicateObjects: false });
  visit(document, {
    Map: (_, map) => {
      map.flow = isFlat(map);
    },
    Seq: (_, list) => {
      list.flow = isFlat(list);
    },
  });
  return document.toString({ lineWidth: 120 });
}

function isFlat({ items }: YAMLMap | YAMLSeq): boolean {
  return items.every((item) => isScalar(isPair(item) ? item.value : item));
}
