/** What a portal would send, taken out of its outbox as the sender of mails takes it. */
import type { Letter } from '../../src/server/mail/letter.ts';
import type { Outbox } from '../../src/server/mail/outbox.ts';

export interface SentLetter {
  readonly kind: string;
  readonly to: string;
  readonly subject: string;
  /** All of its words. */
  readonly text: string;
  /** Where its link leads, without the origin. */
  readonly path: string;
}

/** Empties the outbox. */
export async function lettersIn(outbox: Outbox): Promise<SentLetter[]> {
  const letters: SentLetter[] = [];
  for (let mail = await outbox.claim(); mail; mail = await outbox.claim()) {
    await outbox.sent(mail);
    const { subject, parts } = mail.letter ?? { subject: 'unreadable', parts: [] };
    letters.push({ kind: mail.kind, to: mail.to, subject, ...wordsOf(parts) });
  }
  return letters;
}

function wordsOf(parts: Letter['parts']) {
  const links = parts.flatMap((part) => ('link' in part ? part.link.address : []));
  const { pathname = '', search = '' } = URL.parse(links[0] ?? '') ?? {};
  const text = parts
    .flatMap((part) => Object.values(part))
    .flat(2)
    .map(String)
    .join('\n');
  return { text, path: pathname + search };
}
