import type {SourceText} from '../base/source.ts';
import {readList} from '../templates/shell/commands.ts';
import {cursorOn, type Word} from '../templates/shell/cursor.ts';
import {commandWords} from '../templates/shell/words.ts';

/** A command's text as the shell will read it. Offsets of words are those of the text. */
export interface Script {
  /** The words of its simple commands, assignments left out. */
  readonly commands: readonly (readonly Word[])[];
  /** Why it cannot be followed to its end. */
  readonly trouble: string | undefined;
}

/** Lines of plain words, which need no reading of quotes. */
const simple = /^[\w./=:,+%@ \t\n-]*$/;
const reserved = /^[ \t]*(?:if|then|else|elif|fi|do|done|while|until|for|case|time|coproc|function|select)\b|=/m;

function readSimple(text: string): Script {
  const commands: Word[][] = [];
  let at = 0;
  for (const line of text.split('\n')) {
    const words = [...line.matchAll(/\S+/g)].map(({0: literal, index}): Word => {
      const start = at + index;
      return {start, end: start + literal.length, literal, quoted: false, variables: [], marks: []};
    });
    if (words.length > 0) commands.push(words);
    at += line.length + 1;
  }
  return {commands, trouble: undefined};
}

function read(text: string): Script {
  if (simple.test(text) && !reserved.test(text)) return readSimple(text);
  const cursor = cursorOn(text, readList);
  readList(cursor);
  const trouble = cursor.at < text.length ? (cursor.trouble ?? 'a ) is not opened') : cursor.trouble;
  const commands = cursor.commands.filter(({conditional}) => !conditional).map(commandWords);
  return {commands: commands.filter((words) => words.length > 0), trouble};
}

/** Siblings share their command, which is read once. */
export function scriptReader(): (text: SourceText) => Script {
  const known = new Map<string, Script>();
  return ({text}) => {
    const script = known.get(text) ?? read(text);
    known.set(text, script);
    return script;
  };
}
