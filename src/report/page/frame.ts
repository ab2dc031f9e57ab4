import { escapeHtml } from './escape-html.js';

/** Parts of a page: text, and HTML, CSS and JavaScript as they are. */
export interface Frame {
  readonly title: string;
  readonly styles: readonly string[];
  readonly body: string;
  readonly scripts: readonly string[];
}

/** A page that asks nothing of a network by itself. */
export function frameHtml({ title, styles, body, scripts }: Frame): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${escapeHtml(title)}: hport report</title>
<style>${styles.join('')}</style>
</head>
<body>
${body}
${scripts.map((script) => `<script>${script}</script>`).join('\n')}
</body>
</html>
`;
}
