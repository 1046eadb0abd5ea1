import {spawnSync} from 'node:child_process';
import {existsSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {bareLoop, benchProvider, home, trueJobs} from './bench-provider.ts';
import {type Command, median, pair, type Row} from './measure.ts';

/** Jobs that do nothing, each with its result on disk before the next starts, beside a bare shell loop. */
function journalledJobs(count: number, runs: number): Row {
  using bench = benchProvider(trueJobs(count));
  return {
    what: `run of ${count} jobs that are true, start and reports included`,
    against: `${count} times sh -c true`,
    ...pair(bench.run(), bareLoop(count), runs),
    ...(count < 1000 ? {} : {limit: 2}),
  };
}

/** Instances of a template, each with a requirement on its own record. */
function templatedJobs(count: number): Row {
  const records = `i=0; while [ $i -lt ${count} ]; do echo "name: d$i"; echo; i=$((i + 1)); done`;
  const units = [
    `id: devices\nplugin: resource\nsummary: Devices\nestimated_duration: 1\ncommand: ${records}\n`,
    "unit: template\ntemplate-resource: devices\ntemplate-id: each\nid: job-{name}\nsummary: Each\nflags: simple\nrequires: devices.name == '{name}'\ncommand: true\n",
  ];
  using bench = benchProvider([], units.join('\n'));
  return {
    what: `run of ${count} jobs of a template, each with a requirement`,
    against: `${count} times sh -c true`,
    ...pair(bench.run(), bareLoop(count), 5),
    ...(count < 1000 ? {} : {limit: 2}),
  };
}

function linear(): Row {
  using few = benchProvider(trueJobs(1000));
  using many = benchProvider(trueJobs(10_000));
  const {oursMs, againstMs} = pair(many.run(), few.run(), 1);
  return {
    what: 'a job of a run of 10,000',
    oursMs: oursMs / 10_000,
    against: 'a job of 1,000',
    againstMs: againstMs / 1000,
    limit: 1.2,
  };
}

/** Largest resident memory of a command, MiB. */
function peakMemory({argv, env = {}}: Command, scratch: string): number {
  const [file, ...words] = argv;
  const report = join(scratch, 'memory');
  const {status, stderr} = spawnSync(file, words, {
    env: {
      ...process.env,
      ...env,
      NODE_OPTIONS: `--import=${join(import.meta.dirname, 'report-memory.ts')}`,
      BENCH_MEMORY: report,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return Number(readFileSync(report, 'utf8')) / 1024;
}

/** What running them, and then reporting of them, adds to what is needed to know them. */
function memory(count: number): readonly Row[] {
  using bench = benchProvider(trueJobs(count));
  const {provider, scratch} = bench;
  const plan = peakMemory({argv: [join(home, 'assay'), '--provider', provider, 'plan', 'all']}, scratch);
  const against = {against: 'of planning them', againstMs: plan, unit: 'MiB'} as const;
  const bare = bench.run('--set', 'launcher.stock_reports=none');
  return [
    {what: `memory of a run of ${count} jobs`, oursMs: peakMemory(bare, scratch), limit: 1.25, ...against},
    {what: 'the same with its reports', oursMs: peakMemory(bench.run(), scratch), ...against},
  ];
}

function muchOutput(): Row {
  const bytes = 1_000_000_000;
  using bench = benchProvider([{id: 'job-0', command: `head -c ${bytes} /dev/zero`}]);
  const file = join(bench.scratch, 'copy');
  return {
    what: 'a job that prints 1 GB',
    against: 'cat to a file',
    ...pair(bench.run(), {argv: ['sh', '-c', `head -c ${bytes} /dev/zero | cat > ${file}`]}, 3),
    limit: 2,
  };
}

function lanes(): Row {
  const areas = ['audio', 'display'];
  using bench = benchProvider(
    Array.from({length: 200}, (_, index) => ({
      id: `job-${index}`,
      command: 'sleep 0.1',
      more: `touches: ${areas[index % 2]}\n`,
    })),
  );
  return {
    what: '200 jobs of 100 ms in two lanes',
    against: 'in one lane',
    ...pair(bench.run('--lanes', '2'), bench.run(), 1),
    limit: 1 / 1.8,
  };
}

/** From the command to the first job that starts, of a session whose last job was interrupted. */
function resume(count: number): Row {
  using bench = benchProvider([
    ...trueJobs(count - 1),
    {
      id: `job-${count - 1}`,
      command: `test -e ${'$'}HOME/again || { touch ${'$'}HOME/again; read -r _ _ _ up _ < /proc/$PPID/stat; kill -9 $up; sleep 60; }`,
      more: 'environ: HOME\n',
    },
  ]);
  const {argv, env = {}} = bench.run();
  const environment = {...process.env, ...env, HOME: bench.scratch};
  const [file, ...words] = argv;
  spawnSync(file, words, {env: environment, stdio: 'ignore'});
  if (!existsSync(join(bench.scratch, 'again'))) throw new Error('the run was not interrupted');
  const script = `${join(home, 'assay')} resume --events ndjson 2>/dev/null | grep -m 1 job-started`;
  const started = performance.now();
  const {status} = spawnSync('sh', ['-c', script], {env: environment, stdio: 'ignore'});
  const oursMs = performance.now() - started;
  if (status !== 0) throw new Error('the resume started no job');
  return {
    what: `resume of a session of ${count} jobs, to its first job`,
    oursMs,
    against: count > 1000 ? 'a second' : '0.3 s',
    againstMs: count > 1000 ? 1000 : 300,
    limit: 1,
  };
}

/** From the command to the last report, of a session that is over, and how large the report for people is. */
function reports(count: number): readonly Row[] {
  using bench = benchProvider(trueJobs(count));
  const {argv, env = {}} = bench.run('--set', 'launcher.stock_reports=none');
  const options = {env: {...process.env, ...env}, stdio: 'ignore'} as const;
  const [file, ...words] = argv;
  spawnSync(file, words, options);
  const folder = join(bench.scratch, 'reports');
  const times = Array.from({length: 6}, () => {
    const started = performance.now();
    const {status} = spawnSync(file, ['sessions', 'export', '--report-dir', folder], options);
    if (status !== 0) throw new Error('the reports were not made');
    return performance.now() - started;
  });
  return [
    {
      what: `the reports of a session of ${count} jobs`,
      oursMs: median(times.slice(1)),
      against: '0.3 s',
      againstMs: 300,
      limit: 1,
    },
    {
      what: `report.html of ${count} jobs`,
      oursMs: statSync(join(folder, 'report.html')).size / 1000,
      against: '300 kB',
      againstMs: 300,
      limit: 1,
      unit: 'kB',
    },
  ];
}

/** Where Checkbox's command is installed: what the two cost beyond the jobs themselves. */
function besidePeer(count: number): readonly Row[] {
  if (spawnSync('sh', ['-c', 'command -v checkbox-cli'], {stdio: 'ignore'}).status !== 0) return [];
  using bench = benchProvider(trueJobs(count));
  const {scratch, provider} = bench;
  writeFileSync(
    join(provider, 'bench.provider'),
    `[PlainBox Provider]\nname = com.example:bench\nnamespace = bench\nversion = 1.0\ndescription = bench\nlocation = ${provider}\n`,
  );
  const launcher = join(scratch, 'launcher');
  writeFileSync(
    launcher,
    '[launcher]\nlauncher_version = 1\nstock_reports = none\n[test plan]\nunit = bench::all\nforced = yes\n[test selection]\nforced = yes\n[ui]\ntype = silent\n',
  );
  const peer: Command = {
    argv: ['checkbox-cli', 'launcher', launcher],
    env: {PROVIDERPATH: provider, HOME: join(scratch, 'home')},
    before: () => rmSync(join(scratch, 'home'), {recursive: true, force: true}),
  };
  const {oursMs, againstMs} = pair(bench.run('--set', 'launcher.stock_reports=none'), peer, 3);
  const {oursMs: loopMs} = pair(bareLoop(count), bareLoop(count), 3);
  return [
    {
      what: `what ${count} jobs cost beyond a bare loop, without reports`,
      oursMs: oursMs - loopMs,
      against: 'Checkbox',
      againstMs: againstMs - loopMs,
      limit: 0.1,
    },
  ];
}

export function running(): readonly Row[] {
  return [
    journalledJobs(200, 5),
    journalledJobs(1000, 5),
    journalledJobs(10_000, 1),
    templatedJobs(100),
    templatedJobs(1000),
    linear(),
    ...memory(10_000),
    muchOutput(),
    resume(1000),
    resume(10_000),
    ...reports(1000),
    lanes(),
    ...besidePeer(100),
    ...besidePeer(500),
  ];
}
