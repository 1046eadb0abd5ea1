import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {gunzipSync} from 'node:zlib';
import type {BlockUse} from '../../../src/resources/udev/node.ts';

/** Beside the project, not in it: recordings of real machines. */
const directory = resolve(import.meta.dirname, '../../../../shared/data/udev');

interface Lsblk {
  readonly blockdevices: readonly {
    readonly kname: string;
    readonly mountpoint: string | null;
    readonly fstype: string | null;
    readonly size: number | string | null;
  }[];
}

export type ReferenceRecord = Readonly<Record<string, string | number | null>>;

export interface Reference {
  readonly devices: readonly ReferenceRecord[];
  readonly devices_with_partitions: readonly ReferenceRecord[];
}

export interface RecordedMachine {
  readonly database: string;
  readonly blocks: readonly BlockUse[];
  readonly reference: Reference;
}

function unzip(file: string): string {
  return gunzipSync(readFileSync(join(directory, file))).toString('utf8');
}

export function recordedMachines(): readonly string[] {
  if (!existsSync(directory)) throw new Error(`These tests need the recorded machines in ${directory}`);
  const suffix = '.db.txt.gz';
  return readdirSync(directory)
    .filter((name) => name.endsWith(suffix))
    .map((name) => name.slice(0, -suffix.length));
}

function blocksOf(lsblk: Lsblk): readonly BlockUse[] {
  return lsblk.blockdevices.map(({kname, mountpoint, fstype, size}) => ({
    name: kname,
    ...(mountpoint === null ? {} : {mountpoint}),
    ...(fstype === null ? {} : {fsType: fstype}),
    ...(size === null ? {} : {bytes: Number(size)}),
  }));
}

export function recordedMachine(name: string): RecordedMachine {
  const lsblk = `${name}.lsblk.json.gz`;
  return {
    database: unzip(`${name}.db.txt.gz`),
    blocks: existsSync(join(directory, lsblk)) ? blocksOf(JSON.parse(unzip(lsblk))) : [],
    reference: JSON.parse(unzip(`${name}.devices.json.gz`)),
  };
}
