import {plugAndPlay} from './bus.ts';
import {type Attached, type Ids, isCanAdapter, property} from './node.ts';

/** Numbers below this are interrupt controllers and the like. */
const firstPlugAndPlayDevice = 0x0100;
/** Input devices without a maker have small numbers, which must not be taken for entries of a registry. */
const noMaker = 9;

function hex(text: string | undefined): number | undefined {
  return text !== undefined && /^(?:0x)?[0-9a-f]+$/i.test(text) ? Number.parseInt(text, 16) : undefined;
}

interface MakerAndModel {
  readonly vendorId: number | undefined;
  readonly productId: number | undefined;
}

/** Kernel module aliases by their forms; see `scripts/mod/file2alias.c`. */
const aliases: readonly RegExp[] = [
  /^pci:v([0-9A-F]{8})d([0-9A-F]{8})sv[0-9A-F]{8}sd[0-9A-F]{8}bc[0-9A-F]{2}sc[0-9A-F]{2}i[0-9A-F]{2}/i,
  /^usb:v([0-9A-F]{4})p([0-9A-F]{4})d[0-9A-F]{4}dc[0-9A-F]{2}dsc[0-9A-F]{2}dp[0-9A-F]{2}ic[0-9A-F]{2}isc[0-9A-F]{2}ip[0-9A-F]{2}/i,
  /^hid:b[0-9A-F]{4}g[0-9A-F]{4}v([0-9A-F]{8})p([0-9A-F]{8})/i,
];
const inputAlias = /^input:b[0-9A-F]{4}v([0-9A-F]{4})p([0-9A-F]{4})e[0-9A-F]{4}/i;

function fromAlias(alias: string): MakerAndModel | undefined {
  for (const form of aliases) {
    const match = form.exec(alias);
    if (match !== null) return {vendorId: hex(match[1]), productId: hex(match[2])};
  }
  const model = hex(plugAndPlay.exec(alias)?.[2]);
  if (model !== undefined && model > firstPlugAndPlayDevice) return {vendorId: undefined, productId: model};
  const input = inputAlias.exec(alias);
  if (input === null) return undefined;
  const maker = hex(input[1]) ?? 0;
  return {vendorId: maker > 0 && maker < noMaker ? noMaker : maker, productId: hex(input[2])};
}

/** The device whose numbers these are: an NVMe disk is its controller, an accelerator's node its card. */
function representative({bus, driver, ancestors}: Attached): Ids | undefined {
  const [parent, grandparent] = ancestors;
  if (driver === 'nvme' && (bus === 'pci' || bus === 'misc')) return parent?.ids;
  if (driver === 'nvme' && bus === 'nvme') return grandparent?.ids;
  return undefined;
}

function makerAndModel(node: Attached): MakerAndModel {
  const fromProperties = {
    vendorId: hex(property(node, 'ID_VENDOR_ID')),
    productId: hex(property(node, 'ID_MODEL_ID')),
  };
  const subsystem = property(node, 'SUBSYSTEM');
  const [parent] = node.ancestors;
  const alias = fromAlias(property(node, 'MODALIAS') ?? '') ?? representative(node);
  if (alias !== undefined) return alias;
  if (node.bus === 'apex' && parent !== undefined) return parent.ids;
  if (isCanAdapter(node)) return fromProperties;
  if (subsystem === 'hidraw' && parent !== undefined) return parent.ids;
  return subsystem === 'video4linux' ? fromProperties : {vendorId: undefined, productId: undefined};
}

export function identify(node: Attached): Ids {
  const {vendorId, productId} = makerAndModel(node);
  const [maker, model] = property(node, 'PCI_SUBSYS_ID')?.split(':') ?? [];
  const above = representative(node);
  return {
    vendorId,
    productId,
    subvendorId: maker === undefined ? above?.subvendorId : hex(maker),
    subproductId: maker === undefined ? above?.subproductId : hex(model),
  };
}
