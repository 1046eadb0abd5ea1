import {deviceClasses} from './device-classes.ts';

/** What a value may be. A list is written with commas or spaces between its items, or as a list in YAML. */
export type Kind =
  | {readonly type: 'text'}
  | {readonly type: 'flag'}
  | {readonly type: 'number'; readonly least: number; readonly whole: boolean}
  | {readonly type: 'choice'; readonly choices: readonly string[]}
  | {readonly type: 'list'; readonly choices?: readonly string[]}
  /** Regular expressions: a comma within brackets or braces is part of one. */
  | {readonly type: 'patterns'}
  /** `yes`, `no` or a whole number: what a manifest entry can be. */
  | {readonly type: 'answer'};

export type SettingValue = string | boolean | number | readonly string[];

export interface KeySpec {
  readonly kind: Kind;
  /** Undefined: what happens then is in the help. */
  readonly default?: SettingValue;
  readonly help: string;
  /** Other spellings that mean the same. */
  readonly aliases?: readonly string[];
  /** It is read and does nothing here; why. */
  readonly noEffect?: string;
  /** The same for some of the values. */
  readonly noEffectFor?: Readonly<Record<string, string>>;
  readonly deprecated?: string;
}

export interface SectionSpec {
  readonly help: string;
  /** `named`: there may be many, as `[transport:NAME]`. `open`: every key is allowed, `any` says what it may be. */
  readonly form: 'plain' | 'named' | 'open';
  readonly keys: Readonly<Record<string, KeySpec>>;
  readonly any?: KeySpec;
  readonly aliases?: readonly string[];
}

const text = {type: 'text'} as const;
const flag = {type: 'flag'} as const;
const list = {type: 'list'} as const;
const patterns = {type: 'patterns'} as const;

function factor(help: string): KeySpec {
  return {kind: {type: 'number', least: 0.1, whole: false}, default: 1, help};
}

const notSent = 'Assay sends results nowhere: submission.json in the report folder is what such a site takes';
const noQml = 'there is no QML interface here';

/** Every section and key of a launcher, those of Checkbox's launcher reference first. */
export const sections: Readonly<Record<string, SectionSpec>> = {
  config: {
    form: 'plain',
    help: 'Other files to take values from.',
    keys: {
      config_filename: {
        kind: text,
        default: 'checkbox.conf',
        help: 'A name that is looked for in ~/.config, /etc/xdg and $SNAP_DATA, or a path; variables and ~ are replaced.',
      },
    },
  },
  launcher: {
    form: 'plain',
    help: 'What the launcher is.',
    keys: {
      launcher_version: {kind: {type: 'choice', choices: ['1']}, default: '1', help: 'The form of this file.'},
      app_id: {
        kind: text,
        default: 'checkbox-cli',
        help: 'Kept apart the sessions of several front ends; here no session touches another.',
      },
      app_version: {kind: text, default: '', help: 'For people.'},
      api_flags: {kind: list, default: [], help: 'Features of Checkbox that it relies on; not looked at.'},
      api_version: {kind: text, default: '0.99', help: 'Of Checkbox; not looked at.'},
      session_title: {
        kind: text,
        help: 'The title of the session and its reports. The name of the test plan unless given.',
      },
      session_desc: {kind: text, default: '', help: 'A description of the session, for its reports.'},
      stock_reports: {
        kind: {
          type: 'list',
          choices: ['text', 'submission_files', 'submission_json', 'certification', 'certification-staging', 'none'],
        },
        help: 'text: on standard output; submission_files, submission_json: in --report-dir, else in $XDG_DATA_HOME. Without this key, files go to --report-dir, else to the folder of the session.',
        noEffectFor: {certification: notSent, 'certification-staging': notSent},
      },
      local_submission: {
        kind: flag,
        default: true,
        help: 'Whether a controller makes the reports too.',
        noEffect: 'reports are always made where the run is',
      },
    },
  },
  providers: {
    form: 'plain',
    help: 'Which of the providers that were found are loaded.',
    keys: {use: {kind: list, default: ['*'], help: 'Globs of provider names, such as com.example:audio*.'}},
  },
  'test plan': {
    form: 'plain',
    help: 'What is run.',
    keys: {
      unit: {kind: text, help: 'The id of a test plan.'},
      filter: {kind: list, default: ['*'], help: 'Globs of the test plans that may be chosen.'},
      forced: {kind: flag, default: false, help: 'Run that test plan without asking which.'},
    },
  },
  'test selection': {
    form: 'plain',
    help: 'Which jobs of the test plan are run.',
    keys: {
      forced: {kind: flag, default: false, help: 'Run all of them without asking which.'},
      exclude: {
        kind: patterns,
        default: [],
        help: 'Regular expressions of job ids that never run, with spaces between.',
      },
      match: {
        kind: patterns,
        default: [],
        help: 'Regular expressions of job and template ids: only these run, with what they need. An exclude wins.',
      },
    },
  },
  ui: {
    form: 'plain',
    help: 'How it is shown, and what happens to a job that failed.',
    keys: {
      type: {
        kind: {type: 'choice', choices: ['interactive', 'silent', 'converged', 'converged-silent']},
        default: 'interactive',
        help: 'interactive: with a person at the terminal; silent: without, and jobs that need one are not run.',
        noEffectFor: {converged: noQml, 'converged-silent': noQml},
      },
      output: {
        kind: {type: 'choice', choices: ['show', 'hide-resource-and-attachment', 'hide-automated', 'hide']},
        help: "Whose output is shown while it runs. Without this key, nobody's unless with -v.",
      },
      dont_suppress_output: {
        kind: flag,
        default: false,
        help: 'Show what resource and attachment jobs print.',
        deprecated: 'use output',
      },
      verbosity: {
        kind: {type: 'choice', choices: ['quiet', 'normal', 'verbose', 'debug']},
        default: 'normal',
        help: 'quiet: only what is wrong, as -q; verbose and debug: also what jobs print, as -v.',
      },
      auto_retry: {kind: flag, default: false, help: 'Run jobs that failed once more at the end.'},
      max_attempts: {
        kind: {type: 'number', least: 1, whole: true},
        default: 3,
        help: 'How often a job is run at most, the first time included.',
      },
      delay_before_retry: {
        kind: {type: 'number', least: 0, whole: false},
        default: 1,
        help: 'Seconds before jobs that failed are run once more.',
      },
    },
  },
  run: {
    form: 'plain',
    help: 'Limits of a run. Not in Checkbox.',
    keys: {
      timeout: {
        kind: {type: 'number', least: 1, whole: false},
        help: 'Seconds a job may take that gives no timeout itself, whatever its test plan says. Without this key, what that says, else for ever.',
      },
      silence_timeout: {
        kind: {type: 'number', least: 1, whole: false},
        help: 'Seconds a job may print nothing that gives no silence-timeout itself, as timeout.',
      },
      timeout_factor: factor(
        'What the timeouts of jobs and test plans are multiplied with, for machines that are slower than their authors thought.',
      ),
      device_class: {
        kind: {type: 'choice', choices: deviceClasses},
        help: 'The kind of this machine, for [timeout factors]. Without this key, what its firmware says.',
      },
      grace: {
        kind: {type: 'number', least: 0, whole: false},
        default: 5,
        help: 'Seconds between SIGTERM and SIGKILL for a job that is ended.',
      },
      lanes: {
        kind: {type: 'number', least: 1, whole: true},
        default: 1,
        help: 'How many jobs may run side by side; only jobs that say what they touch, and resource and attachment jobs, ever do.',
      },
    },
  },
  'timeout factors': {
    form: 'plain',
    help: 'What timeouts are multiplied with besides timeout_factor, by the kind of machine. Not in Checkbox.',
    keys: {
      desktop: factor('Desktops, towers, mini and all-in-one machines.'),
      laptop: factor('Laptops, notebooks, convertibles.'),
      tablet: factor('Tablets and detachables.'),
      handheld: factor('Handheld machines.'),
      server: factor('Servers, racks, blades.'),
      embedded: factor('Embedded machines, gateways, and all that a device tree describes.'),
      other: factor('Machines that do not say what they are, such as virtual ones.'),
    },
  },
  agent: {
    form: 'plain',
    help: 'For runs that are started by root.',
    aliases: ['daemon'],
    keys: {normal_user: {kind: text, default: '', help: 'Who runs the jobs that name no user, when root runs Assay.'}},
  },
  restart: {
    form: 'plain',
    help: 'How a session goes on after a restart.',
    keys: {
      strategy: {
        kind: {type: 'choice', choices: ['XDG', 'Snappy', 'Remote']},
        help: 'A mechanism of Checkbox.',
        noEffect: 'assay autoresume enable installs what goes on with a session after a restart',
      },
    },
  },
  environment: {
    form: 'open',
    help: 'Variables for every job.',
    keys: {},
    any: {kind: text, help: 'The value of the variable.'},
  },
  secrets: {
    form: 'plain',
    help: 'What must never be shown. Not in Checkbox.',
    keys: {
      variables: {
        kind: list,
        default: [],
        help: 'Names of variables, of [environment] or of the environment Assay runs in, whose values are masked wherever a job prints them.',
      },
    },
  },
  manifest: {
    form: 'open',
    help: 'Answers to manifest entries, before those that people gave on this machine.',
    keys: {},
    any: {kind: {type: 'answer'}, help: 'yes, no or a whole number.'},
  },
  features: {
    form: 'plain',
    help: 'Switches of Checkbox.',
    keys: {
      strict_template_expansion: {
        kind: flag,
        default: true,
        help: 'Whether a template instance that cannot be made is a failure.',
        noEffect: 'an instance that cannot be made is always an error',
      },
      systemd_based_job_runner: {
        kind: flag,
        help: 'Whether jobs are run through systemd.',
        noEffect: 'Assay decides by the machine how it keeps jobs apart',
      },
    },
  },
  exporter: {
    form: 'named',
    help: 'A format of reports.',
    keys: {
      unit: {kind: text, help: 'The id of an exporter, such as com.canonical.plainbox::html.'},
      options: {kind: list, default: [], help: 'Options of the exporter.', noEffect: 'no exporter here has options'},
    },
  },
  transport: {
    form: 'named',
    help: 'Where reports go.',
    keys: {
      type: {
        kind: {type: 'choice', choices: ['file', 'stream', 'submission-service', 'certification']},
        help: 'What it is.',
        noEffectFor: {'submission-service': notSent, certification: notSent},
      },
      stream: {kind: {type: 'choice', choices: ['stdout', 'stderr']}, default: 'stdout', help: 'For type = stream.'},
      path: {kind: text, help: 'For type = file; variables and ~ are replaced.'},
      secure_id: {kind: text, help: 'For type = submission-service.', aliases: ['secure-id'], noEffect: notSent},
      staging: {kind: flag, default: false, help: 'For type = submission-service.', noEffect: notSent},
    },
  },
  report: {
    form: 'named',
    help: 'A report: what is written where.',
    keys: {
      exporter: {kind: text, help: 'The NAME of an [exporter:NAME], or a format: html, json, junit, tar, text, xlsx.'},
      transport: {kind: text, help: 'The NAME of a [transport:NAME].'},
      forced: {kind: flag, default: false, help: 'Write it without asking. Assay never asks.'},
    },
  },
};
