/**
 * Every command as data: what help lists without loading any of them. The first groups are part of
 * `opsbook`; those of a portal are carried out by `#portal`, and are listed where it is missing, too.
 */

export interface CommandRow {
  readonly name: string;
  /** What it does, in one line. */
  readonly summary: string;
  /** The page of docs/ that tells more. */
  readonly page: string;
}

export interface CommandGroup {
  readonly title: string;
  readonly isPortal: boolean;
  readonly commands: readonly CommandRow[];
}

/** All commands and options, exit codes and variables. */
export const COMMAND_LINE_PAGE = 'command-line';

/** The title that `help` is listed under, too. */
export const OWN_GROUP = 'This program';

export const COMMAND_GROUPS: readonly CommandGroup[] = [
  {
    title: 'Begin',
    isPortal: false,
    commands: [
      {
        name: 'init',
        summary: 'make a folder a project: documents to begin with, configuration, CI, scripts',
        page: 'getting-started',
      },
    ],
  },
  {
    title: 'Check',
    isPortal: false,
    commands: [
      {
        name: 'validate',
        summary: 'check every document, link and workflow',
        page: 'ci',
      },
      { name: 'explain', summary: 'explain a rule, or list all of them', page: COMMAND_LINE_PAGE },
      {
        name: 'lock',
        summary: 'enter what is new into registry.lock.json, or retire an id for good',
        page: COMMAND_LINE_PAGE,
      },
    ],
  },
  {
    title: 'Read and plan',
    isPortal: false,
    commands: [
      { name: 'search', summary: 'search the full text', page: COMMAND_LINE_PAGE },
      { name: 'plan', summary: 'show the dated tasks of a workflow', page: 'plans' },
      {
        name: 'diff',
        summary: 'show what changes of workflows do to live runs',
        page: 'template-changes',
      },
    ],
  },
  {
    title: 'Change content',
    isPortal: false,
    commands: [
      {
        name: 'new',
        summary: 'create a document: its file, its id and the sections of its type',
        page: COMMAND_LINE_PAGE,
      },
      {
        name: 'move',
        summary: 'move a file or folder of the content; every link in and out is rewritten',
        page: COMMAND_LINE_PAGE,
      },
      {
        name: 'adopt',
        summary: 'bring plain Markdown, task tables and JSON templates under the contract',
        page: 'adopting',
      },
    ],
  },
  {
    title: 'Portal',
    isPortal: true,
    commands: [
      {
        name: 'dev',
        summary: 'show the portal while you write: reloads on save, no sign-in, this machine only',
        page: COMMAND_LINE_PAGE,
      },
      { name: 'build', summary: 'build data and pages of the portal', page: 'deploy' },
      {
        name: 'start',
        summary: 'build what is stale, then serve the portal',
        page: 'deploy',
      },
      {
        name: 'serve',
        summary: 'serve the built portal to signed-in people',
        page: 'deploy',
      },
      {
        name: 'leak-check',
        summary: 'prove from outside that nobody sees a byte of a build without signing in',
        page: 'deploy',
      },
    ],
  },
  {
    title: 'Work and people',
    isPortal: true,
    commands: [
      { name: 'work', summary: 'see to the work that is kept', page: 'workspace' },
      { name: 'users', summary: 'manage who may sign in', page: 'deploy' },
      { name: 'mail', summary: 'see whether mails can be sent', page: 'deploy' },
      { name: 'tokens', summary: 'manage tokens for programs', page: 'deploy' },
      {
        name: 'backup',
        summary:
          'write all that is kept to a new folder: work, files, accounts, tokens; keep it secret',
        page: 'backup',
      },
      {
        name: 'restore',
        summary: 'take in a backup where there is nothing yet, on either database',
        page: 'backup',
      },
    ],
  },
  {
    title: OWN_GROUP,
    isPortal: false,
    commands: [
      {
        name: 'completion',
        summary: 'print what completes commands in bash, zsh or fish',
        page: COMMAND_LINE_PAGE,
      },
    ],
  },
];

export function findCommand(name: string): { group: CommandGroup; row: CommandRow } | undefined {
  for (const group of COMMAND_GROUPS) {
    const row = group.commands.find((each) => each.name === name);
    if (row) return { group, row };
  }
  return undefined;
}
