/** What a disk that cannot be used means to people. */
import { BlobsUnavailable } from '../../../workspace/blobs.ts';

/** By `code` of the error; others are defects and stay as they are. */
const REASONS: ReadonlyMap<string, string> = new Map([
  ['ENOSPC', 'the disk is full — make room'],
  ['EDQUOT', 'the disk quota is used up — make room'],
  ['EROFS', 'the disk can only be read — mount it for writing'],
  ['EACCES', 'the server may not write there — give it the folder'],
  ['EPERM', 'the server may not write there — give it the folder'],
  ['EIO', 'the disk has failed — look at the log of the machine'],
  ['EMFILE', 'the server has too many files open — try again'],
  ['ENFILE', 'the machine has too many files open — try again'],
  ['ENOTDIR', 'a file is in the place of a folder — move it away'],
]);

/** @throws BlobsUnavailable in place of what the operating system says about its disk. */
export async function whenDiskFails<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code = '', path } = error as NodeJS.ErrnoException;
    const reason = REASONS.get(code);
    if (reason === undefined) throw error;
    const place = path === undefined ? '' : ` at \`${path}\``;
    throw new BlobsUnavailable(`Attachments cannot be kept${place}: ${reason}.`, { cause: error });
  }
}
