import {parseIni} from '../base/ini.ts';
import type {SourceFile, SourceText} from '../base/source.ts';

/** Values of one section of an INI file by key, as Python's configparser reads them; keys are in lower case. */
export function readIniSection(file: SourceFile, section: string): ReadonlyMap<string, SourceText> | undefined {
  const found = parseIni(file, {delimiters: '=:'}).value.find(({name}) => name.trim() === section);
  return found && new Map(found.entries.map(({key, value}) => [key.toLowerCase(), value]));
}
