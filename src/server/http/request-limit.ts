/**
 * How much one session or token may ask for: a bucket of requests that fills again steadily. Far
 * above what people and honest programs do; a loop that ran away is stopped, and says so.
 */
import { LRUCache } from 'lru-cache';

export interface RequestLimit {
  /** Takes a request from the bucket of `key`; undefined when there was one. */
  take(key: string): Refused | undefined;
}

export interface Refused {
  readonly waitSeconds: number;
  /** The first since a request was let through: the one that is worth a line in the log. */
  readonly isFirst: boolean;
}

/** A bucket holds a minute's worth; `perMinute` 0 is no limit. */
export function openRequestLimit(
  perMinute: number,
  clock: () => number = () => performance.now(),
): RequestLimit {
  const buckets = new LRUCache<string, Bucket>({ max: 10_000 });
  return {
    take(key) {
      if (perMinute === 0) return undefined;
      const now = clock();
      const bucket = buckets.get(key) ?? { left: perMinute, at: now, isTold: false };
      const filled = (Math.max(now - bucket.at, 0) * perMinute) / 60_000;
      bucket.left = Math.min(bucket.left + filled, perMinute);
      bucket.at = now;
      buckets.set(key, bucket);
      if (bucket.left >= 1) {
        bucket.left--;
        bucket.isTold = false;
        return undefined;
      }
      const isFirst = !bucket.isTold;
      bucket.isTold = true;
      return { waitSeconds: Math.ceil(((1 - bucket.left) * 60) / perMinute), isFirst };
    },
  };
}

interface Bucket {
  left: number;
  at: number;
  isTold: boolean;
}
