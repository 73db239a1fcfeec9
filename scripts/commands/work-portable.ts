/** `opsbook work export`, `import` and `verify`, `opsbook backup` and `restore`: what is kept, as files. */
import { resolve } from 'node:path';
import { Command } from 'commander';
import { migrateDatabase } from '../../src/server/database/open-database.ts';
import { exportFolder } from '../../src/server/work/portable/export-folder.ts';
import { importFolder } from '../../src/server/work/portable/import-folder.ts';
import type { Manifest } from '../../src/server/work/portable/manifest.ts';
import { verifyFiles, verifyRuns } from '../../src/server/work/portable/verify-work.ts';
import { showCount } from '../terminal/progress.ts';
import type { CommandContext } from '../terminal/terminal.ts';
import { withConfig } from '../terminal/with-config.ts';
import { withKeptWork } from '../terminal/with-kept-work.ts';

export const exportCommand = (context: CommandContext) =>
  writing(context, new Command('export'), 'opsbook-work').description(
    'write runs, their histories and files to a new folder, without accounts or secrets',
  );

export const backupCommand = (context: CommandContext) =>
  writing(context, new Command('backup'), 'opsbook-backup');

export const importCommand = (context: CommandContext) =>
  reading(context, new Command('import'), 'opsbook-work').description(
    'take in an export where there is no work yet, on either database',
  );

export const restoreCommand = (context: CommandContext) =>
  reading(context, new Command('restore'), 'opsbook-backup');

export const verifyCommand = (context: CommandContext) =>
  new Command('verify')
    .description('hold every run against its history, and every file against its checksum')
    .action(async () => {
      const { stdout, stderr } = context;
      const { runs, problems } = await withKeptWork(context, async ({ connection, blobs }) => {
        let runs = 0;
        const show = showCount('Verifying runs', context);
        const ofRuns = await verifyRuns(connection.db, () => show(++runs));
        return { runs, problems: [...ofRuns, ...(await verifyFiles(connection.db, blobs))] };
      });
      for (const problem of problems) stdout.write(`${problem}\n`);
      if (problems.length > 0) context.exitCode = 1;
      else stderr.write(`${count(runs, 'run')} verified: nothing is wrong.\n`);
    });

function writing(context: CommandContext, command: Command, format: Manifest['format']): Command {
  return command
    .argument('<folder>', 'a folder that is not there yet')
    .action(async (name: string) => {
      const folder = resolve(context.cwd, name);
      const show = showCount('Writing lines', context);
      const manifest = await withKeptWork(context, (kept) =>
        exportFolder({ ...kept, folder, format, onProgress: (_, lines) => show(lines) }),
      );
      context.stderr.write(`Wrote ${contentsOf(manifest)} to ${name}.\n`);
      const { missingFiles } = manifest;
      if (missingFiles.length === 0) return;
      context.stderr.write(
        `${count(missingFiles.length, 'file')} could not be found, and the manifest says which.\n`,
      );
      context.exitCode = 1;
    });
}

function reading(context: CommandContext, command: Command, format: Manifest['format']): Command {
  return command.argument('<folder>', 'what was written').action(async (name: string) => {
    const folder = resolve(context.cwd, name);
    // Where there is nothing yet there may be no tables either.
    await withConfig(context, migrateDatabase);
    const show = showCount('Taking in lines', context);
    const manifest = await withKeptWork(context, (kept) =>
      importFolder({
        ...kept,
        folder,
        format,
        onProgress: (_, lines) => show(lines),
      }),
    );
    context.stderr.write(`Took in ${contentsOf(manifest)} from ${name}.\n`);
  });
}

function contentsOf({ parts, files }: Manifest): string {
  const linesOf = (name: string) => parts.find((part) => part.name === name)?.lines;
  const people = linesOf('people');
  return [
    count(linesOf('runs') ?? 0, 'run'),
    count(linesOf('events') ?? 0, 'event'),
    count(files.length, 'file'),
    ...(people === undefined ? [] : [count(people, 'account')]),
  ].join(', ');
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
