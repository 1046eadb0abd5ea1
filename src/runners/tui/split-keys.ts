import type {Key} from 'ink';

export interface Press {
  readonly input: string;
  readonly key: Key;
}

const enter: ReadonlySet<string> = new Set(['\r', '\n']);

/**
 * The keys of one read, one by one: what is typed fast, or comes over a serial line, arrives in one piece. A paste that ends
 * with a line break is text and then Enter.
 */
export function splitKeys(input: string, key: Key): readonly Press[] {
  if (input.length < 2 || key.ctrl || key.meta) return [{input, key}];
  return [...input].map((character) =>
    enter.has(character)
      ? {input: '', key: {...key, return: true}}
      : {
          input: character === '\u007f' || character === '\u001b' ? '' : character,
          key: {...key, backspace: character === '\u007f', escape: character === '\u001b'},
        },
  );
}
