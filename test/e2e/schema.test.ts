import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {home, Rig} from '../helpers/rig.ts';

describe('schema', () => {
  it('prints the schema of unit files, or of what is named', async () => {
    await using rig = new Rig();
    const {code, stdout} = await rig.run(['schema']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({$schema: 'http://json-schema.org/draft-07/schema#', if: {}});
    const plan = await rig.run(['schema', 'test plan']);
    expect(JSON.parse(plan.stdout)).toMatchObject({allOf: [{$ref: '#/definitions/test-plan'}, {required: ['id']}]});
  });

  it('has those of the documents that commands print', async () => {
    await using rig = new Rig();
    for (const name of ['eval', 'expand-template', 'plan', 'plan-diff']) {
      const {code, stdout} = await rig.run(['schema', name]);
      expect(code).toBe(0);
      const {$comment: _, ...schema} = JSON.parse(stdout);
      expect(schema).toEqual(JSON.parse(readFileSync(join(home, `schemas/${name}.schema.json`), 'utf8')));
    }
  });

  it('writes them all, and again over its own', async () => {
    await using rig = new Rig();
    for (const _ of [1, 2]) {
      const {code, stderr} = await rig.run(['schema', '--dir', 'a/schemas']);
      expect(code).toBe(0);
      expect(stderr).toContain('# yaml-language-server: $schema=a/schemas/unit-file.schema.json');
    }
    expect(JSON.parse(rig.read('a/schemas/provider.schema.json'))).toMatchObject({required: ['name']});
  });

  it('writes over nothing else', async () => {
    await using rig = new Rig();
    rig.write('schemas/job.schema.json', '{}');
    const {code, stderr} = await rig.run(['schema', '--dir', 'schemas']);
    expect(code).toBe(2);
    expect(stderr).toContain('schemas/job.schema.json was not written by this command');
    expect(rig.exists('schemas/unit-file.schema.json')).toBe(false);
  });

  it('names the nearest schema', async () => {
    await using rig = new Rig();
    const {code, stderr} = await rig.run(['schema', 'jbo']);
    expect(code).toBe(2);
    expect(stderr).toContain('did you mean job?');
  });
});
