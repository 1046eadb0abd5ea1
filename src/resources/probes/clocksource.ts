import type {Probe} from '../probe.ts';
import {attribute, declareKeys, mapBounded, namesIn, recordOf} from '../read-sys.ts';

const directory = '/sys/devices/system/clocksource';

export const clocksource: Probe = {
  name: 'clocksource',
  summary: 'The clock the kernel keeps time with, and the others it could use',
  keys: declareKeys({name: 'string', current: 'string', available: 'list'}),
  async probe(host) {
    const names = (await namesIn(host, directory)).filter((name) => /^clocksource\d+$/.test(name));
    if (names.length === 0) throw new Error(`${directory} cannot be read`);
    return mapBounded(names, async (name) =>
      recordOf({
        name,
        current: await attribute(host, `${directory}/${name}/current_clocksource`),
        available: (await attribute(host, `${directory}/${name}/available_clocksource`))?.split(/\s+/),
      }),
    );
  },
};
