import type {Diagnostic} from '../base/diagnostic.ts';
import type {Span} from '../base/source.ts';
import type {Allowance} from './record.ts';

const marker = /^\s*#+\s*assay:\s*(.*)$/s;
const allow = /^allow\s+([a-z-]+\/[a-z0-9-]+)\s+(\S.*)$/s;

/** What a comment says to us: an allowance, a mistaken one, or nothing. */
export function readAllowance(comment: string, span: Span): Allowance | Diagnostic | undefined {
  const said = marker.exec(comment)?.[1];
  if (said === undefined) return undefined;
  const [, code, reason] = allow.exec(said.trim()) ?? [];
  if (code !== undefined && reason !== undefined) return {code, reason, span};
  return {
    code: 'syntax/bad-allow',
    severity: 'warning',
    message: 'This comment silences nothing: write "# assay: allow CODE reason", with a reason.',
    span,
  };
}

export function unattachedAllowance(allowance: Allowance): Diagnostic {
  return {
    code: 'syntax/unattached-allow',
    severity: 'warning',
    message: `The allowance of ${allowance.code} belongs to no unit: write it inside one or right above one.`,
    span: allowance.span,
  };
}
