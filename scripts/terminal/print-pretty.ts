/** How findings look on the stream they are printed to: coloured on a terminal only. */
import pc from 'picocolors';
import type { Diagnostic, Report } from '../../schemas/diagnostic.ts';
import { formatPretty, type Paint } from '../../src/diagnostics/format-pretty.ts';
import { createReport } from '../../src/diagnostics/report.ts';
import type { Project } from '../../src/project/open-project.ts';
import type { Output } from './terminal.ts';

export function printPretty(report: Report, project: Project, stream: Output): void {
  const texts = new Map(project.sources.files.map(({ path, text }) => [path, text]));
  const options = {
    textOf: (file: string) => texts.get(file),
    prefix: project.content === '.' ? '' : project.content,
    paint: paintFor(stream),
  };
  stream.write(formatPretty(report, options));
}

function paintFor(stream: Output): Paint {
  const colors = pc.createColors(stream.hasColors ?? false);
  const { red, yellow, cyan, bold, dim } = colors;
  return { error: red, warning: yellow, info: cyan, strong: bold, faint: dim };
}

/** Why nothing was built. */
export function printBlocking(
  documents: number,
  blocking: readonly Diagnostic[],
  project: Project,
  stream: Output,
): void {
  printPretty(createReport(project.content, documents, blocking), project, stream);
  stream.write('Nothing was built: these errors would send readers to nothing.\n');
}
