import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {type Command, pair, type Row} from './measure.ts';
import {findPeer, type Peer} from './peer.ts';

const assay = resolve(import.meta.dirname, '../assay');

/** As long and as varied as the units of real providers are. */
function jobOf(index: number): string {
  return `id: disk/read_performance_${index}
_summary: Verify that the disk number ${index} meets or exceeds the throughput
category_id: com.canonical.plainbox::disk
plugin: shell
user: root
estimated_duration: 30.0
requires:
 device.category == 'DISK'
 executable.name == 'fio'
command:
 # the wear of the disk is not looked at
 disk_read_performance.sh ${index} || exit 1
 echo done
_purpose: This test checks that the performance of the disk is acceptable
 and goes on for another line.
 .
 And after an empty line one more.
`;
}

/** A file for each megabyte: one of many is not read. */
function writeProvider(directory: string, megabytes: number): void {
  mkdirSync(join(directory, 'units'), {recursive: true});
  writeFileSync(join(directory, 'provider.yaml'), 'name: bench:read\nnamespace: bench\nversion: 1.0.0\n');
  let index = 0;
  for (let file = 0; file < megabytes; file++) {
    let text = '';
    while (text.length < 1_000_000) text += `${jobOf(index++)}\n`;
    writeFileSync(join(directory, `units/jobs-${file}.pxu`), text);
  }
}

function besidePeer(peer: Peer): readonly Row[] {
  const base = join(peer.providers, 'base');
  const ours = (...words: readonly string[]): Command => ({argv: [assay, '--provider', peer.providers, ...words]});
  const list = {against: 'checkbox-cli list job', limit: 0.1};
  return [
    {what: 'list job over eleven providers', ...list, ...pair(ours('list', 'job'), peer.cli('list', 'job'), 7)},
    {what: 'list over eleven providers', ...list, ...pair(ours('list'), peer.cli('list', 'job'), 7)},
    {
      what: 'show of a job among them',
      against: 'checkbox-cli show',
      limit: 0.1,
      ...pair(ours('show', 'disk/detect'), peer.cli('show', 'com.canonical.certification::disk/detect'), 7),
    },
    {
      what: 'validate of the largest provider',
      against: 'manage.py validate',
      limit: 0.1,
      ...pair({argv: [assay, 'validate', base], codes: [0, 2]}, peer.validate(base), 5),
    },
  ];
}

/** How fast units are read: ten times as many beside so many, and beside the peer where it is. */
export function reading(): readonly Row[] {
  const scratch = mkdtempSync(join(tmpdir(), 'assay-bench-'));
  try {
    const [large, small] = [100, 10].map((megabytes): Command => {
      const provider = join(scratch, `${megabytes}mb`);
      writeProvider(provider, megabytes);
      // What lists keep is in no folder: all is read each time.
      return {argv: [assay, '--provider', provider, 'list', 'jobs'], env: {XDG_CACHE_HOME: '/dev/null'}};
    });
    const peer = findPeer(scratch);
    const growth =
      large === undefined || small === undefined
        ? []
        : [{what: 'list of 100 MB of units', against: 'list of 10 MB', limit: 12, ...pair(large, small, 3)}];
    return [...growth, ...(peer === undefined ? [] : besidePeer(peer))];
  } finally {
    rmSync(scratch, {recursive: true, force: true});
  }
}
