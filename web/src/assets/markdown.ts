import { marked } from "marked";

const STYLE = `
  :root { color-scheme: light; }
  body { font: 16px/1.6 system-ui, sans-serif; color: #1c1b22; background: #fff; max-width: 42rem; margin: 1.5rem auto; padding: 0 1.25rem; }
  h1 { font-size: 1.6rem; line-height: 1.25; } h2 { font-size: 1.2rem; margin-top: 1.8em; } h3 { font-size: 1rem; }
  table { border-collapse: collapse; width: 100%; } td, th { border: 1px solid #ddd; padding: .35em .6em; text-align: left; }
  blockquote { margin: 1em 0; padding-left: 1em; border-left: 3px solid #ddd; color: #555; }
  code { background: #f3f2ef; padding: .1em .3em; border-radius: 4px; } a { color: #a92d1b; }
`;

/** A whole HTML page of a Markdown text. It is only ever shown in a sandboxed frame, where no script runs. */
export function markdownPage(text: string): string {
  const body = marked.parse(text, { async: false, gfm: true });
  return `<!doctype html><html lang="en"><meta charset="utf-8"><style>${STYLE}</style><body>${body}</body></html>`;
}
