import {namespaceOf, qualify, type UnitId} from '../base/ids.ts';
import {importsOf, type JobView} from './job-view.ts';

/** Names before a dot in a resource program: more than are resources, never fewer. */
export function namesIn(text: string): ReadonlySet<string> {
  return new Set(Array.from(text.matchAll(/(?<!\w)[A-Za-z_]\w*(?!\w)(?=\s*[.[])/g), ([name]) => name));
}

/** Ids that the expressions of a job or template may name: more than there are resources, never fewer. */
export type ResourcesNamed = (view: JobView) => readonly UnitId[];

/** Most programs are copied from one job to others, and read once. */
export function resourceReader(): ResourcesNamed {
  const known = new Map<string, ReadonlySet<string>>();
  const read = (text: string): ReadonlySet<string> => {
    const names = known.get(text) ?? namesIn(text);
    known.set(text, names);
    return names;
  };
  return (view) => {
    const {job, unit} = view;
    const imports = importsOf(view);
    const found: UnitId[] = [];
    for (const program of [job.requires, unit.kind === 'template' ? unit.filter : undefined]) {
      if (program === undefined) continue;
      for (const name of read(program.text)) {
        const imported = imports.find((one) => one.name === name);
        found.push(imported?.resource.id ?? qualify(name, namespaceOf(job.id)));
      }
    }
    return found;
  };
}
