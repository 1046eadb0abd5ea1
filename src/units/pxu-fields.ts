import type {SourceFile} from '../base/source.ts';
import {valueText} from './pxu-text.ts';
import type {Field} from './record.ts';

/** Where a field stands: its name as it is written, and all from behind the colon to the end of its last line. */
export interface FieldPlace {
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly start: number;
  readonly end: number;
}

/** The fields of a record in the order of the file: names without the translation mark, and at the same index the place. */
export interface FieldPlaces {
  readonly names: string[];
  readonly places: FieldPlace[];
}

export function isTranslatable(name: string, {nameStart, nameEnd}: FieldPlace): boolean {
  return nameEnd - nameStart > name.length;
}

function fieldAt(file: SourceFile, name: string, place: FieldPlace): Field {
  const text = valueText(file, place);
  return {
    name,
    nameSpan: {file, start: place.nameStart, end: place.nameEnd},
    translatable: isTranslatable(name, place),
    value: {type: 'text', text, span: text.span},
  };
}

/** The fields of a record by name, each made when it is first asked for: most commands look at few of them. */
export class PxuFields implements ReadonlyMap<string, Field> {
  readonly #file: SourceFile;
  readonly #names: readonly string[];
  readonly #places: readonly FieldPlace[];
  readonly #made: (Field | undefined)[] = [];

  constructor(file: SourceFile, {names, places}: FieldPlaces) {
    this.#file = file;
    this.#names = names;
    this.#places = places;
  }

  get size(): number {
    return this.#names.length;
  }

  has(name: string): boolean {
    return this.#names.includes(name);
  }

  get(name: string): Field | undefined {
    return this.#field(this.#names.indexOf(name));
  }

  keys(): ArrayIterator<string> {
    return this.#names.values();
  }

  values(): ArrayIterator<Field> {
    return this.#all().values();
  }

  entries(): ArrayIterator<[string, Field]> {
    return this.#all()
      .map((field): [string, Field] => [field.name, field])
      .values();
  }

  [Symbol.iterator](): ArrayIterator<[string, Field]> {
    return this.entries();
  }

  forEach(visit: (value: Field, key: string, map: ReadonlyMap<string, Field>) => void): void {
    for (const field of this.#all()) visit(field, field.name, this);
  }

  #all(): readonly Field[] {
    return this.#names.flatMap((_, index) => this.#field(index) ?? []);
  }

  #field(index: number): Field | undefined {
    const known = this.#made[index];
    const place = this.#places[index];
    if (known !== undefined || place === undefined) return known;
    const field = fieldAt(this.#file, this.#names[index] ?? '', place);
    this.#made[index] = field;
    return field;
  }
}
