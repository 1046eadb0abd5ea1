/** As many links as Linux follows in one path. */
const maxLinks = 40;

export interface ResolveOptions {
  /** Resolve the last name too when it is a link. */
  readonly followLast: boolean;
  /** The text of the link at this path, or undefined where there is none. */
  readonly linkAt: (path: string) => string | undefined;
}

/**
 * Where an absolute path leads in a tree of its own: absolute links start again at its root and `..` never leaves it.
 * Names need not exist. Throws ELOOP.
 */
export function resolveLinks(path: string, {followLast, linkAt}: ResolveOptions): string {
  const pending = path.split('/');
  let resolved: string[] = [];
  let links = 0;
  for (let name = pending.shift(); name !== undefined; name = pending.shift()) {
    if (name === '' || name === '.') continue;
    if (name === '..') {
      resolved.pop();
      continue;
    }
    const isLast = pending.every((rest) => rest === '' || rest === '.');
    const target = isLast && !followLast ? undefined : linkAt(`/${[...resolved, name].join('/')}`);
    if (target === undefined) {
      resolved.push(name);
      continue;
    }
    links += 1;
    if (links > maxLinks) throw Object.assign(new Error(`ELOOP: too many links in ${path}`), {code: 'ELOOP', path});
    if (target.startsWith('/')) resolved = [];
    pending.unshift(...target.split('/'));
  }
  return `/${resolved.join('/')}`;
}
