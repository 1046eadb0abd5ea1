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

/** Plain words, gaps in them, between line ends and what joins commands: they need no reading of quotes. */
const simple = /^(?:[\w./=:,+%@*?[\]~^ \t\n\uFDD0;-]|&&|\|\|?)*$/;
const joint = /\n|;|&&|\|\|?/g;
const reserved =
  /(?:^|[;&|])[ \t]*(?:if|then|else|elif|fi|do|done|while|until|for|case|time|coproc|function|select)\b|(?:^|[\s;&|])\w+\+?=/m;

function wordsFrom(text: string, from: number, to: number): readonly Word[] {
  return Array.from(text.slice(from, to).matchAll(/\S+/g), ({0: literal, index}): Word => {
    const start = from + index;
    return {start, end: start + literal.length, literal, quoted: false, variables: [], marks: []};
  });
}

function readSimple(text: string): Script {
  const commands: (readonly Word[])[] = [];
  let from = 0;
  for (const {0: end, index} of [...text.matchAll(joint), {0: '', index: text.length}]) {
    const words = wordsFrom(text, from, index);
    if (words.length > 0) commands.push(words);
    from = index + end.length;
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
