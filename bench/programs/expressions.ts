import {readFileSync} from 'node:fs';
import {type SourceText, verbatim} from '../../src/base/source.ts';
import {type CompiledProgram, compileProgram} from '../../src/expressions/compile.ts';
import {type ResourceState, resourceRecord} from '../../src/expressions/environment.ts';
import {evaluateProgram} from '../../src/expressions/evaluate.ts';
import {filterRecords} from '../../src/expressions/filter.ts';
import {parseProgram} from '../../src/expressions/parse.ts';

/**
 * One piece of work in a process of its own, timed without what it needs beforehand: `parse FILE` for programs as if each
 * stood in a file alone, `parse-files FILE` for the same as they stand in theirs, `join N`, `filter N`.
 */
const [what = '', subject = ''] = process.argv.slice(2);

function alone(text: string): SourceText {
  return verbatim({file: {path: 'bench', text}, start: 0, end: text.length});
}

function compile(source: SourceText): CompiledProgram {
  return compileProgram(parseProgram(source).value);
}

function read(text: string): CompiledProgram {
  return compile(alone(text));
}

function known(count: number, keys: (index: number) => Readonly<Record<string, string>>): ResourceState {
  const records = Array.from({length: count}, (_, index) => resourceRecord(Object.entries(keys(index))));
  return {state: 'known', records};
}

/** What the file has: each program's text, and the place it is from. */
function writtenPrograms(): readonly (readonly [string, string])[] {
  const written: unknown = JSON.parse(readFileSync(subject, 'utf8'));
  if (!Array.isArray(written)) throw new Error(`${subject} is no list`);
  return written.map(({text, place}) => [String(text), String(place)]);
}

function parseAlone(): () => unknown {
  const sources = writtenPrograms().map(([text]) => alone(text));
  return () => sources.map(compile);
}

/** A place is a file and a line of it; twins have theirs from one place. */
function parseFiles(): () => unknown {
  const programs = writtenPrograms();
  const byPlace = new Map(programs.map(([text, place]) => [place, text]));
  const ofFile = Map.groupBy(byPlace, ([place]) => place.slice(0, place.lastIndexOf(':')));
  const sources = new Map<string, SourceText>();
  for (const [path, places] of ofFile) {
    const file = {path, text: places.map(([, text]) => text).join('\n')};
    let start = 0;
    for (const [place, {length}] of places) {
      sources.set(place, verbatim({file, start, end: start + length}));
      start += length + 1;
    }
  }
  const all = programs.flatMap(([, place]) => sources.get(place) ?? []);
  return () => all.map(compile);
}

/** Only the last records of the two fit. */
function join(): () => unknown {
  const count = Number(subject);
  const compiled = read("a.name == b.name and a.kind == 'last' and b.kind == 'last'");
  const kind = (index: number): string => (index === count - 1 ? 'last' : 'other');
  const bindings = new Map([
    ['a', known(count, (index) => ({name: `n${index}`, kind: kind(index)}))],
    ['b', known(count, (index) => ({name: `n${index}`, kind: kind(index)}))],
  ]);
  return () => evaluateProgram(compiled, bindings).value === true || fail();
}

function filter(): () => unknown {
  const compiled = read("res.kind in ('a', 'b') and int(res.size) > 40\nres.name != 'n0'");
  const state = known(Number(subject), (index) => ({
    name: `n${index}`,
    kind: index % 3 === 0 ? 'a' : 'c',
    size: `${index % 99}`,
  }));
  const records = state.state === 'known' ? state.records : [];
  return () => filterRecords(compiled, 'res', {records}).length === records.length || fail();
}

function fail(): never {
  throw new Error(`${what} ${subject} gave something else`);
}

const prepare = new Map([
  ['parse', parseAlone],
  ['parse-files', parseFiles],
  ['join', join],
  ['filter', filter],
]).get(what);
if (prepare === undefined) throw new Error(`there is no ${what}`);
const work = prepare();
const started = performance.now();
work();
process.stdout.write(String(performance.now() - started));
