import type {Inhibitor} from './plan.ts';

/** The outcome of a job that such a reason keeps from running. */
export function outcomeOfInhibitor({
  type,
}: Inhibitor): 'skipped-resource' | 'skipped-manifest' | 'skipped-dependency' | 'not-run' {
  switch (type) {
    case 'requirement-unmet':
      return 'skipped-resource';
    case 'manifest-unmet':
      return 'skipped-manifest';
    case 'dependency-failed':
    case 'nothing-to-salvage':
      return 'skipped-dependency';
    case 'dependency-missing':
    case 'input-missing':
    case 'requirement-unknown':
    case 'cycle':
    case 'unknown-id':
    case 'instance-failed':
    case 'not-runnable':
    case 'needs-person':
      return 'not-run';
  }
}
