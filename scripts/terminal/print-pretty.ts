/** How findings look on the stream they are printed to: coloured on a terminal only. */
import pc from 'picocolors';
import type { Diagnostic, Report } from '../../schemas/diagnostic.ts';
import { formatPretty, type Paint } from '../../src/diagnostics/format-pretty.ts';
import { createReport } from '../../src/diagnostics/report.ts';
import type { Project } from '../../src/project/open-project.ts';
import type { CommandContext, Output } from './terminal.ts';

export function printPretty(
  report: Report,
  project: Project,
  stream: Output,
  { spell }: Pick<CommandContext, 'spell'>,
): void {
  const texts = new Map(project.sources.files.map(({ path, text }) => [path, text]));
  const options = {
    textOf: (file: string) => texts.get(file),
    prefix: project.content === '.' ? '' : project.content,
    paint: paintFor(stream),
  };
  const diagnostics = report.diagnostics.map((diagnostic) => ({
    ...diagnostic,
    message: spell(diagnostic.message),
  }));
  const text = formatPretty({ ...report, diagnostics }, options);
  // It shows lines of documents.
  if (stream.writeAsIs) stream.writeAsIs(text);
  else stream.write(text);
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
  context: CommandContext,
): void {
  const { stderr } = context;
  printPretty(createReport(project.content, documents, blocking), project, stderr, context);
  stderr.write('Nothing was built: these errors would send readers to nothing.\n');
}
