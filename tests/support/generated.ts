/**
 * fast-check with one seed, so that a change is judged by what it does and not by the cases it
 * happened to meet; the full deep tests try others each time.
 */
import { env } from 'node:process';
import fc from 'fast-check';

if (env.OPSBOOK_TEST_FULL === undefined) fc.configureGlobal({ seed: 20_261_125 });

export default fc;
