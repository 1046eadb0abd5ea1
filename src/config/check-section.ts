import type {Diagnostic, DiagnosticCode, Severity} from '../base/diagnostic.ts';
import {nearest} from '../base/nearest.ts';
import type {Span} from '../base/source.ts';
import {type KeySpec, type SectionSpec, type SettingValue, sections} from './keys.ts';
import type {RawEntry, RawSection} from './raw.ts';
import {readValue} from './values.ts';

/** A value of a file, checked. `section` is `ui` or `transport:out`; aliases are resolved. */
export interface Setting {
  readonly section: string;
  readonly key: string;
  readonly keySpan: Span;
  readonly value: SettingValue;
  readonly span: Span;
}

interface Named {
  readonly spec: SectionSpec;
  /** The section's name as the table has it, with what stands behind the colon. */
  readonly section: string;
}

const names = Object.keys(sections);

/** Each spelling of a section's name with the one in the table. */
const sectionNames: ReadonlyMap<string, string> = new Map(
  Object.entries(sections).flatMap(([name, {aliases = []}]) =>
    [name, ...aliases].map((spelling): [string, string] => [spelling, name]),
  ),
);

export function isNamedSection(name: string): boolean {
  return sections[name]?.form === 'named';
}

/** Undefined: there is no such section. */
export function sectionNamed(written: string): Named | undefined {
  const colon = written.indexOf(':');
  const head = colon === -1 ? written : written.slice(0, colon);
  const name = sectionNames.get(head);
  const spec = name === undefined ? undefined : sections[name];
  if (name === undefined || spec === undefined) return undefined;
  if ((spec.form === 'named') !== (colon !== -1)) return undefined;
  return {spec, section: colon === -1 ? name : `${name}:${written.slice(colon + 1)}`};
}

/** The key as the table has it, with what is known of it; undefined where the section has no such key. */
export function keyNamed(spec: SectionSpec, written: string): readonly [string, KeySpec] | undefined {
  const own = Object.entries(spec.keys).find(([key, {aliases = []}]) => key === written || aliases.includes(written));
  if (own !== undefined) return own;
  return spec.any === undefined ? undefined : [written, spec.any];
}

class Checker {
  readonly diagnostics: Diagnostic[] = [];
  readonly settings: Setting[] = [];

  say(code: DiagnosticCode, severity: Severity, at: {message: string; span: Span; suggestion?: string | undefined}) {
    const {message, span, suggestion} = at;
    this.diagnostics.push({code, severity, message, span, ...(suggestion === undefined ? {} : {suggestion})});
  }

  section(raw: RawSection): void {
    const found = sectionNamed(raw.name);
    if (found === undefined) {
      this.#unknownSection(raw);
      return;
    }
    if (found.section !== raw.name) {
      const message = `[${raw.name}] is deprecated: write [${found.section}].`;
      this.say('config/deprecated', 'advice', {message, span: raw.nameSpan});
    }
    for (const entry of raw.entries) this.#entry(found, entry);
  }

  #unknownSection({name, nameSpan}: RawSection): void {
    const [head = ''] = name.split(':');
    const known = sectionNames.get(head);
    if (known !== undefined) {
      const message = isNamedSection(known)
        ? `The section [${name}] needs a name: [${known}:NAME].`
        : `The section [${known}] has no name behind a colon.`;
      this.say('config/unknown-section', 'error', {message, span: nameSpan});
      return;
    }
    const message =
      name === 'DEFAULT'
        ? 'A section [DEFAULT] is not for launchers: give each value where it belongs.'
        : `There is no section [${name}]; there are ${names.join(', ')}.`;
    this.say('config/unknown-section', 'error', {message, span: nameSpan, suggestion: nearest(head, names)});
  }

  #entry({spec, section}: Named, {key, keySpan, value}: RawEntry): void {
    const found = keyNamed(spec, key);
    if (found === undefined) {
      const keys = Object.keys(spec.keys);
      const message = `[${section}] has no key ${key}; it has ${keys.join(', ')}.`;
      this.say('config/unknown-key', 'error', {message, span: keySpan, suggestion: nearest(key, keys)});
      return;
    }
    const [name, known] = found;
    const span = value.type === 'text' ? value.text.span : value.span;
    if (section === 'environment' && !/^[A-Za-z_]\w*$/.test(name)) {
      const message = `"${name}" cannot be the name of a variable: letters, digits and _ only, no digit first.`;
      this.say('config/bad-variable', 'error', {message, span: keySpan});
      return;
    }
    const read = readValue(value, known);
    if (!read.ok) {
      const shown = span.end > span.start ? span : keySpan;
      const {wanted, word = '', choices = []} = read;
      const message = `${name} must be ${wanted}${word === '' ? '' : `, not ${word}`}.`;
      this.say('config/bad-value', 'error', {
        message,
        span: shown,
        suggestion: word.length > 1 ? nearest(word, choices) : undefined,
      });
      return;
    }
    this.#advise({name, known, value: read.value}, {keySpan, span});
    this.settings.push({section, key: name, keySpan, value: read.value, span});
  }

  #advise(
    {name, known, value}: {readonly name: string; readonly known: KeySpec; readonly value: SettingValue},
    {keySpan, span}: Pick<Setting, 'keySpan' | 'span'>,
  ): void {
    const {noEffect, noEffectFor = {}, deprecated} = known;
    if (deprecated !== undefined) {
      this.say('config/deprecated', 'advice', {message: `${name} is deprecated: ${deprecated}.`, span: keySpan});
    }
    if (noEffect !== undefined) {
      this.say('config/no-effect', 'advice', {message: `${name} does nothing here: ${noEffect}.`, span: keySpan});
    }
    const words = typeof value === 'string' ? [value] : Array.isArray(value) ? value : [];
    for (const word of words) {
      const why = Object.hasOwn(noEffectFor, word) ? noEffectFor[word] : undefined;
      if (why === undefined) continue;
      this.say('config/no-effect', 'advice', {message: `${name} = ${word} does nothing here: ${why}.`, span});
    }
  }
}

/** Every value of a file that can be used, and what is wrong with the others. */
export function checkSections(raw: readonly RawSection[]): {
  readonly settings: readonly Setting[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const checker = new Checker();
  for (const section of raw) checker.section(section);
  const {settings, diagnostics} = checker;
  return {settings, diagnostics};
}
