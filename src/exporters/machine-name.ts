import {joined, type ResourceRecord, textOf} from './record-text.ts';

/** What firmware says where its maker left the field as it came. */
const placeholder =
  /^(?:to be filled by o\.?e\.?m\.?|default string|system (?:manufacturer|product name|version|serial number)|(?:base board|chassis) (?:manufacturer|serial number)|not (?:applicable|specified|available|defined|present)|o\.?e\.?m\.?|none|n\/a|unknown|undefined|invalid|empty|x\.x|[.\-0x ]+)$/i;

/** A number such as 21AHCTO1WW, which names nothing to a person. */
const typeNumber = /^(?=.*\d)[0-9A-Z]{4}(?:[0-9A-Z]{4,6})?$/;

/** The first of these keys that says something and is no placeholder. */
export function firmwareText(record: ResourceRecord | undefined, ...keys: readonly string[]): string | undefined {
  return keys.map((key) => textOf(record, key)).find((text) => text !== undefined && !placeholder.test(text));
}

function firstWord(text: string): string {
  return (/^[\p{L}\p{N}]+/u.exec(text)?.[0] ?? '').toLowerCase();
}

/** The maker is not named twice: `HP` and `HP EliteBook 840` give `HP EliteBook 840`. */
function named(vendor: string | undefined, model: string): string {
  const isNamed = vendor !== undefined && firstWord(vendor) !== '' && firstWord(vendor) === firstWord(model);
  return (isNamed ? model : joined(vendor, model)) ?? model;
}

/** Lenovo's product name is a type number, and the version is what is printed on the lid. */
function productModel(record: ResourceRecord | undefined, vendor: string | undefined): string | undefined {
  const product = firmwareText(record, 'product_name', 'system_product', 'product', 'model');
  if (product === undefined || !/^lenovo$/i.test(vendor ?? '') || !typeNumber.test(product)) return product;
  const version = firmwareText(record, 'product_version', 'product_family');
  return version !== undefined && /\p{L}/u.test(version) ? version : product;
}

/**
 * What people call a machine with these `dmi` records: maker and model, those of the board where it was built from
 * parts. Other providers have a record each for firmware, system, board and chassis.
 */
export function machineName(records: readonly ResourceRecord[]): string | undefined {
  const system = records.find((record) => textOf(record, 'category') === 'SYSTEM') ?? records[0];
  const vendor = firmwareText(system, 'sys_vendor', 'system_vendor', 'manufacturer', 'vendor');
  const model = productModel(system, vendor);
  if (model !== undefined) return named(vendor, model);
  const board = firmwareText(system, 'board_name');
  return board === undefined ? vendor : named(firmwareText(system, 'board_vendor') ?? vendor, board);
}
