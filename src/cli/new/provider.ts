import {join} from 'node:path';
import type {NewFile} from '../new-file.ts';

interface NewProvider {
  readonly directory: string;
  /** `NAMESPACE:NAME`, or a bare name beside `namespace`. */
  readonly name: string;
  readonly namespace: string | undefined;
  readonly title: string;
}

function description({name, namespace, title}: NewProvider): string {
  const space = namespace === undefined ? '' : `namespace: ${namespace}\n`;
  return `# What makes this folder a provider. The namespace is part of every id: NAMESPACE::ID.
name: ${name}
${space}version: 0.1.0
description: What we test of ${title}
`;
}

const jobs = `# One unit in each document. \`assay schema --dir DIR\` tells an editor which fields there are.
unit: job
id: uptime
summary: The kernel counts the time since it was started
plugin: shell
command: check-uptime
estimated_duration: 1
timeout: 10
`;

function plans({title}: NewProvider): string {
  return `# What is run together, and in which order.
unit: test plan
id: all
name: Everything we test of ${title}
include:
  - uptime
`;
}

const script = `#!/bin/sh
# Programs in this folder are found by the jobs of this provider. Exit code 0 passes.
set -eu
read -r seconds _ </proc/uptime
echo "running for $seconds seconds"
`;

/** A provider with one job, its program, and a plan that runs it. */
export function providerFiles(provider: NewProvider): readonly NewFile[] {
  const {directory} = provider;
  return [
    {path: join(directory, 'provider.yaml'), text: description(provider)},
    {path: join(directory, 'units/jobs.yaml'), text: jobs},
    {path: join(directory, 'units/plans.yaml'), text: plans(provider)},
    {path: join(directory, 'bin/check-uptime'), text: script, mode: 0o777},
  ];
}
