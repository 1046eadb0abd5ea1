/** The flags that mean something to us or to Checkbox, documented or not, with one sentence on each. */
export const jobFlags: ReadonlyMap<string, string> = new Map([
  ['simple', 'A short automated test: its plugin is `shell` where none is given.'],
  ['also-after-suspend', 'Makes a second job that runs after the machine has slept and woken.'],
  ['also-after-suspend-manual', 'The same, where a person puts the machine to sleep.'],
  ['noreturn', 'It ends the session on purpose, for instance by a reboot; the session goes on from there.'],
  ['explicit-fail', 'A person who fails it must say why.'],
  ['fail-on-resource', 'It fails, rather than being skipped, where a requirement is not met.'],
  ['has-leftovers', 'Files it leaves in its folder are not reported.'],
  ['terminal', 'It runs on a terminal of its own, 80 by 24 characters, on which nobody types.'],
  ['preserve-cwd', 'It runs in the folder Assay was started in.'],
  ['reset-locale', 'It runs in the C.UTF-8 locale.'],
  ['preserve-locale', 'It runs in the locale of the session, which is what happens anyway.'],
  ['suppress-output', 'Its output is not shown.'],
  ['autorestart', 'It may restart the session.'],
  ['cachable', 'Its records may be kept from one session to the next.'],
  ['use-chunked-io', 'Its output has no lines.'],
  ['win32', 'It runs on Windows; kept for old jobs.'],
]);
