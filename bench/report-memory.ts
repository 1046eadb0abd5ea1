import {writeFileSync} from 'node:fs';

/** Loaded before a program: writes its largest resident memory, KiB, into the file BENCH_MEMORY names. */
process.on('exit', () => {
  const {BENCH_MEMORY: file} = process.env;
  if (file !== undefined) writeFileSync(file, String(process.resourceUsage().maxRSS));
});
