import {readdirSync, readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {RE2JS} from 're2js';
import {expect, it} from 'vitest';
import {renderDiagnostic} from '../../src/base/render-diagnostic.ts';
import {transformsFor} from '../../src/transforms/built-in.ts';
import {chunk} from '../../src/transforms/chunk.ts';
import {parsePxu} from '../../src/units/parse-pxu.ts';
import {parseYaml} from '../../src/units/parse-yaml.ts';
import {printPxu} from '../../src/units/print-pxu.ts';
import {printYaml} from '../helpers/print-yaml.ts';

const folder = resolve(import.meta.dirname, '../golden/transforms');
const inputs = readdirSync(folder).filter((name) => !name.endsWith('.out'));
const origin = {provider: 'com.example:p', namespace: 'com.example'};

function matches(pattern: string, text: string): boolean | undefined {
  try {
    return RE2JS.compile(pattern).matches(text);
  } catch {
    return undefined;
  }
}

it.each(inputs)('%s gives its units and findings', async (name) => {
  const file = {path: name, text: readFileSync(join(folder, name), 'utf8')};
  const isYaml = name.endsWith('.yaml');
  const parsed = isYaml ? parseYaml(file, origin) : parsePxu(file, origin);
  const keys = new Map([
    ['arch', 'x86_64'],
    ['board', 'pi'],
  ]);
  const own = [{name: 'assay/chunk', transform: chunk}];
  const run = transformsFor(own).run({provider: origin, keys, matches}, parsed.value);
  const units = [...run.records].map((record) => (isYaml ? printYaml(record) : printPxu(record)).trimEnd());
  const findings = [...parsed.diagnostics, ...run.diagnostics].map((finding) => renderDiagnostic(finding));
  const separator = isYaml ? '\n---\n' : '\n\n';
  await expect(`${units.join(separator)}\n\n=== findings\n${findings.join('\n\n')}\n`).toMatchFileSnapshot(
    join(folder, `${name}.out`),
  );
});
