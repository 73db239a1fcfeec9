/** The portal of this `opsbook`: a part of this repository, and a package that may be missing elsewhere. */
import { UserError } from '../../src/diagnostics/user-error.ts';
import { packageVersion } from '../../src/source/this-package.ts';

/** @throws UserError when it is not installed, or is that of another version. */
export async function loadPortal(): Promise<typeof import('#portal')> {
  const own = packageVersion();
  const portal = await importPortal(own);
  if (portal.version !== own) {
    throw new UserError(
      `This is opsbook ${own}, and @opsbook/portal is ${portal.version} — bring them together with ` +
        `\`npm install -D opsbook@${own} @opsbook/portal@${own}\`.`,
    );
  }
  return portal;
}

async function importPortal(version: string): Promise<typeof import('#portal')> {
  try {
    return await import('#portal');
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw new UserError(
      'The portal is a package of its own, and is not installed — add it with ' +
        `\`npm install -D @opsbook/portal@${version}\`.`,
    );
  }
}

/** The package itself; one that it needs would be named otherwise. */
function isMissing(error: unknown): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'ERR_MODULE_NOT_FOUND' && message.startsWith("Cannot find package '@opsbook/");
}
