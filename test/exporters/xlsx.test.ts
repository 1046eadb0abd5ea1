import {inflateRawSync} from 'node:zlib';
import {XMLParser, XMLValidator} from 'fast-xml-parser';
import {describe, expect, it} from 'vitest';
import type {Submission} from '../../src/exporters/submission.ts';
import {exportXlsx} from '../../src/exporters/xlsx.ts';
import {attempt, id, known, result, submission} from '../helpers/submission.ts';

/** The files of a ZIP archive, by its central directory: APPNOTE.TXT, 4.3.12 and 4.3.7. */
function unzipped(zip: Buffer): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const end = zip.lastIndexOf('PK\u0005\u0006', undefined, 'latin1');
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const [nameLength, extra, comment] = [28, 30, 32].map((field) => zip.readUInt16LE(at + field));
    const name = zip.toString('utf8', at + 46, at + 46 + (nameLength ?? 0));
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const packed = zip.subarray(start, start + zip.readUInt32LE(at + 20));
    files.set(name, (zip.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed)).toString());
    at += 46 + (nameLength ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
  return files;
}

async function workbook(what: Submission): Promise<ReadonlyMap<string, string>> {
  const parts: Uint8Array[] = [];
  for await (const part of exportXlsx(what)) parts.push(part);
  return unzipped(Buffer.concat(parts));
}

describe('the workbook', () => {
  const hostile = '=cmd|"/c calc"!A1 <b>&\u0000\u001b[31m';
  const what = submission(
    [
      result('disk/read', 'fail', {
        job: {summary: hostile},
        attempts: [attempt('fail', {reason: 'read error', fault: 'product', comments: 'x'.repeat(50_000)})],
      }),
      result('net', 'pass'),
    ],
    {
      resources: new Map([
        [id('block'), known({name: 'sda', size: 5})],
        [id('net'), {state: 'unknown', reason: 'it failed'}],
      ]),
    },
  );

  it('has a sheet for the session, the results and the machine', async () => {
    const files = await workbook(what);
    expect(files.get('xl/workbook.xml')).toMatch(/name="Session".*name="Results".*name="Machine"/s);
    const strings = files.get('xl/sharedStrings.xml') ?? '';
    for (const said of ['disk/read', 'read error', 'sda', 'unknown', 'it failed', 'Smoke test']) {
      expect(strings).toContain(`>${said}<`);
    }
  });

  it('is XML, and nothing in it is a formula', async () => {
    const files = await workbook(what);
    for (const [name, content] of files) {
      if (!/\.(?:xml|rels)$/.test(name)) continue;
      expect([name, XMLValidator.validate(content)]).toEqual([name, true]);
      expect(content).not.toMatch(/<f>|[\u0000-\u0008]/);
    }
    const {sst} = new XMLParser({processEntities: true}).parse(files.get('xl/sharedStrings.xml') ?? '');
    const texts: readonly string[] = sst.si.map(({t}: {readonly t: unknown}) => String(t));
    expect(texts.some((said) => said.startsWith('=cmd|'))).toBe(true);
    expect(Math.max(...texts.map(({length}) => length))).toBe(32_767);
  });
});
