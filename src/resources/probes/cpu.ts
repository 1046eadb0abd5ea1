import type {Host} from '../../base/host.ts';
import type {Probe} from '../probe.ts';
import {attribute, declareKeys, exists, integerAttribute, mapBounded, recordOf} from '../read-sys.ts';
import {type CpuText, parseCpuInfo} from './cpu-info.ts';
import {machineArchitecture} from './os.ts';

const directory = '/sys/devices/system/cpu';

/** `0-3,8` → 0, 1, 2, 3, 8; undefined where it is no such list. */
export function parseCpuList(text: string): readonly number[] | undefined {
  const cpus: number[] = [];
  for (const range of text.trim().split(',')) {
    if (range === '') continue;
    const [, first, last] = /^(\d+)(?:-(\d+))?$/.exec(range) ?? [];
    if (first === undefined) return undefined;
    for (let cpu = Number(first); cpu <= Number(last ?? first); cpu++) cpus.push(cpu);
  }
  return cpus;
}

async function cpuList(host: Host, name: string): Promise<readonly number[] | undefined> {
  const text = await attribute(host, `${directory}/${name}`);
  return text === undefined ? undefined : parseCpuList(text);
}

interface Topology {
  readonly sockets?: number;
  readonly cores?: number;
  readonly threadsPerCore?: number;
}

/** Counts over the CPUs that are online: the others have no topology. */
async function topology(host: Host, online: readonly number[]): Promise<Topology> {
  const places = await mapBounded(online, async (cpu) => {
    const place = `${directory}/cpu${cpu}/topology`;
    const siblings = await attribute(host, `${place}/thread_siblings_list`);
    return {siblings, package: await integerAttribute(host, `${place}/physical_package_id`)};
  });
  const cores = new Set(places.map(({siblings}) => siblings).filter((list) => list !== undefined));
  // Many ARM and RISC-V kernels do not know the package and say -1.
  const sockets = new Set(places.map((place) => place.package).filter((id) => id !== undefined && id >= 0));
  const threads = [...cores].map((list) => parseCpuList(list)?.length ?? 1);
  return {
    ...(sockets.size === 0 ? {} : {sockets: sockets.size}),
    ...(cores.size === 0 ? {} : {cores: cores.size, threadsPerCore: threads.reduce((a, b) => Math.max(a, b), 1)}),
  };
}

/** The highest frequency of any kind of core, in kHz. */
async function frequency(host: Host, online: readonly number[], which: 'max' | 'min'): Promise<number | undefined> {
  const read = (cpu: number) => integerAttribute(host, `${directory}/cpu${cpu}/cpufreq/cpuinfo_${which}_freq`);
  const all = (await mapBounded(online, read)).filter((value) => value !== undefined);
  if (all.length === 0) return undefined;
  return all.reduce((a, b) => (which === 'max' ? Math.max(a, b) : Math.min(a, b)));
}

/** The feature that hardware virtualization is called by; undefined where there is none or this kind of CPU does not say. */
async function virtualization(host: Host, {flags, isX86}: CpuText): Promise<string | undefined> {
  const named = ['vmx', 'svm', 'sie'].find((flag) => flags.includes(flag));
  return named ?? (!isX86 && (await exists(host, '/dev/kvm')) ? 'kvm' : undefined);
}

export const cpu: Probe = {
  name: 'cpu',
  summary: 'Processors: model, count, topology, features',
  keys: declareKeys({
    model: 'string',
    models: 'list',
    vendor: 'string',
    architecture: 'string',
    count: 'integer',
    online: 'integer',
    offline: 'list',
    sockets: 'integer',
    cores: 'integer',
    threads_per_core: 'integer',
    mhz: 'number',
    max_khz: 'integer',
    min_khz: 'integer',
    governor: 'string',
    flags: 'list',
    virtualization: 'string',
    hypervisor: 'boolean',
    microcode: 'string',
  }),
  async probe(host) {
    const text = parseCpuInfo(await host.readText('/proc/cpuinfo'));
    const present = await cpuList(host, 'present');
    const online = (await cpuList(host, 'online')) ?? Array.from({length: text.processors}, (_, index) => index);
    const places = await topology(host, online);
    return [
      recordOf({
        model: text.models[0],
        models: text.models,
        vendor: text.vendor,
        architecture: await machineArchitecture(host),
        count: present?.length ?? text.processors,
        online: online.length,
        offline: (present ?? []).filter((number) => !online.includes(number)),
        sockets: places.sockets,
        cores: places.cores,
        threads_per_core: places.threadsPerCore,
        mhz: text.mhz,
        max_khz: await frequency(host, online, 'max'),
        min_khz: await frequency(host, online, 'min'),
        governor: await attribute(host, `${directory}/cpu${online[0] ?? 0}/cpufreq/scaling_governor`),
        flags: text.flags,
        virtualization: await virtualization(host, text),
        hypervisor: text.isX86 ? text.flags.includes('hypervisor') : undefined,
        microcode: text.microcode,
      }),
    ];
  },
};
