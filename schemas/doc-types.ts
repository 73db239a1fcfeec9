/**
 * The kinds of document Opsbook knows. Everything that depends on the kind of a
 * document (navigation, folders, sections, what may serve as an instruction) reads this
 * table.
 */

/** What the toolchain needs to know about one document type. */
export interface DocTypeMetadata {
  /** Name shown to readers, singular. */
  readonly label: string;
  /** Name shown to readers, plural. */
  readonly plural: string;
  /** Folder names that make a document without `doc_type` one of this type. */
  readonly folders: readonly string[];
  /** Whether the document has a Procedure whose list items are steps. */
  readonly hasSteps: boolean;
  /** Whether a task may send people to it for instructions. */
  readonly canInstruct: boolean;
}

/** `##` sections of a document with steps, in order. */
export const PROCEDURE_SECTIONS = [
  'Summary',
  'Prerequisites',
  'Procedure',
  'Validation',
  'Troubleshooting',
  'References',
] as const;

export const DOC_TYPE_METADATA = {
  sop: { label: 'SOP', plural: 'SOPs', folders: ['sops'], hasSteps: true, canInstruct: true },
  checklist: {
    label: 'Checklist',
    plural: 'Checklists',
    folders: ['checklists'],
    hasSteps: true,
    canInstruct: true,
  },
  template: {
    label: 'Template',
    plural: 'Templates',
    folders: ['templates'],
    hasSteps: false,
    canInstruct: true,
  },
  reference: {
    label: 'Reference',
    plural: 'References',
    folders: ['reference', 'references'],
    hasSteps: false,
    canInstruct: true,
  },
  playbook: {
    label: 'Playbook',
    plural: 'Playbooks',
    folders: ['playbooks'],
    hasSteps: false,
    canInstruct: true,
  },
  prompt: {
    label: 'Prompt',
    plural: 'Prompts',
    folders: ['prompts'],
    hasSteps: false,
    canInstruct: true,
  },
  'task-template': {
    label: 'Workflow',
    plural: 'Workflows',
    folders: [],
    hasSteps: false,
    canInstruct: false,
  },
  archive: {
    label: 'Archived',
    plural: 'Archive',
    folders: ['archive'],
    hasSteps: false,
    canInstruct: false,
  },
  doc: { label: 'Document', plural: 'Documents', folders: [], hasSteps: false, canInstruct: true },
} as const satisfies Record<string, DocTypeMetadata>;

/** Folders that only say the type of what lies in them. */
export const TYPE_FOLDERS: ReadonlySet<string> = new Set(
  Object.values<DocTypeMetadata>(DOC_TYPE_METADATA).flatMap(({ folders }) => folders),
);

export type DocType = keyof typeof DOC_TYPE_METADATA;

/** Every document type, in the order readers see them. */
export const DOC_TYPES = Object.keys(DOC_TYPE_METADATA) as readonly DocType[] as readonly [
  DocType,
  ...DocType[],
];
