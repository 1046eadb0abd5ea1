import type {Probe} from '../probe.ts';
import {attribute, declareKeys, integerAttribute, recordOf} from '../read-sys.ts';

const random = '/proc/sys/kernel/random';
const hardware = '/sys/class/misc/hw_random';

export const entropy: Probe = {
  name: 'entropy',
  summary: 'The random number pool and the hardware that feeds it',
  keys: declareKeys({
    available_bits: 'integer',
    pool_bits: 'integer',
    hardware_generator: 'string',
    hardware_generators: 'list',
  }),
  async probe(host) {
    const available = await integerAttribute(host, `${random}/entropy_avail`);
    if (available === undefined) throw new Error(`${random}/entropy_avail cannot be read`);
    const current = await attribute(host, `${hardware}/rng_current`);
    const generators = await attribute(host, `${hardware}/rng_available`);
    return [
      recordOf({
        available_bits: available,
        pool_bits: await integerAttribute(host, `${random}/poolsize`),
        hardware_generator: current === 'none' ? undefined : current,
        hardware_generators: (generators?.split(/\s+/) ?? []).filter((name) => name !== 'none'),
      }),
    ];
  },
};
