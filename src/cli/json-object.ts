import { InvalidArgumentError } from 'commander';

/** The value of an option that is a JSON object. @throws InvalidArgumentError for anything else */
export function parseJsonObject(text: string): Readonly<Record<string, unknown>> {
  const value = parseJson(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new InvalidArgumentError('Expected a JSON object such as {"eta": 0.1}.');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidArgumentError('This is no JSON. Expected an object such as {"eta": 0.1}.');
  }
}
