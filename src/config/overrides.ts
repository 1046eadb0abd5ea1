import type {Diagnostic, Parsed} from '../base/diagnostic.ts';
import {nearest} from '../base/nearest.ts';
import {type SourceFile, type SourceText, type Span, verbatim} from '../base/source.ts';
import {checkSections, sectionNamed} from './check-section.ts';
import {sections} from './keys.ts';
import type {Layer} from './layers.ts';
import type {RawSection} from './raw.ts';

export interface KeyName {
  readonly section: string;
  readonly key: string;
}

/** Keys of plain sections, which may be named without their section where only one has them. */
function sectionsWith(key: string): readonly string[] {
  return Object.entries(sections).flatMap(([name, {form, keys}]) =>
    form === 'plain' && Object.hasOwn(keys, key) ? [name] : [],
  );
}

/** `ui.type`, `test plan.unit`, `transport:out.path`, `environment.NAME`, or `auto_retry` where one section has it. */
export function readKeyName(text: string): KeyName | undefined {
  for (const [name, {form}] of Object.entries(sections)) {
    if (form !== 'named' && text.startsWith(`${name}.`)) return {section: name, key: text.slice(name.length + 1)};
    if (form === 'named' && text.startsWith(`${name}:`) && text.includes('.')) {
      const dot = text.lastIndexOf('.');
      return {section: text.slice(0, dot), key: text.slice(dot + 1)};
    }
  }
  const [only, ...others] = sectionsWith(text);
  if (only !== undefined && others.length === 0) return {section: only, key: text};
  const dot = text.indexOf('.');
  const section = text.slice(0, Math.max(0, dot));
  return sectionNamed(section) === undefined ? undefined : {section, key: text.slice(dot + 1)};
}

/** Every key that can be named, for what was meant by a word. */
export function keyNames(): readonly string[] {
  return Object.entries(sections).flatMap(([name, {form, keys}]) =>
    Object.keys(keys).map((key) => (form === 'named' ? `${name}:NAME.${key}` : `${name}.${key}`)),
  );
}

interface Override {
  readonly name: KeyName;
  readonly keySpan: Span;
  readonly value: SourceText;
}

function readOverride(file: SourceFile, start: number, text: string): Override | Diagnostic {
  const equals = text.indexOf('=');
  const left = equals === -1 ? text : text.slice(0, equals);
  const keySpan = {file, start, end: start + left.length};
  const name = readKeyName(left.trim());
  if (equals === -1 || name === undefined) {
    const message =
      equals === -1
        ? 'A setting is SECTION.KEY=VALUE, for instance ui.auto_retry=yes.'
        : `There is no key ${left.trim()}: it is SECTION.KEY, for instance ui.auto_retry.`;
    const suggestion = nearest(left.trim(), keyNames());
    return {
      code: 'config/unknown-key',
      severity: 'error',
      message,
      span: keySpan,
      ...(suggestion === undefined ? {} : {suggestion}),
    };
  }
  return {name, keySpan, value: verbatim({file, start: start + equals + 1, end: start + text.length})};
}

/** What `--set` gave, later ones over earlier ones; each is found in `commandLine` in its turn. */
export function readOverrides(commandLine: SourceFile, settings: readonly string[]): Parsed<Layer> {
  const diagnostics: Diagnostic[] = [];
  const raw: RawSection[] = [];
  let from = 0;
  for (const text of settings) {
    const start = Math.max(from, commandLine.text.indexOf(text, from));
    from = start + text.length;
    const read = readOverride(commandLine, start, text);
    if ('code' in read) diagnostics.push(read);
    else {
      const {name, keySpan, value} = read;
      raw.push({
        name: name.section,
        nameSpan: keySpan,
        entries: [{key: name.key, keySpan, value: {type: 'text', text: value}}],
      });
    }
  }
  const checked = checkSections(raw.reverse());
  const layer: Layer = {kind: 'command line', path: commandLine.path, settings: checked.settings};
  return {value: layer, diagnostics: [...diagnostics, ...checked.diagnostics]};
}
