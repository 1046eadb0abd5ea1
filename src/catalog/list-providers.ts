import {type Diagnostic, hasErrors, type Parsed} from '../base/diagnostic.ts';
import type {Host} from '../base/host.ts';
import {duplicatesAmong} from './index-units.ts';
import {basisOf, keepListing, keptListing, type Shelf} from './kept-listings.ts';
import type {Listing} from './listing.ts';
import type {LoadOptions} from './prepare.ts';
import type {Provider} from './unit-set.ts';

export interface Keeping {
  readonly shelf: Shelf;
  /** Stands for the program: another program reads units in another way. */
  readonly program: string;
}

async function freshListing(host: Host, provider: Provider, load: LoadOptions): Promise<Parsed<readonly Listing[]>> {
  // What reads units is loaded only where some are to be read.
  const [{identifyUnits}, {listingOf}] = await Promise.all([import('./list-units.ts'), import('./listing.ts')]);
  const {value, diagnostics} = await identifyUnits(host, [provider], load);
  return {value: value.map(listingOf), diagnostics};
}

async function listProvider(
  host: Host,
  provider: Provider,
  {load, keeping}: ListingOptions,
): Promise<Parsed<readonly Listing[]>> {
  const basis = keeping && basisOf(host, provider, keeping.program);
  if (keeping === undefined || basis === undefined) return freshListing(host, provider, load);
  const kept = keptListing(host, keeping.shelf, {provider, basis});
  if (kept !== undefined) return {value: kept, diagnostics: []};
  const fresh = await freshListing(host, provider, load);
  if (!hasErrors(fresh.diagnostics)) keepListing(keeping.shelf, basis, fresh.value);
  return fresh;
}

interface ListingOptions {
  readonly load: LoadOptions;
  /** Absent: everything is read. */
  readonly keeping?: Keeping | undefined;
}

/**
 * What a list shows of the units of the providers, in their order, with the errors in them. Of a provider whose files are
 * the same as the last time, and had no errors, the units are not read again.
 */
export async function listProviders(
  host: Host,
  providers: readonly Provider[],
  options: ListingOptions,
): Promise<Parsed<readonly Listing[]>> {
  const units: Listing[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const provider of providers) {
    const listed = await listProvider(host, provider, options);
    for (const unit of listed.value) units.push(unit);
    for (const diagnostic of listed.diagnostics) diagnostics.push(diagnostic);
  }
  return {value: units, diagnostics: [...diagnostics, ...duplicatesAmong(units, (unit) => unit.idSpan())]};
}
