import {existsSync} from 'node:fs';
import {openLauncher} from './launcher/launcher.ts';
import {openNodeStarter} from './node-starter.ts';
import type {Starter} from './starter.ts';

/** `program`: the compiled launcher, where there is one. */
export function openStarter(program: string | undefined, graceMs: number): Starter {
  const fallback = openNodeStarter();
  return program === undefined || !existsSync(program) ? fallback : openLauncher(program, {graceMs, fallback});
}
