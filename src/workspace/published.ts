/** What the workspace knows of the build that is served: its workflows and what the portal is set to. */
import type { WorkflowTemplate } from '../workflow/index.ts';

export interface Published {
  /** By type. */
  readonly templates: readonly WorkflowTemplate[];
  /** IANA zone of times that name none. */
  readonly timeZone: string;
  readonly title: string;
  /** The page after sign-in. */
  readonly home: 'work' | 'docs';
  /** Words of the steps that the tasks of a template name, by the hash of the step. */
  stepsOf(template: WorkflowTemplate): Promise<Readonly<Record<string, string>>>;
}

/** Read anew once another build is served. */
export type Publication = () => Promise<Published>;
