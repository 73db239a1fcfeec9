/** Every rule, by code. A new rule is a file in the folder of its area and a line here. */
import { empty } from './content/empty.ts';
import { ignoreWithoutReason } from './content/ignore-without-reason.ts';
import { invalidMdx } from './content/invalid-mdx.ts';
import { removedHtml } from './content/removed-html.ts';
import { secret } from './content/secret.ts';
import { unusedIgnore } from './content/unused-ignore.ts';
import type { Rule } from './engine/rule.ts';
import { invalidYaml } from './frontmatter/invalid-yaml.ts';
import { misplacedBlock } from './frontmatter/misplaced-block.ts';
import { missingKey } from './frontmatter/missing-key.ts';
import { refusedLanguage } from './frontmatter/refused-language.ts';
import { unknownKey } from './frontmatter/unknown-key.ts';
import { unterminated } from './frontmatter/unterminated.ts';
import { wrongValue } from './frontmatter/wrong-value.ts';
import { aliasConflict } from './identity/alias-conflict.ts';
import { duplicateId } from './identity/duplicate-id.ts';
import { generatedId } from './identity/generated-id.ts';
import { gone } from './identity/gone.ts';
import { nearTwin } from './identity/near-twin.ts';
import { prefix } from './identity/prefix.ts';
import { retired } from './identity/retired.ts';
import { deprecatedWithoutSuccessor } from './lifecycle/deprecated-without-successor.ts';
import { leftoverPlaceholder } from './lifecycle/leftover-placeholder.ts';
import { orphan } from './lifecycle/orphan.ts';
import { reviewOverdue } from './lifecycle/review-overdue.ts';
import { brokenAnchor } from './link/broken-anchor.ts';
import { brokenPath } from './link/broken-path.ts';
import { missingImage } from './link/missing-image.ts';
import { outsideContent } from './link/outside-content.ts';
import { unsafeScheme } from './link/unsafe-scheme.ts';
import { wrongCase } from './link/wrong-case.ts';
import { ambiguous } from './reference/ambiguous.ts';
import { archived } from './reference/archived.ts';
import { deprecated } from './reference/deprecated.ts';
import { externalInstructions } from './reference/external-instructions.ts';
import { generatedTarget } from './reference/generated-target.ts';
import { ordinalStep } from './reference/ordinal-step.ts';
import { self } from './reference/self.ts';
import { splitWikiLink } from './reference/split-wiki-link.ts';
import { unknownDocument } from './reference/unknown-document.ts';
import { unknownStep } from './reference/unknown-step.ts';
import { viaAlias } from './reference/via-alias.ts';
import { wrongDocType } from './reference/wrong-doc-type.ts';
import { duplicateStep } from './sop/duplicate-step.ts';
import { emptyProcedure } from './sop/empty-procedure.ts';
import { headingOrder } from './sop/heading-order.ts';
import { imageWithoutAlt } from './sop/image-without-alt.ts';
import { misplacedStepMarker } from './sop/misplaced-step-marker.ts';
import { missingSection } from './sop/missing-section.ts';
import { stepName } from './sop/step-name.ts';
import { stepWithoutText } from './sop/step-without-text.ts';
import { notUtf8 } from './source/not-utf8.ts';
import { pathClash } from './source/path-clash.ts';
import { tooDeep } from './source/too-deep.ts';
import { tooLarge } from './source/too-large.ts';
import { unreadable } from './source/unreadable.ts';
import { unsafeSymlink } from './source/unsafe-symlink.ts';
import { dependencyCycle } from './template/dependency-cycle.ts';
import { dependencyOrder } from './template/dependency-order.ts';
import { duplicateTask } from './template/duplicate-task.ts';
import { duplicateType } from './template/duplicate-type.ts';
import { impossibleWeekday } from './template/impossible-weekday.ts';
import { invalidSchedule } from './template/invalid-schedule.ts';
import { lastStageUnreached } from './template/last-stage-unreached.ts';
import { noInstructions } from './template/no-instructions.ts';
import { stageBackwards } from './template/stage-backwards.ts';
import { undeclaredLink } from './template/undeclared-link.ts';
import { undeclaredSource } from './template/undeclared-source.ts';
import { unknownDependency } from './template/unknown-dependency.ts';
import { unknownPhase } from './template/unknown-phase.ts';
import { unknownRole } from './template/unknown-role.ts';
import { unknownStage } from './template/unknown-stage.ts';
import { unusedLink } from './template/unused-link.ts';
import { waitingWithoutFollowUp } from './template/waiting-without-follow-up.ts';

export const rules: readonly Rule[] = [
  empty,
  ignoreWithoutReason,
  invalidMdx,
  removedHtml,
  secret,
  unusedIgnore,
  invalidYaml,
  misplacedBlock,
  missingKey,
  refusedLanguage,
  unknownKey,
  unterminated,
  wrongValue,
  aliasConflict,
  duplicateId,
  generatedId,
  gone,
  nearTwin,
  prefix,
  retired,
  deprecatedWithoutSuccessor,
  leftoverPlaceholder,
  orphan,
  reviewOverdue,
  brokenAnchor,
  brokenPath,
  missingImage,
  outsideContent,
  unsafeScheme,
  wrongCase,
  ambiguous,
  archived,
  deprecated,
  externalInstructions,
  generatedTarget,
  ordinalStep,
  self,
  splitWikiLink,
  unknownDocument,
  unknownStep,
  viaAlias,
  wrongDocType,
  duplicateStep,
  emptyProcedure,
  headingOrder,
  imageWithoutAlt,
  misplacedStepMarker,
  missingSection,
  stepName,
  stepWithoutText,
  notUtf8,
  pathClash,
  tooDeep,
  tooLarge,
  unreadable,
  unsafeSymlink,
  dependencyCycle,
  dependencyOrder,
  duplicateTask,
  duplicateType,
  impossibleWeekday,
  invalidSchedule,
  lastStageUnreached,
  noInstructions,
  stageBackwards,
  undeclaredLink,
  undeclaredSource,
  unknownDependency,
  unknownPhase,
  unknownRole,
  unknownStage,
  unusedLink,
  waitingWithoutFollowUp,
];
