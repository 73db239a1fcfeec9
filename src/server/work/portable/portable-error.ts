/** An export or import that cannot be; the message says where, what was found and what to do. */
import { UserError } from '../../../diagnostics/user-error.ts';

export class PortableError extends UserError {
  override readonly name = 'PortableError';
}
