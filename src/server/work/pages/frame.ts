/** A page in the frame of the workspace, as those who make its content ask for it. */
import type { RequestContext } from '../../http/handler-environment.ts';
import type { Markup } from './markup.ts';

export type Frame = (
  c: RequestContext,
  page: { readonly title: string; readonly main: Markup; readonly status?: PageStatus },
) => Promise<Response>;

export type PageStatus = 200 | 400 | 403 | 404 | 409 | 412 | 422 | 503;
