import {qualify, type UnitId} from '../base/ids.ts';
import type {Span} from '../base/source.ts';
import {type Program, parseProgram, resourceNames} from '../expressions/parse.ts';
import {fieldText} from '../units/record-access.ts';
import type {Template} from '../units/unit.ts';

/** What a template's instances can be seen to require, placeholders taken as they stand. */
export interface BodyRequirement {
  readonly program: Program;
  /** The resources by the names they have in it. */
  readonly resources: ReadonlyMap<string, {readonly id: UnitId; readonly span: Span}>;
}

const requirementOfBody = new WeakMap<Template, BodyRequirement | 'none'>();

/** Read once for each template; undefined where its instances require nothing. */
export function bodyRequirement(template: Template): BodyRequirement | undefined {
  const known = requirementOfBody.get(template) ?? readBody(template) ?? 'none';
  requirementOfBody.set(template, known);
  return known === 'none' ? undefined : known;
}

function readBody({body, record}: Template): BodyRequirement | undefined {
  const requires = fieldText(body, 'requires');
  if (requires === undefined) return undefined;
  const imports = fieldText(body, 'imports')?.text ?? '';
  const program = parseProgram(requires).value;
  const resources = resourceNames(program).map(({name, span}) => {
    const id = importedAs(imports, name) ?? qualify(name, record.origin.namespace);
    return [name, {id, span}] as const;
  });
  return {program, resources: new Map(resources)};
}

/** What a name of the body's expressions stands for, as its `imports` say. */
export function importedAs(imports: string, name: string): UnitId | undefined {
  for (const [, namespace = '', partial = '', alias] of imports.matchAll(
    /\bfrom\s+(\S+)\s+import\s+(\S+)(?:[ \t]+as[ \t]+(\w+))?/g,
  )) {
    if ((alias ?? partial) === name) return qualify(partial, namespace);
  }
  return undefined;
}
