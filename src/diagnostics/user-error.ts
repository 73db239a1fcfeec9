/**
 * Something the person at the terminal can put right: the message is a whole sentence, shown as it
 * is, without a stack. Every other error is a defect of Opsbook.
 */
export class UserError extends Error {
  override readonly name: string = 'UserError';
}
