/** A transaction that is undone and has an answer all the same. */

/** What a transaction was undone for, as an answer. */
export class RolledBack<T> extends Error {
  readonly answer: T;

  constructor(answer: T) {
    super('rolled back');
    this.answer = answer;
  }
}

export async function orRolledBack<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    // Thrown by the same function with an answer of its type.
    if (error instanceof RolledBack) return error.answer as T;
    throw error;
  }
}
