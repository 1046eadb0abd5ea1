import type {Host} from '../../base/host.ts';
import type {Probe} from '../probe.ts';
import {attribute, classDevices, declareKeys, integerAttribute, mapBounded, namesIn, recordOf} from '../read-sys.ts';

/** Firmware that has no such point says 0, or absolute zero. */
function plausible(millicelsius: number | undefined): number | undefined {
  return millicelsius !== undefined && millicelsius > 0 ? millicelsius : undefined;
}

/** The lowest trip point of each type, in thousandths of a degree Celsius. */
async function tripPoints(host: Host, zone: string): Promise<ReadonlyMap<string, number>> {
  const points = new Map<string, number>();
  for (const name of await namesIn(host, zone)) {
    const index = /^trip_point_(\d+)_type$/.exec(name)?.[1];
    if (index === undefined) continue;
    const type = await attribute(host, `${zone}/${name}`);
    const temperature = plausible(await integerAttribute(host, `${zone}/trip_point_${index}_temp`));
    if (type === undefined || temperature === undefined) continue;
    points.set(type, Math.min(temperature, points.get(type) ?? temperature));
  }
  return points;
}

export const thermal: Probe = {
  name: 'thermal',
  summary: 'Thermal zones with their temperatures and trip points',
  keys: declareKeys({
    zone: 'string',
    type: 'string',
    mode: 'string',
    policy: 'string',
    temp_millicelsius: 'integer',
    critical_millicelsius: 'integer',
    hot_millicelsius: 'integer',
    passive_millicelsius: 'integer',
  }),
  async probe(host) {
    const zones = (await classDevices(host, 'thermal')).filter((name) => name.startsWith('thermal_zone'));
    return mapBounded(zones, async (zone) => {
      const directory = `/sys/class/thermal/${zone}`;
      const points = await tripPoints(host, directory);
      return recordOf({
        zone,
        type: await attribute(host, `${directory}/type`),
        mode: await attribute(host, `${directory}/mode`),
        policy: await attribute(host, `${directory}/policy`),
        temp_millicelsius: await integerAttribute(host, `${directory}/temp`),
        critical_millicelsius: points.get('critical'),
        hot_millicelsius: points.get('hot'),
        passive_millicelsius: points.get('passive'),
      });
    });
  },
};
