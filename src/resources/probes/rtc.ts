import type {Probe} from '../probe.ts';
import {attribute, booleanAttribute, classDevices, declareKeys, exists, mapBounded, recordOf} from '../read-sys.ts';

export const rtc: Probe = {
  name: 'rtc',
  summary: 'Real-time clocks',
  keys: declareKeys({
    name: 'string',
    path: 'string',
    driver: 'string',
    sets_system_clock: 'boolean',
    can_wake: 'boolean',
  }),
  async probe(host) {
    const names = await classDevices(host, 'rtc');
    return mapBounded(names, async (name) => {
      const directory = `/sys/class/rtc/${name}`;
      return recordOf({
        name,
        path: `/dev/${name}`,
        driver: (await attribute(host, `${directory}/name`))?.split(' ')[0],
        sets_system_clock: await booleanAttribute(host, `${directory}/hctosys`),
        can_wake: await exists(host, `${directory}/wakealarm`),
      });
    });
  },
};
