/**
 * The report for code scanning: SARIF 2.1.0 (OASIS Standard), with the rules that were
 * broken, the edits that fix a finding, and fingerprints that survive moved lines.
 */
import type {
  Location,
  Log,
  Notification,
  PhysicalLocation,
  Region,
  ReportingDescriptor,
  Result,
} from 'sarif';
import type { Diagnostic, Report, Severity } from '../../schemas/diagnostic.ts';
import type { FindingCode } from '../../schemas/rule-codes.ts';
import { fingerprinter, type TextOf } from './fingerprint.ts';
import { pathFrom } from './path-from.ts';
import type { Range } from './range.ts';

/** What SARIF tells about a rule; a `Rule` has it all. */
export interface RuleMetadata {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly summary: string;
  readonly rationale: string;
}

export interface SarifOptions {
  /** Path of the content root from the top of the repository; put before each file. */
  readonly prefix: string;
  /** Version of Opsbook. */
  readonly version: string;
  readonly rules: readonly RuleMetadata[];
  readonly textOf: TextOf;
}

const SCHEMA =
  'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
const LEVELS = { error: 'error', warning: 'warning', info: 'note' } as const;

export function formatSarif(report: Report, options: SarifOptions): string {
  // A finding without a file is about the toolchain; SARIF calls that a notification.
  const findings = report.diagnostics.filter(({ file }) => file !== '');
  const defects = report.diagnostics.filter(({ file }) => file === '');
  const rules = descriptors(findings, options.rules);
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  const fingerprintOf = fingerprinter(options.textOf);
  const log: Log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Opsbook', semanticVersion: options.version, rules } },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: defects.length === 0,
            toolExecutionNotifications: defects.map(toNotification),
          },
        ],
        results: findings.map((finding) => ({
          ...toResult(finding, options.prefix),
          ruleIndex: indexes.get(finding.code) ?? -1,
          partialFingerprints: { 'opsbook/v1': fingerprintOf(finding) },
        })),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function toResult(diagnostic: Diagnostic, prefix: string): Result {
  const { code, severity, message, file, range, related, suggestion } = diagnostic;
  const relatedLocations = related.map((other, id): Location => {
    const physicalLocation = place(prefix, other.file, other.range);
    return { id, physicalLocation, message: { text: other.message } };
  });
  const replace = suggestion?.replace;
  return {
    ruleId: code,
    level: LEVELS[severity],
    message: { text: message },
    locations: [{ physicalLocation: place(prefix, file, range) }],
    ...(relatedLocations.length > 0 && { relatedLocations }),
    ...(replace && {
      fixes: [
        {
          artifactChanges: [
            {
              artifactLocation: artifact(prefix, file),
              replacements: [
                {
                  deletedRegion: region(replace.range),
                  insertedContent: { text: replace.text },
                },
              ],
            },
          ],
        },
      ],
    }),
  };
}

/** Rules that have findings, in the order of the findings. */
function descriptors(
  findings: readonly Diagnostic[],
  rules: readonly RuleMetadata[],
): ReportingDescriptor[] {
  const metadata = new Map<string, RuleMetadata>(rules.map((rule) => [rule.code, rule]));
  const codes = [...new Set(findings.map(({ code }) => code))];
  return codes.map((id) => {
    const rule = metadata.get(id);
    return {
      id,
      ...(rule && {
        shortDescription: { text: rule.summary },
        fullDescription: { text: rule.rationale },
        defaultConfiguration: { level: LEVELS[rule.severity] },
        help: { text: `${rule.rationale} \`opsbook explain ${id}\` shows an example.` },
      }),
    };
  });
}

function toNotification({ code, severity, message }: Diagnostic): Notification {
  return { descriptor: { id: code }, level: LEVELS[severity], message: { text: message } };
}

function place(prefix: string, file: string, range: Range | undefined): PhysicalLocation {
  return {
    artifactLocation: artifact(prefix, file),
    ...(range && { region: region(range) }),
  };
}

function artifact(prefix: string, file: string): PhysicalLocation['artifactLocation'] & object {
  const path = pathFrom(prefix, file);
  return { uri: path.split('/').map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' };
}

function region({ start, end }: Range): Region {
  return {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
  };
}
