import type {Probe} from '../probe.ts';
import {block} from './block.ts';
import {clocksource} from './clocksource.ts';
import {cpu} from './cpu.ts';
import {device} from './device.ts';
import {dmi} from './dmi.ts';
import {entropy} from './entropy.ts';
import {graphics} from './graphics.ts';
import {memory} from './memory.ts';
import {net} from './net.ts';
import {optical} from './optical.ts';
import {os} from './os.ts';
import {rtc} from './rtc.ts';
import {serial} from './serial.ts';
import {thermal} from './thermal.ts';

/** Every built-in probe by the name that a resource job's `probe` field gives. */
export const probes: ReadonlyMap<string, Probe> = new Map(
  [block, clocksource, cpu, device, dmi, entropy, graphics, memory, net, optical, os, rtc, serial, thermal].map(
    (probe) => [probe.name, probe],
  ),
);
