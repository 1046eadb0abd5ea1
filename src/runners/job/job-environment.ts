import type {Provider} from '../../catalog/unit-set.ts';
import type {Job} from '../../units/unit.ts';

type Variables = Readonly<Record<string, string | undefined>>;

export interface EnvironmentSources {
  /** Ours, as we were started. */
  readonly inherited: Variables;
  /** From the launcher; goes to every job. */
  readonly configured: Readonly<Record<string, string>>;
  readonly provider: Provider | undefined;
  readonly providers: readonly Provider[];
  /** The session's folder for what jobs share. */
  readonly share: string;
  readonly version: string;
  /** The running Node binary. */
  readonly node: string;
}

const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Ours or our launcher's; a job has no use for them and could be misled. */
const ours = /^(NODE_|npm_|ASSAY_|VITEST|_$)/;
/** What a job under another user gets of our environment besides what its `environ` names. */
const kept = /^(TERM|LANG|LANGUAGE|LC_.*|TZ|SNAP.*|CHECKBOX_.*)$/;

function pathOf({inherited, provider, providers}: EnvironmentSources): string {
  const own = provider?.binDirectory;
  const others = providers.map(({binDirectory}) => binDirectory).filter((bin) => bin !== own);
  return [own, ...others, inherited['PATH'] ?? defaultPath].filter((part) => part !== undefined).join(':');
}

function locale(job: Job, inherited: Variables): Variables {
  if (job.flags.includes('reset-locale')) return {LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', LANGUAGE: ''};
  const chosen = inherited['LC_ALL'] ?? inherited['LANG'];
  return chosen === undefined || chosen === '' ? {LANG: 'C.UTF-8'} : {};
}

function fromUs(job: Job, inherited: Variables): Variables {
  const wanted = new Set(job.environ);
  const passes = (name: string): boolean =>
    wanted.has(name) || (!ours.test(name) && (job.user === undefined || kept.test(name)));
  return Object.fromEntries(Object.entries(inherited).filter(([name]) => passes(name)));
}

/**
 * A job's environment: ours without what concerns only us (much less of it for a job under another user), the launcher's,
 * and the variables the unit reference documents. What marks the job's processes is not in it.
 */
export function jobEnvironment(job: Job, sources: EnvironmentSources): Readonly<Record<string, string>> {
  const {inherited, configured, provider, share, version, node} = sources;
  const all: Variables = {
    ...fromUs(job, inherited),
    ...locale(job, inherited),
    ...configured,
    PATH: pathOf(sources),
    PLAINBOX_SESSION_SHARE: share,
    PLAINBOX_PROVIDER_DATA: provider?.dataDirectory ?? '',
    PLAINBOX_PROVIDER_UNITS: provider?.unitDirectories[0] ?? '',
    CHECKBOX_RUNTIME: inherited['CHECKBOX_RUNTIME'] ?? '',
    PYTHONUNBUFFERED: '1',
    ...(job.flags.includes('terminal') ? {TERM: inherited['TERM'] ?? 'xterm'} : {}),
    TEXTDOMAIN: provider?.gettextDomain,
    TEXTDOMAINDIR: provider?.localeDirectory,
    ASSAY_NODE: node,
    ASSAY_VERSION: version,
  };
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(all)) if (value !== undefined) environment[name] = value;
  return environment;
}

type SessionSources = Omit<EnvironmentSources, 'provider'>;

/** Jobs of one provider that say nothing about it have the same environment. */
export function cachedEnvironments(sources: SessionSources): (job: Job) => Readonly<Record<string, string>> {
  const providers = new Map(sources.providers.map((provider) => [provider.name, provider]));
  const environments = new Map<string, Readonly<Record<string, string>>>();
  return (job) => {
    const {provider} = job.record.origin;
    const key = JSON.stringify([
      provider,
      job.user,
      job.environ,
      job.flags.includes('reset-locale'),
      job.flags.includes('terminal'),
    ]);
    const known = environments.get(key) ?? jobEnvironment(job, {...sources, provider: providers.get(provider)});
    environments.set(key, known);
    return known;
  };
}
