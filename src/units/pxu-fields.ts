import type {SourceFile} from '../base/source.ts';
import {valueText} from './pxu-text.ts';
import type {Field} from './record.ts';

/** Where a field stands: its name as it is written, and all from behind the colon to the end of its last line. */
export interface FieldPlace {
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly start: number;
  readonly end: number;
  /** The field, once it was asked for: the copies of a record share it as they share the place. */
  made: Field | undefined;
}

/** The fields of a record in the order of the file: names without the translation mark, and at the same index the place. */
export interface FieldPlaces {
  readonly names: string[];
  readonly places: (FieldPlace | undefined)[];
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

/**
 * The fields of a record by name, each made when it is first asked for: most commands look at few of them. A copy can be
 * changed, as a Map can, and leaves what it was copied from as it is.
 */
export class PxuFields implements ReadonlyMap<string, Field> {
  readonly file: SourceFile;
  readonly #names: string[];
  /** Undefined for a field that was set. */
  readonly #places: (FieldPlace | undefined)[];
  readonly #set: (Field | undefined)[];

  constructor(file: SourceFile, {names, places}: FieldPlaces, set: (Field | undefined)[] = []) {
    this.file = file;
    this.#names = names;
    this.#places = places;
    this.#set = set;
  }

  copy(): PxuFields {
    return new PxuFields(this.file, {names: [...this.#names], places: [...this.#places]}, [...this.#set]);
  }

  /** `field` bears the name. */
  set(name: string, field: Field): this {
    const index = this.#names.indexOf(name);
    const at = index === -1 ? this.#names.push(name) - 1 : index;
    this.#places[at] = undefined;
    this.#set[at] = field;
    return this;
  }

  delete(name: string): boolean {
    const index = this.#names.indexOf(name);
    if (index === -1) return false;
    this.#names.splice(index, 1);
    this.#places.splice(index, 1);
    this.#set.splice(index, 1);
    return true;
  }

  get names(): readonly string[] {
    return this.#names;
  }

  get size(): number {
    return this.#names.length;
  }

  /** Whether every field is as it stands in the file, and so a text. */
  get isAsWritten(): boolean {
    return !this.#places.includes(undefined);
  }

  /** Where the field stands in the file; undefined where it is absent or was set. */
  placeOf(name: string): FieldPlace | undefined {
    const index = this.#names.indexOf(name);
    return index === -1 ? undefined : this.#places[index];
  }

  has(name: string): boolean {
    return this.#names.includes(name);
  }

  get(name: string): Field | undefined {
    const index = this.#names.indexOf(name);
    // To look for what is before the first item of a list takes V8 longer than all the rest.
    return index === -1 ? undefined : this.#field(index);
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
    const place = this.#places[index];
    if (place === undefined) return this.#set[index];
    place.made ??= fieldAt(this.file, this.#names[index] ?? '', place);
    return place.made;
  }
}
