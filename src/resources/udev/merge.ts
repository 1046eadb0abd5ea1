import {dirname} from 'node:path/posix';
import {type Classified, has, type Ids, isMapped, isSoftwareRaid, property} from './node.ts';

/** A device as it is reported: the parts of one thing, which udev lists apart, made one. */
export interface MergedDevice {
  readonly node: Classified;
  readonly bus: string | undefined;
  readonly category: string | undefined;
  readonly ids: Ids;
  readonly interface: string | undefined;
}

/** Removes devices or replaces them; keyed by path, in the order of the database. */
type Devices = Map<string, MergedDevice>;

const interfaceCategories = ['INFINIBAND', 'NETWORK', 'SOCKETCAN', 'WIRELESS', 'WWAN'];

function isInterface({category}: MergedDevice): boolean {
  return interfaceCategories.includes(category ?? '');
}

function interfaceOf(node: Classified): string | undefined {
  if (interfaceCategories.includes(node.category ?? '')) return property(node, 'INTERFACE');
  return property(node, 'RFKILL_NAME');
}

type Parts = ReadonlyMap<string, readonly string[]>;

/** Paths of these devices by the path of each directory above them. */
function partsBelow(parts: readonly MergedDevice[]): Parts {
  const below = new Map<string, string[]>();
  for (const {node} of parts) {
    const {path} = node.device;
    for (let above = dirname(path); above.length > 1; above = dirname(above)) {
      const known = below.get(above);
      if (known === undefined) below.set(above, [path]);
      else known.push(path);
    }
  }
  return below;
}

/** The last of the parts below a device that is still there, as it is now. */
function lastBelow(devices: Devices, path: string, parts: Parts): MergedDevice | undefined {
  const last = parts.get(path)?.findLast((part) => devices.has(part));
  return last === undefined ? undefined : devices.get(last);
}

/** A radio has several USB interfaces; the first of a controller stands for it. */
function isSecondRadio(devices: Devices, {category, device}: Classified): boolean {
  if (category !== 'BLUETOOTH') return false;
  const place = device.path.replace(/usb.*?:\d+\.\d+$/, '');
  return [...devices.values()].some(
    (other) => other.category === 'BLUETOOTH' && other.node.device.path.includes(place),
  );
}

/** Where no graphics adapter is found on a bus, the nodes of the direct rendering interface stand for them. */
function mergeVideo(devices: Devices): void {
  const hasAdapter = [...devices.values()].some(({category}) => category === 'VIDEO');
  for (const [path, device] of devices) {
    if (device.category !== 'DRI') continue;
    if (hasAdapter) devices.delete(path);
    else devices.set(path, {...device, category: 'VIDEO'});
  }
}

/** A raw HID node of something that is an input device already says nothing new. */
function mergeRawHid(devices: Devices): void {
  const inputs = new Set(
    [...devices.values()]
      .filter(({node}) => property(node, 'SUBSYSTEM') === 'input')
      .map(({node}) => node.ancestors[0]?.device.path),
  );
  for (const [path, {category, node}] of devices) {
    if (category !== 'HIDRAW' || node.ancestors.length < 2) continue;
    if (node.ancestors.slice(0, 2).some((above) => inputs.has(above.device.path))) devices.delete(path);
  }
}

/** An interface takes the bus and the numbers of the hardware it is on, which is then not reported apart. */
function mergeInterfaces(devices: Devices): void {
  const interfaces = partsBelow([...devices.values()].filter(isInterface));
  for (const [path, device] of [...devices]) {
    if (!isInterface(device) && device.category !== 'OTHER') continue;
    const current = devices.get(path) ?? device;
    const part = lastBelow(devices, path, interfaces);
    if (part?.interface === undefined) continue;
    devices.set(part.node.device.path, {...part, bus: current.bus, ids: current.ids});
    devices.delete(path);
  }
}

function mergeRadios(devices: Devices): void {
  const radios = [...devices.values()].filter(({category}) => category === 'BLUETOOTH');
  const below = partsBelow(radios);
  for (const radio of radios) {
    const {path} = radio.node.device;
    const part = lastBelow(devices, path, below);
    if (part === undefined) continue;
    if (devices.has(path)) devices.set(path, {...radio, interface: part.interface});
    devices.delete(part.node.device.path);
  }
}

function minorOf({node}: MergedDevice): number {
  return Number(property(node, 'MINOR') ?? Number.NaN);
}

function byIdLink({node}: MergedDevice): string | undefined {
  return node.device.links.find((link) => link.includes('v4l/by-id/'));
}

/** A camera has more nodes than the one that gives pictures: metadata, other resolutions. The first stays. */
function mergeCameras(devices: Devices): void {
  const cameras = [...devices.values()].filter(({category}) => category === 'CAPTURE');
  const givesPictures = ({node}: MergedDevice): boolean => !node.name?.startsWith('v4l-subdev');
  // Sensors and lenses of a camera are set through these.
  const parts = cameras.some(givesPictures) ? cameras.filter((camera) => !givesPictures(camera)) : [];
  for (const {node} of parts) devices.delete(node.device.path);
  for (const camera of cameras) {
    const directory = dirname(camera.node.device.path);
    const later = (isSame: (other: MergedDevice) => boolean): void => {
      const other = cameras
        .filter(({node}) => devices.has(node.device.path))
        .filter((candidate) => minorOf(candidate) > minorOf(camera) && isSame(candidate))
        .at(-1);
      if (other !== undefined) devices.delete(other.node.device.path);
    };
    later(({node}) => node.device.path.includes(directory));
    const link = byIdLink(camera);
    later((other) => link !== undefined && byIdLink(other) === link);
  }
}

/** Volumes stand for the disks they are on, a software RAID for its members. */
function mergeDisks(devices: Devices): void {
  const disks = [...devices].filter(([, {category}]) => category === 'DISK');
  const hasVolumes = disks.some(([, {node}]) => isMapped(node));
  const members = new Set(
    [...devices.values()]
      .filter(({node}) => isSoftwareRaid(node))
      .flatMap(({node}) => [...node.device.properties])
      .filter(([key]) => /^MD_DEVICE_\w+_DEV/.test(key))
      .map(([, value]) => value.replaceAll('/dev/', '')),
  );
  for (const [path, {node}] of disks) {
    if ((hasVolumes && !isMapped(node)) || members.has(node.name ?? '')) devices.delete(path);
  }
}

/** Drives that a remote console offers have none of the abilities of a real one. */
function dropVirtualDrives(devices: Devices): void {
  for (const [path, {category, node}] of devices) {
    const isReal = [...node.device.properties.keys()].some((key) => key.startsWith('ID_CDROM_'));
    if (category === 'CDROM' && !isReal) devices.delete(path);
  }
}

const steps = [mergeVideo, mergeRawHid, mergeInterfaces, mergeRadios, mergeCameras, mergeDisks, dropVirtualDrives];

/** Takes the devices that are to be reported. */
export function mergeDevices(nodes: readonly Classified[]): readonly MergedDevice[] {
  const devices: Devices = new Map();
  for (const node of nodes) {
    if (isSecondRadio(devices, node)) continue;
    const {bus, category, ids} = node;
    devices.set(node.device.path, {node, bus, category, ids, interface: interfaceOf(node)});
  }
  for (const step of steps) step(devices);
  return [...devices.values()];
}

export function macOf({node, category}: MergedDevice): string | undefined {
  if (category === 'SOCKETCAN' || !interfaceCategories.includes(category ?? '')) return undefined;
  const name = property(node, 'ID_NET_NAME_MAC');
  return name === undefined ? 'UNKNOWN' : (name.slice('enx'.length).match(/..?/g) ?? []).join(':');
}

export function reportedPath({node}: MergedDevice): string {
  const isPart = (property(node, 'DEVTYPE') === 'disk' && node.ancestors.length > 0) || has(node, 'IFINDEX');
  return isPart ? dirname(dirname(node.device.path)) : node.device.path;
}
