import { stringify } from 'yaml';

/** A value as YAML that `readYamlFile` reads as the same value: numbers to the last bit, texts in quotes where they need them. */
export function yamlText(value: unknown): string {
  return stringify(value, { schema: 'core', lineWidth: 120, aliasDuplicateObjects: false });
}
