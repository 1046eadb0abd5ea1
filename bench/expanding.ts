import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {bundle} from '../scripts/bundle/bundle.ts';
import {nodeFlags} from '../scripts/node-flags.ts';
import {nodeHost} from '../src/base/node-host.ts';
import {findProviders} from '../src/catalog/find-providers.ts';
import {loadUnits} from '../src/catalog/load-units.ts';
import type {UnitSet} from '../src/catalog/unit-set.ts';
import {placeholders} from '../src/templates/placeholders.ts';
import {fieldText} from '../src/units/record-access.ts';
import {type Command, pair, type Row} from './measure.ts';
import {findPeer, type Peer} from './peer.ts';

const home = resolve(import.meta.dirname, '..');
const assay = join(home, 'assay');
const peerProgram = join(import.meta.dirname, 'programs/peer_templates.py');
const deviceRecords = 400;
const otherRecords = 4;
/** Of so many records one has a value that a filter asks for: a machine has few devices of a kind. */
const spread = 40;

/** A program in one file, as a command of ours is: what is measured is cold, but for its modules. */
export async function programFor(
  scratch: string,
  name: 'expand' | 'expressions' | 'plan',
): Promise<(...words: readonly string[]) => Command> {
  const input = {[name]: join(import.meta.dirname, `programs/${name}.ts`)};
  for (const {fileName, code} of await bundle(input, {format: 'es'})) writeFileSync(join(scratch, fileName), code);
  const program = join(scratch, `${name}.mjs`);
  return (...words) => ({argv: [process.execPath, ...nodeFlags, program, ...words], timesItself: true});
}

export async function unitsOf(directory: string): Promise<UnitSet> {
  const host = nodeHost();
  const found = findProviders(host, {directories: [directory]});
  return (await loadUnits(host, found.value, {ownTransforms: true})).value;
}

/** Every resource program and filter, as it is written, and where. */
function programsOf({units}: UnitSet): readonly {readonly text: string; readonly place: string}[] {
  return units.flatMap((unit) => {
    const requires = fieldText(unit.kind === 'template' ? unit.body : unit.record, 'requires');
    const filter = fieldText(unit.record, 'template-filter');
    return [requires, filter].flatMap((text) =>
      text === undefined ? [] : [{text: text.text, place: `${text.span.file.path}:${text.span.start}`}],
    );
  });
}

/** Records with every key that the templates ask for, and values that their filters compare with. */
function recordingOf({templates}: UnitSet): string {
  const byResource = Map.groupBy(templates.values(), ({resource}) => resource.id);
  const resources = [...byResource].map(([id, all]) => {
    const keys = new Set(all.flatMap((template) => placeholders(template).map(({key}) => key)));
    const compared = new Map<string, Set<string>>();
    for (const {filter} of all) {
      for (const [, key = '', value = ''] of filter?.text.matchAll(/\w+\.(\w+)\s*==\s*'([^']*)'/g) ?? [])
        compared.set(key, (compared.get(key) ?? new Set()).add(value));
    }
    const valueFor = (key: string, index: number): string => {
      const values = [...(compared.get(key) ?? [])];
      if (values.length === 0) return `${key}${index}`;
      return values[index % Math.max(spread, values.length)] ?? 'other';
    };
    const count = id.endsWith('::device') ? deviceRecords : otherRecords;
    const records = Array.from({length: count}, (_, index) =>
      Object.fromEntries([...keys, ...compared.keys()].map((key) => [key, valueFor(key, index)])),
    );
    return [id, {state: 'known', records}] as const;
  });
  return JSON.stringify({resources: Object.fromEntries(resources)});
}

async function besidePeer(peer: Peer, scratch: string, program: (...words: readonly string[]) => Command) {
  const set = await unitsOf(peer.providers);
  const recording = join(scratch, 'recording.json');
  writeFileSync(recording, recordingOf(set));
  const programs = programsOf(set);
  const lines = programs.flatMap(({text}) => text.split('\n').filter((line) => /^\s*[^#\s]/.test(line)));
  const list = join(scratch, 'programs.json');
  writeFileSync(list, JSON.stringify(programs));
  const expand = await programFor(scratch, 'expand');
  const words = ['--provider', peer.providers, 'expand-template', '--all', '--recording', recording];
  return [
    {
      what: `a process for ${set.templates.size} public templates, twins among them, ${deviceRecords} devices`,
      against: 'one of Checkbox, without twins',
      ...pair({argv: [assay, ...words], codes: [0, 2, 4]}, peer.python(peerProgram, 'expand', recording), 5),
    },
    {
      what: 'the same, units loaded and no twins',
      against: 'instantiate_all of Checkbox',
      limit: 0.05,
      ...pair(
        expand(peer.providers, recording),
        {...peer.python(peerProgram, 'instantiate', recording), timesItself: true},
        5,
      ),
    },
    {
      what: `${lines.length} expressions of ${programs.length} public programs read, as they stand in their files`,
      against: 'ResourceProgram of Checkbox',
      ...pair(program('parse-files', list), {...peer.python(peerProgram, 'parse', list), timesItself: true}, 9),
    },
    {
      what: 'the same, each as if it stood in a file alone',
      against: 'ResourceProgram of Checkbox',
      ...pair(program('parse', list), {...peer.python(peerProgram, 'parse', list), timesItself: true}, 9),
    },
  ];
}

/** Expressions and templates: how they grow with the records, and beside the peer where it is. */
export async function expanding(): Promise<readonly Row[]> {
  const scratch = mkdtempSync(join(tmpdir(), 'assay-bench-'));
  try {
    const program = await programFor(scratch, 'expressions');
    const peer = findPeer(scratch);
    return [
      {
        what: 'filter of 100,000 records',
        against: 'of 10,000',
        limit: 12,
        ...pair(program('filter', '100000'), program('filter', '10000'), 9),
      },
      {
        what: 'join of 5,000 × 5,000 records',
        against: 'of 2,500 × 2,500',
        limit: 3,
        ...pair(program('join', '5000'), program('join', '2500'), 9),
      },
      ...(peer === undefined ? [] : await besidePeer(peer, scratch, program)),
    ];
  } finally {
    rmSync(scratch, {recursive: true, force: true});
  }
}
