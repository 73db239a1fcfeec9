/** `opsbook mail test`, with a real mail server. */
import { expect, test } from 'vitest';
import { makeFolder } from '../../server/portal-fixture.ts';
import { startMailServer } from '../../support/mail-server.ts';
import { runOpsbook } from '../../support/opsbook.ts';

function mailTo(url: string) {
  const env = {
    OPSBOOK_DATA: makeFolder(),
    OPSBOOK_ORIGIN: 'https://handbook.example.org',
    OPSBOOK_SMTP_URL: url,
    OPSBOOK_MAIL_FROM: 'Handbook <handbook@example.org>',
  };
  return runOpsbook(['mail', 'test', 'ada@example.org'], { env });
}

test('sends a mail and tells what the server said', async () => {
  const server = await startMailServer();
  expect(await mailTo(server.url)).toEqual({
    status: 0,
    stdout: `127.0.0.1:${server.port} took the mail: 250 taken as 42\n`,
    stderr: '',
  });
  const arrived = await server.arrived(1);
  expect(arrived.subject).toBe('Opsbook: Mails arrive');
  expect(arrived.text).toContain('Sent by Opsbook, https://handbook.example.org');
});

test('tells in a sentence what keeps mails from being sent, without the password', async () => {
  const refusing = await startMailServer({
    authOptional: false,
    allowInsecureAuth: true,
    onAuth: (_auth, _session, done) => done(new Error('no')),
  });
  const { status, stdout, stderr } = await mailTo(
    refusing.url.replace('smtp://', 'smtp://opsbook:hunter2@'),
  );
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(
    /^opsbook: The mail server does not take user and password of `OPS.*: 535/,
  );
  expect(stderr).not.toContain('hunter2');
  const unset = await runOpsbook(['mail', 'test', 'ada@example.org']);
  expect([unset.status, unset.stderr]).toEqual([
    2,
    expect.stringMatching(/^opsbook: No mail server is configured — set `OPSBOOK_SMTP_URL`/),
  ]);
});
