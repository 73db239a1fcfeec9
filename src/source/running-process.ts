/** Whether a process that left something behind is still at work. */
import { readFileSync } from 'node:fs';

/** A number is given to another process in time, whose start tells the two apart; 0 is unknown. */
export function isRunning(pid: number, start: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process is one, too.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const known = startOf(pid);
  return known === 0 || start === 0 || known === start;
}

/** When a process began, in ticks since the machine did (proc_pid_stat(5), field 22); Linux tells. */
export function startOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the name of the program in brackets, which may hold anything.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
  } catch {
    return 0;
  }
}
