/** Turns a plan into GitHub issues. See README.md. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Octokit } from '@octokit/core';
import { createIssues, type Send } from './issues-of-plan.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    repo: { type: 'string' },
    portal: { type: 'string' },
    'dry-run': { type: 'boolean', default: false },
  },
});
const [owner, repo] = values.repo?.split('/') ?? [];
const [plan = '/dev/stdin'] = positionals;

try {
  if (!owner || !repo) throw new Error('Name the repository: --repo OWNER/NAME.');
  if (!values.portal || !URL.canParse(values.portal)) {
    throw new Error('Name the portal: --portal https://docs.example.org.');
  }
  const bundle = JSON.parse(readFileSync(plan, 'utf8'));
  if (!Array.isArray(bundle?.tasks)) throw new Error(`${plan} is not a plan of \`opsbook plan\`.`);
  await createIssues(bundle, values.portal, values['dry-run'] ? printing() : sending());
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}

/** Prints each request as a line of JSON and answers with what GitHub would number. */
function printing(): Send {
  let created = 0;
  return async (route, parameters) => {
    console.log(JSON.stringify({ route, owner, repo, ...parameters }));
    if (route.startsWith('GET')) return [];
    if (!/\/(?:issues|milestones)$/.test(route)) return undefined;
    created += 1;
    const name = route.endsWith('issues') ? `issue ${created - 1}` : 'milestone';
    return { number: `<number of ${name}>`, id: `<id of ${name}>` };
  };
}

/** Asks GitHub; a label that exists already is as good as a new one. */
function sending(): Send {
  const octokit = new Octokit({
    ...(process.env.GITHUB_TOKEN && { auth: process.env.GITHUB_TOKEN }),
    ...(process.env.GITHUB_API_URL && { baseUrl: process.env.GITHUB_API_URL }),
  });
  return async (route, parameters) => {
    try {
      return (await octokit.request(route, { owner, repo, ...parameters })).data;
    } catch (error) {
      if (route.endsWith('/labels') && (error as { status?: number }).status === 422)
        return undefined;
      throw error;
    }
  };
}
