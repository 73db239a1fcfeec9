/** The place of attachments that the configuration names. */
import { join } from 'node:path';
import type { Blobs } from '../../../workspace/blobs.ts';
import type { ServerConfig } from '../../config/config.ts';
import { openDiskBlobs } from './disk-blobs.ts';
import { openS3Blobs } from './s3-blobs.ts';

/** Nothing is asked or made yet: `check` tells whether the place can be used. */
export function openBlobs({ data, s3 }: Pick<ServerConfig, 'data' | 's3'>): Blobs {
  const folder = join(data, 'files');
  return s3 === undefined ? openDiskBlobs(folder) : openS3Blobs(s3, join(folder, 'incoming'));
}
