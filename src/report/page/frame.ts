import { escapeHtml } from './escape-html.js';

/** Parts of a page: text, and HTML, CSS and JavaScript as they are. */
export interface Frame {
  readonly title: string;
  /** HTML for the end of the head. */
  readonly head?: string;
  readonly styles: readonly string[];
  readonly body: string;
  readonly scripts: readonly string[];
}

/** A page that asks nothing of a network by itself. */
export function frameHtml({ title, head = '', styles, body, scripts }: Frame): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}: hport report</title>
<style>${styles.join('')}</style>${head}
</head>
<body>
${body}
${scripts.map((script) => `<script>${script}</script>`).join('\n')}
</body>
</html>
`;
}
