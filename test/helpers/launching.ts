/** A job in a unit file. */
export const job = (id: string, command: string, more = ''): string =>
  `id: ${id}\nsummary: The job ${id}\nflags: simple\ncommand: ${command}\n${more}`;

export const plan = (id: string, ...ids: readonly string[]): string =>
  `unit: test plan\nid: ${id}\nname: The plan ${id}\ninclude:\n${ids.map((each) => ` ${each}\n`).join('')}`;

/** The beginning of a launcher that asks nothing and runs the plan `rig::all`. */
export const forced = '[test plan]\nunit = rig::all\nforced = yes\n[test selection]\nforced = yes\n';
