/** How findings look on the stream they are printed to: coloured on a terminal only. */
import pc from 'picocolors';
import type { Report } from '../../schemas/diagnostic.ts';
import { formatPretty, type Paint } from '../../src/diagnostics/format-pretty.ts';
import type { Project } from '../../src/project/open-project.ts';

export function printPretty(report: Report, project: Project, stream: NodeJS.WriteStream): void {
  const texts = new Map(project.sources.files.map(({ path, text }) => [path, text]));
  const options = {
    textOf: (file: string) => texts.get(file),
    prefix: project.content === '.' ? '' : project.content,
    paint: paintFor(stream),
  };
  stream.write(formatPretty(report, options));
}

function paintFor(stream: NodeJS.WriteStream): Paint {
  const colors = pc.createColors(Boolean(stream.isTTY) && pc.isColorSupported);
  const { red, yellow, cyan, bold, dim } = colors;
  return { error: red, warning: yellow, info: cyan, strong: bold, faint: dim };
}
