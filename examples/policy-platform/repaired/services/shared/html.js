const STYLE =
  'body{font:16px/1.5 system-ui;margin:2rem auto;max-width:56rem}td,th{padding:.3rem .8rem;text-align:left}';
const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export function escapeHtml(value) {
  return String(value).replace(/[&<>"']/g, (character) => ENTITIES[character]);
}

export function page(title, body) {
  const name = escapeHtml(title);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${name}</title><style>${STYLE}</style></head>
<body><h1>${name}</h1>
${body}
</body></html>
`;
}

export function table(headings, rows) {
  const cells = (tag, values) => values.map((value) => `<${tag}>${escapeHtml(value)}</${tag}>`).join('');
  const lines = rows.map((row) => `<tr>${cells('td', row)}</tr>`);
  return `<table>\n<tr>${cells('th', headings)}</tr>\n${lines.join('\n')}\n</table>`;
}
