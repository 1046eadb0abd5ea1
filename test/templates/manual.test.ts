import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {expandTemplate} from '../../src/templates/expand.ts';
import {context, expand, fieldsOf, known, partialIds, template, templatesOf, unitsOf} from './setting.ts';

const manual = readFileSync(join(import.meta.dirname, '../../docs/templates.md'), 'utf8');
const blocks = [...manual.matchAll(/^```\n(.*?)^```/gms)].map(([, text]) => text ?? '');
const drives = known(
  {category: 'CDROM', name: 'sr0', product: 'DVD-RW'},
  {category: 'DISK', name: 'sda', product: 'SSD 860'},
  {category: 'CDROM', name: 'sr1', product: 'BD-RE (ext)'},
);

describe('docs/templates.md', () => {
  it('makes what it says of its example', () => {
    const [made] = templatesOf(blocks.find((text) => text.startsWith('unit: template')) ?? '');
    if (made === undefined) throw new Error('the manual has no template');
    const expansion = expandTemplate(made, drives, context);
    expect(partialIds(expansion)).toEqual(['optical/read_sr0', 'optical/read_sr1']);
    expect(fieldsOf(expansion, 'command')).toEqual(['optical_read_test /dev/sr0', 'optical_read_test /dev/sr1']);
    expect(expansion.filtered).toMatchObject([{record: 1, reason: "device.category is 'DISK'"}]);
    expect(expansion.diagnostics).toEqual([]);
  });

  it('shows a local job that is one', () => {
    const [local] = unitsOf(blocks.find((text) => text.includes('plugin: local')) ?? '');
    expect(local).toMatchObject({plugin: 'local'});
  });

  it('shows the form of a value in each place', () => {
    const rows = [...manual.matchAll(/^\| `(.*?)` \| `(.*?)` \|$/gm)].filter(([, , form]) => form?.includes('$(x)'));
    expect(rows.length).toBeGreaterThan(3);
    for (const [, command = '', form] of rows) {
      const expansion = expand(template('id: t_{__index__}', `command: ${command}`), [{label: "it's $(x)"}]);
      expect(fieldsOf(expansion, 'command')).toEqual([form]);
    }
  });
});
