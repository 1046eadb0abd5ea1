import {visibleText} from '../text-cleaning.ts';

const source = Symbol('markup');

/** Text that is HTML already. Only this file can make one, and data read from anywhere cannot hold the symbol. */
export interface Markup {
  readonly [source]: string;
}

/** What may stand between the pieces of a template; everything but markup is text and is escaped. */
export type Content = Markup | readonly Content[] | string | number | undefined;

const entities = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

function escapeText(text: string): string {
  return visibleText(text).replace(/[&<>"']/g, (character) => entities.get(character) ?? character);
}

function isMarkup(content: Content): content is Markup {
  return typeof content === 'object' && source in content;
}

export function toHtml(content: Content): string {
  if (content === undefined) return '';
  if (isMarkup(content)) return content[source];
  if (typeof content === 'object') return content.map(toHtml).join('');
  return escapeText(String(content));
}

/** A template whose values become text. They may stand in elements and in quoted attributes, nowhere else. */
export function markup(pieces: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  let html = pieces[0] ?? '';
  for (const [index, content] of contents.entries()) html += toHtml(content) + (pieces[index + 1] ?? '');
  return {[source]: html};
}

/** For text of ours that must not be escaped, such as a style sheet. Never for anything that came from outside. */
export function ours(html: string): Markup {
  return {[source]: html};
}
