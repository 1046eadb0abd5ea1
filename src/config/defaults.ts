import {type KeySpec, type Kind, type SectionSpec, sections} from './keys.ts';
import {writtenValue} from './values.ts';

const width = 98;

function comment(text: string): readonly string[] {
  const lines: string[] = [];
  let line = '#';
  for (const word of text.split(' ')) {
    if (line.length + word.length + 1 > width) {
      lines.push(line);
      line = '#';
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}

function kindWords(kind: Kind): string {
  switch (kind.type) {
    case 'text':
      return 'text';
    case 'flag':
      return 'yes or no';
    case 'number':
      return `${kind.whole ? 'whole ' : ''}number, at least ${kind.least}`;
    case 'choice':
      return kind.choices.join(' | ');
    case 'list':
      return kind.choices === undefined ? 'list' : `list of ${kind.choices.join(' | ')}`;
    case 'patterns':
      return 'list of regular expressions';
    case 'answer':
      return 'yes, no or a whole number';
  }
}

function keyLines(name: string, spec: KeySpec, isComment: boolean): readonly string[] {
  const {help, kind, noEffect, deprecated} = spec;
  const notes = [noEffect === undefined ? '' : ` (Nothing here: ${noEffect}.)`, deprecated && ` (${deprecated}.)`];
  const value = spec.default === undefined ? '' : writtenValue(spec.default);
  const line = `${name} = ${value}`.trimEnd();
  const isUnused = isComment || [noEffect, deprecated].some((why) => why !== undefined) || spec.default === undefined;
  return [...comment(`${help}${notes.join('')}`), ...comment(`  ${kindWords(kind)}`), isUnused ? `# ${line}` : line];
}

function sectionLines(name: string, spec: SectionSpec): readonly string[] {
  const {form, keys, help, any} = spec;
  const isComment = form === 'named';
  const header = form === 'named' ? `# [${name}:NAME]` : `[${name}]`;
  const example = name === 'manifest' ? 'com.example::has_camera = yes' : 'NAME = value';
  const open = any === undefined ? [] : [...comment(`  ${kindWords(any.kind)}`), `# ${example}`];
  return [
    ...comment(help),
    header,
    ...Object.entries(keys).flatMap(([key, keySpec]) => keyLines(key, keySpec, isComment)),
    ...open,
  ];
}

/** A launcher in which every key stands with its default; what has none is a comment. */
export function defaultLauncher(): string {
  const blocks = Object.entries(sections).map(([name, spec]) => `${sectionLines(name, spec).join('\n')}\n`);
  return `# Every section and key of a launcher, with what counts unless it is set.\n\n${blocks.join('\n')}`;
}
