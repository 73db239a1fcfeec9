/** Every event of a run, by its type. Browser-safe. */
import { ADOPTING } from './adopting.ts';
import { ASSIGNING } from './assigning.ts';
import { CLOSING } from './closing.ts';
import { CORRECTING } from './correcting.ts';
import type { Definition } from './event-definition.ts';
import { PLANNING } from './planning.ts';
import type { EventType } from './run-event.ts';
import { RUN_WIDE } from './run-wide.ts';
import { VERDICTS } from './verdicts.ts';
import { WAITING } from './waiting.ts';

export const EVENTS: { readonly [Type in EventType]: Definition<Type> } = {
  ...ASSIGNING,
  ...WAITING,
  ...CLOSING,
  ...VERDICTS,
  ...CORRECTING,
  ...PLANNING,
  ...RUN_WIDE,
  ...ADOPTING,
};
