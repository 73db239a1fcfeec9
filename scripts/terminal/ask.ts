/** Questions to a person at a terminal, a line each. */
import { createInterface } from 'node:readline';

/** The answers, in order, without blanks around them; undefined when the person left. */
export async function askLines(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  questions: readonly string[],
): Promise<string[] | undefined> {
  const answers: string[] = [];
  if (questions.length === 0) return answers;
  // One for all questions: what is typed ahead belongs to the next.
  const lines = createInterface({ input, output });
  const ask = () => {
    lines.setPrompt(questions[answers.length] ?? '');
    lines.prompt();
  };
  ask();
  for await (const line of lines) {
    answers.push(line.trim());
    if (answers.length === questions.length) return answers;
    ask();
  }
  output.write('\n');
  return undefined;
}
