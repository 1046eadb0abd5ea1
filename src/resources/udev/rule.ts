import type {Named} from './node.ts';

/** `category` undefined: a device of this kind has none, whatever later rules would say. */
export interface CategoryRule {
  readonly category: string | undefined | ((node: Named) => string | undefined);
  readonly when: (node: Named) => boolean;
}
