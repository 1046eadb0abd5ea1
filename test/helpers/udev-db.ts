import type {UdevDevice} from '../../src/resources/udev/device.ts';

interface OpenDevice {
  path: string | undefined;
  node: string | undefined;
  readonly links: string[];
  readonly properties: Map<string, string>;
  lastProperty: string | undefined;
}

function takeLine(device: OpenDevice, line: string): void {
  const match = /^([A-Z]): ?(.*)$/.exec(line);
  if (match === null) {
    // A value with a newline in it goes on in the next line, without a mark.
    const name = device.lastProperty;
    if (name !== undefined) device.properties.set(name, `${device.properties.get(name) ?? ''}${line}`);
    return;
  }
  const value = match[2] ?? '';
  switch (match[1]) {
    case 'P':
      device.path = value;
      break;
    case 'N':
      device.node = value;
      break;
    case 'S':
      device.links.push(value);
      break;
    case 'E': {
      const at = value.indexOf('=');
      if (at <= 0) break;
      device.lastProperty = value.slice(0, at);
      device.properties.set(device.lastProperty, value.slice(at + 1));
      break;
    }
    default:
      break;
  }
}

function parseDevice(record: string): UdevDevice | undefined {
  const open: OpenDevice = {
    path: undefined,
    node: undefined,
    links: [],
    properties: new Map(),
    lastProperty: undefined,
  };
  for (const line of record.split('\n')) takeLine(open, line);
  const path = open.path ?? open.properties.get('DEVPATH');
  if (path === undefined) return undefined;
  if (!open.properties.has('DEVPATH')) open.properties.set('DEVPATH', path);
  const {node, links, properties} = open;
  return {path, links, properties, ...(node === undefined ? {} : {node})};
}

/** Reads what `udevadm info --export-db` prints, in its order. */
export function parseUdevDb(text: string): readonly UdevDevice[] {
  return text
    .replaceAll('\r', '')
    .split(/\n{2,}/)
    .map(parseDevice)
    .filter((device) => device !== undefined);
}
