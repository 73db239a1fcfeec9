/** Every rule, by code. A new rule is a file in the folder of its area and a line here. */
import { invalidMdx } from './content/invalid-mdx.ts';
import { invalidYaml } from './frontmatter/invalid-yaml.ts';
import { missingKey } from './frontmatter/missing-key.ts';
import { refusedLanguage } from './frontmatter/refused-language.ts';
import { unknownKey } from './frontmatter/unknown-key.ts';
import { unterminated } from './frontmatter/unterminated.ts';
import { wrongValue } from './frontmatter/wrong-value.ts';
import { aliasConflict } from './identity/alias-conflict.ts';
import { duplicateId } from './identity/duplicate-id.ts';
import { generatedId } from './identity/generated-id.ts';
import { brokenAnchor } from './link/broken-anchor.ts';
import { brokenPath } from './link/broken-path.ts';
import { missingImage } from './link/missing-image.ts';
import { outsideContent } from './link/outside-content.ts';
import { unsafeScheme } from './link/unsafe-scheme.ts';
import { ambiguous } from './reference/ambiguous.ts';
import { ordinalStep } from './reference/ordinal-step.ts';
import { unknownDocument } from './reference/unknown-document.ts';
import { unknownStep } from './reference/unknown-step.ts';
import type { Rule } from './rule.ts';
import { notUtf8 } from './source/not-utf8.ts';
import { tooDeep } from './source/too-deep.ts';
import { tooLarge } from './source/too-large.ts';
import { unreadable } from './source/unreadable.ts';
import { unsafeSymlink } from './source/unsafe-symlink.ts';
import { duplicateType } from './template/duplicate-type.ts';

export const rules: readonly Rule[] = [
  invalidMdx,
  invalidYaml,
  missingKey,
  refusedLanguage,
  unknownKey,
  unterminated,
  wrongValue,
  aliasConflict,
  duplicateId,
  generatedId,
  brokenAnchor,
  brokenPath,
  missingImage,
  outsideContent,
  unsafeScheme,
  ambiguous,
  ordinalStep,
  unknownDocument,
  unknownStep,
  notUtf8,
  tooDeep,
  tooLarge,
  unreadable,
  unsafeSymlink,
  duplicateType,
];
