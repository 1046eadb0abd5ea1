import type {Plugin} from 'rolldown';
import {parseSync, Visitor} from 'rolldown/utils';

/** The names in what is assigned to, members and all. */
function reassigned(code: string): ReadonlySet<string> {
  const names = new Set<string>();
  const note = ({start, end}: {readonly start: number; readonly end: number}): void => {
    for (const [name] of code.slice(start, end).matchAll(/[\w$]+/g)) names.add(name);
  };
  new Visitor({
    AssignmentExpression: ({left}) => note(left),
    UpdateExpression: ({argument}) => note(argument),
    ForOfStatement: ({left}) => note(left),
    ForInStatement: ({left}) => note(left),
  }).visit(parseSync('part.cjs', code).program);
  return names;
}

const getter =
  /Object\.defineProperty\(exports, "(\w+)", \{\s*enumerable: true,\s*get: function \(\) \{\s*return ([\w$]+);\s*\}\s*\}\);/g;

/**
 * Exports by value what never gets another one: the bundler writes a function for each export, which is then called
 * whenever another part uses it.
 */
export const plainExports: Plugin = {
  name: 'plain-exports',
  renderChunk(code) {
    const changing = reassigned(code);
    return code.replaceAll(getter, (whole, name: string, value: string) =>
      changing.has(value) ? whole : `exports.${name} = ${value};`,
    );
  },
};
