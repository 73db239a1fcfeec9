/**
 * The kinds of document Opsbook knows. Everything that depends on the kind of a
 * document (navigation, folders, sections, what may serve as an instruction) reads this
 * table; there is no other enumeration of document types.
 */

/** What the toolchain needs to know about one document type. */
export interface DocTypeFacts {
  /** Name shown to readers, singular. */
  readonly label: string;
  /** Name shown to readers, plural. */
  readonly plural: string;
  /** Folder names that make a document without `doc_type` one of this type. */
  readonly folders: readonly string[];
  /** Whether the document has a Procedure whose list items are steps. */
  readonly hasSteps: boolean;
}

export const DOC_TYPE_FACTS = {
  sop: { label: 'SOP', plural: 'SOPs', folders: ['sops'], hasSteps: true },
  checklist: {
    label: 'Checklist',
    plural: 'Checklists',
    folders: ['checklists'],
    hasSteps: true,
  },
  template: { label: 'Template', plural: 'Templates', folders: ['templates'], hasSteps: false },
  reference: {
    label: 'Reference',
    plural: 'References',
    folders: ['reference', 'references'],
    hasSteps: false,
  },
  playbook: { label: 'Playbook', plural: 'Playbooks', folders: ['playbooks'], hasSteps: false },
  prompt: { label: 'Prompt', plural: 'Prompts', folders: ['prompts'], hasSteps: false },
  'task-template': { label: 'Workflow', plural: 'Workflows', folders: [], hasSteps: false },
  archive: { label: 'Archived', plural: 'Archive', folders: ['archive'], hasSteps: false },
  doc: { label: 'Document', plural: 'Documents', folders: [], hasSteps: false },
} as const satisfies Record<string, DocTypeFacts>;

export type DocType = keyof typeof DOC_TYPE_FACTS;

/** Every document type, in the order readers see them. */
export const DOC_TYPES = Object.keys(DOC_TYPE_FACTS) as readonly DocType[] as readonly [
  DocType,
  ...DocType[],
];
