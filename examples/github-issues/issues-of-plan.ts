/** A plan as GitHub issues: what to ask of the REST API, one request after the other. */
import type { Bundle, PlannedTask } from 'opsbook/workflow';

/** Sends one request and returns the data of the response. */
export type Send = (
  route: string,
  parameters: Readonly<Record<string, unknown>>,
) => Promise<unknown>;

interface Created {
  /** What people see. */
  readonly number: number;
  /** What dependencies are made of. */
  readonly id: number;
}

/** The longest title GitHub takes. */
const TITLE_LENGTH = 256;

/**
 * One milestone a run, one issue a task, blocked by the issues of the tasks it depends on.
 * Throws when there is a milestone of that title: the plan was turned into issues before.
 */
export async function createIssues(bundle: Bundle, portal: string, send: Send): Promise<void> {
  await refuseSecondTime(bundle.title, send);
  const milestone = await create('POST /repos/{owner}/{repo}/milestones', {
    title: bundle.title,
    description: `Workflow ${bundle.templateType}, anchor ${bundle.anchorDate}.`,
    // Noon: GitHub keeps the day only, as it is in California.
    due_on: `${bundle.tasks.at(-1)?.date}T12:00:00Z`,
  });
  for (const name of new Set(bundle.tasks.flatMap((task) => labelsOf(bundle, task)))) {
    await send('POST /repos/{owner}/{repo}/labels', { name, color: colorOf(name) });
  }
  const issues = new Map<string, Created>();
  for (const task of bundle.tasks) {
    const issue = await create('POST /repos/{owner}/{repo}/issues', {
      title: task.description.slice(0, TITLE_LENGTH),
      body: bodyOf(bundle, task, portal),
      labels: labelsOf(bundle, task),
      milestone: milestone.number,
    });
    issues.set(task.refId, issue);
  }
  for (const { refId, dependsOn = [] } of bundle.tasks) {
    for (const dependency of dependsOn) {
      await send('POST /repos/{owner}/{repo}/issues/{issue_number}/dependencies/blocked_by', {
        issue_number: issues.get(refId)?.number,
        issue_id: issues.get(dependency)?.id,
      });
    }
  }

  async function create(route: string, parameters: Record<string, unknown>): Promise<Created> {
    // Every endpoint that creates answers with what it created.
    return (await send(route, parameters)) as Created;
  }
}

async function refuseSecondTime(title: string, send: Send): Promise<void> {
  const perPage = 100;
  for (let page = 1; ; page += 1) {
    const parameters = { state: 'all', per_page: perPage, page };
    const found = await send('GET /repos/{owner}/{repo}/milestones', parameters);
    const milestones = found as readonly { readonly title: string }[];
    if (milestones.some((each) => each.title === title)) {
      throw new Error(`There is a milestone “${title}” already. Nothing was created.`);
    }
    if (milestones.length < perPage) return;
  }
}

function labelsOf({ templateType }: Bundle, task: PlannedTask): string[] {
  return [
    `workflow: ${templateType}`,
    ...(task.phase === undefined ? [] : [`phase: ${task.phase}`]),
    ...(task.priority && task.priority !== 'normal' ? [task.priority] : []),
    ...(task.humanGate === undefined ? [] : ['human gate']),
    ...(task.optional ? ['optional'] : []),
  ];
}

function colorOf(label: string): string {
  if (label === 'critical') return 'b60205';
  if (label === 'high') return 'd93f0b';
  return label.startsWith('workflow: ') ? '0e8a16' : 'c5def5';
}

function bodyOf({ templateType, anchorDate }: Bundle, task: PlannedTask, portal: string): string {
  const { instruction, instructionsUrl, proofRequirement: proof } = task;
  const { humanGate, approval, validation } = task;
  const links = typeof validation === 'string' ? [] : validation.requiredBundleLinks;
  const due = [task.date, task.time, task.timeZone].filter((part) => part !== undefined);
  const fallback = instructionsUrl && `**Instructions:** ${instructionsUrl}`;
  return [
    `**Due:** ${due.join(' ')}`,
    instruction
      ? `**Instructions:** [${instruction.title}](${new URL(instruction.url, portal)})`
      : fallback,
    proof && `**Proof:** ${proof.label} (${proof.type}${proof.required ? '' : ', optional'})`,
    links.length > 0 && `**Links:** ${links.join(', ')}`,
    typeof validation === 'string' && `**Done when:** ${validation}`,
    humanGate !== undefined &&
      `**A person must act:** ${typeof humanGate === 'string' ? humanGate : humanGate.reason}`,
    approval && `**Verdict on:** ${approval.of.join(', ')}`,
    `<!-- opsbook ${templateType}.${anchorDate}.${task.refId} -->`,
  ]
    .filter((line) => typeof line === 'string')
    .join('\n\n');
}
