import {readFileSync} from 'node:fs';
import {resolve} from 'node:path';

/** How `./assay` calls Node. */
export const nodeFlags: readonly string[] =
  readFileSync(resolve(import.meta.dirname, '../assay'), 'utf8').match(/(?<= )--[a-z\d-]+=\d+/g) ?? [];
