/** A value in YAML's flow style, on one line; lists that stand for themselves elsewhere are named by an anchor. */
export function flow(value: unknown, anchors?: Anchors): string {
  if (Array.isArray(value)) {
    const text = `[${value.map((item) => flow(item)).join(', ')}]`;
    return anchors?.name(text) ?? text;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, item]) => `${scalar(key)}: ${flow(item, anchors)}`);
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
  return typeof value === 'string' ? scalar(value) : String(value);
}

/** A text as a scalar, quoted where it would be read as something else. */
export function scalar(text: string): string {
  return /^[A-Za-z][A-Za-z0-9_.-]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text)
    ? text
    : `'${text.replaceAll("'", "''")}'`;
}

/** Lists that are written once and named thereafter. */
export interface Anchors {
  /** The text with its anchor where it stands first, the alias later; undefined for what has no name. */
  name(text: string): string | undefined;
}

/** @param names by the text of a list */
export function createAnchors(names: ReadonlyMap<string, string>): Anchors {
  const written = new Set<string>();
  return {
    name(text) {
      const name = names.get(text);
      if (name === undefined) return undefined;
      if (written.has(name)) return `*${name}`;
      written.add(name);
      return `&${name} ${text}`;
    },
  };
}

/** Comment lines of at most 120 columns. */
export function comment(text: string): string {
  const lines: string[] = [];
  let line = '#';
  for (const word of text.split(' ')) {
    if (line.length + 1 + word.length > 120) {
      lines.push(line);
      line = '#';
    }
    line += ` ${word}`;
  }
  return [...lines, line].join('\n');
}
