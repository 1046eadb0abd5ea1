import {type SourceText, type Span, spanWithin} from '../base/source.ts';

/** One `{{ … }}` or `{% … %}` of a text; `start` and `end` are those of what stands inside. */
export interface Tag {
  readonly kind: 'output' | 'statement';
  readonly start: number;
  readonly end: number;
  readonly span: Span;
}

/** A comment, or a tag. What would end a tag is text inside a string. */
const tagPattern =
  /\{#.*?#\}|(\{\{-?)((?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|[^'"])*?)-?\}\}|(\{%-?)((?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|[^'"])*?)-?%\}/gs;

export function tagsOf(text: SourceText): readonly Tag[] {
  const tags: Tag[] = [];
  for (const found of text.text.matchAll(tagPattern)) {
    const [whole, output, outputText, statement, statementText] = found;
    const opening = output ?? statement;
    const inner = outputText ?? statementText;
    if (opening === undefined || inner === undefined) continue;
    const start = found.index + opening.length;
    tags.push({
      kind: output === undefined ? 'statement' : 'output',
      start,
      end: start + inner.length,
      span: spanWithin(text, found.index, found.index + whole.length),
    });
  }
  return tags;
}

/** A name that a template takes from the record. */
export interface KeyUse {
  readonly key: string;
  readonly span: Span;
  /** Tested with `is defined` or given a default: the template can do without it. */
  readonly optional: boolean;
}

const keywords = new Set(
  'if elif else endif for endfor in not and or is true false none True False None set endset macro endmacro call endcall filter endfilter recursive break continue raw endraw generation endgeneration loop namespace range caller varargs kwargs __system_env__ __checkbox_env__ __on_ubuntucore__ __index__'.split(
    ' ',
  ),
);

/** Whether a name stands for a key of the record, and not for something that every text can see. */
export function isVariable(name: string): boolean {
  return !keywords.has(name);
}

/** The record's keys that a text asks for, in the order they are written. Names the template sets itself are none. */
export function keysOfJinja(text: SourceText): readonly KeyUse[] {
  const own = new Set<string>();
  const uses: KeyUse[] = [];
  for (const tag of tagsOf(text)) {
    const inner = text.text.slice(tag.start, tag.end);
    for (const [index, name] of namesIn(inner)) {
      if (own.has(name)) continue;
      const start = tag.start + index;
      const rest = inner.slice(index + name.length);
      const optional = /^\s*(?:is\s+(?:not\s+)?(?:un)?defined\b|\|\s*d(?:efault)?\b)/.test(rest);
      uses.push({key: name, span: spanWithin(text, start, start + name.length), optional});
    }
    for (const name of namesSetBy(inner)) own.add(name);
  }
  return uses;
}

/** Identifiers that stand for variables: no attribute, filter, test, keyword, argument name or part of a string. */
function* namesIn(inner: string): Generator<readonly [number, string]> {
  const assigned = namesSetBy(inner);
  let last = '';
  for (const token of inner.matchAll(/'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|\d[\w.]*|[A-Za-z_]\w*|[^\s\w]/gs)) {
    const [word] = token;
    const isName = /^[A-Za-z_]/.test(word) && !keywords.has(word) && !['.', '|', 'is', 'is not'].includes(last);
    const isArgument = /^\s*=(?!=)/.test(inner.slice(token.index + word.length));
    if (isName && !isArgument && !assigned.includes(word)) yield [token.index, word];
    last = last === 'is' && word === 'not' ? 'is not' : word;
  }
}

/** The names a `set`, `for` or `macro` statement gives values to. */
function namesSetBy(inner: string): readonly string[] {
  const [, names = ''] =
    /^\s*set\s+([\w\s,]+?)(?:=|$)/.exec(inner) ??
    /^\s*for\s+([\w\s,]+?)\s+in\b/.exec(inner) ??
    /^\s*macro\s+(.*)$/s.exec(inner) ??
    [];
  return names.match(/[A-Za-z_]\w*/g) ?? [];
}
