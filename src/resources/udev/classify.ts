import {dirname} from 'node:path/posix';
import {busOf, driverOf} from './bus.ts';
import {categorize} from './categories.ts';
import type {UdevDevice} from './device.ts';
import {identify} from './identify.ts';
import {namesOf} from './names.ts';
import type {Attached, Classified, ClassifyOptions, Identified, Named, Placed} from './node.ts';

function classifyPlaced(placed: Placed): Classified {
  const bus = busOf(placed);
  const attached: Attached = {...placed, bus, driver: driverOf(placed, bus)};
  const identified: Identified = {...attached, ids: identify(attached)};
  const named: Named = {...identified, ...namesOf(identified)};
  return {...named, category: categorize(named)};
}

/** Says of every device what it is, seen with the devices above it. Keeps the order. */
export function classifyAll(devices: readonly UdevDevice[], options: ClassifyOptions): readonly Classified[] {
  const byPath = new Map(devices.map((device) => [device.path, device]));
  const nodes = new Set(devices.map(({node}) => node));
  const hasNode = (name: string): boolean => nodes.has(name);
  const done = new Map<string, Classified>();

  const classify = (device: UdevDevice): Classified => {
    const known = done.get(device.path);
    if (known !== undefined) return known;
    const parent = nearestAbove(device.path);
    const above = parent === undefined ? undefined : classify(parent);
    const ancestors = above === undefined ? [] : [above, ...above.ancestors];
    const result = classifyPlaced({device, ancestors, options, hasNode});
    done.set(device.path, result);
    return result;
  };
  const nearestAbove = (path: string): UdevDevice | undefined => {
    for (let above = dirname(path); above.length > 1; above = dirname(above)) {
      const device = byPath.get(above);
      if (device !== undefined) return device;
    }
    return undefined;
  };
  return [...byPath.values()].map(classify);
}
