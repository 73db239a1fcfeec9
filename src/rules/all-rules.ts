/**
 * Every rule, by code. A new rule is a code in `schemas/rule-codes.ts`, a file in the folder of
 * its area and a line here; the compiler sees to it that none of the three is forgotten.
 */
import type { Diagnostic } from '../../schemas/diagnostic.ts';
import { isRuleCode, type RuleCode } from '../../schemas/rule-codes.ts';
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
import { systemTwin } from './identity/system-twin.ts';
import { deprecatedWithoutSuccessor } from './lifecycle/deprecated-without-successor.ts';
import { leftoverPlaceholder } from './lifecycle/leftover-placeholder.ts';
import { orphan } from './lifecycle/orphan.ts';
import { reviewOverdue } from './lifecycle/review-overdue.ts';
import { activeContent } from './link/active-content.ts';
import { brokenAnchor } from './link/broken-anchor.ts';
import { brokenPath } from './link/broken-path.ts';
import { missingImage } from './link/missing-image.ts';
import { outsideContent } from './link/outside-content.ts';
import { unsafeScheme } from './link/unsafe-scheme.ts';
import { wrongCase } from './link/wrong-case.ts';
import { foreignFile } from './navigation/foreign-file.ts';
import { namedTwice } from './navigation/named-twice.ts';
import { unknownEntry } from './navigation/unknown-entry.ts';
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
import { repeatedSection } from './sop/repeated-section.ts';
import { stepName } from './sop/step-name.ts';
import { stepWithoutText } from './sop/step-without-text.ts';
import { notUtf8 } from './source/not-utf8.ts';
import { pathClash } from './source/path-clash.ts';
import { tooComplex } from './source/too-complex.ts';
import { tooDeep } from './source/too-deep.ts';
import { tooLarge } from './source/too-large.ts';
import { unreadable } from './source/unreadable.ts';
import { unsafeName } from './source/unsafe-name.ts';
import { unsafeSymlink } from './source/unsafe-symlink.ts';
import { dependencyCycle } from './template/dependency-cycle.ts';
import { dependencyOrder } from './template/dependency-order.ts';
import { duplicateName } from './template/duplicate-name.ts';
import { duplicateTask } from './template/duplicate-task.ts';
import { duplicateType } from './template/duplicate-type.ts';
import { earlyVerdict } from './template/early-verdict.ts';
import { impossibleWeekday } from './template/impossible-weekday.ts';
import { invalidSchedule } from './template/invalid-schedule.ts';
import { noInstructions } from './template/no-instructions.ts';
import { noWorkflow } from './template/no-workflow.ts';
import { onlyExternalInstructions } from './template/only-external-instructions.ts';
import { reservedKey } from './template/reserved-key.ts';
import { selfVerdict } from './template/self-verdict.ts';
import { skipClosure } from './template/skip-closure.ts';
import { stageBackwards } from './template/stage-backwards.ts';
import { undeclaredLink } from './template/undeclared-link.ts';
import { undeclaredSource } from './template/undeclared-source.ts';
import { unknownAnswer } from './template/unknown-answer.ts';
import { unknownDependency } from './template/unknown-dependency.ts';
import { unknownPhase } from './template/unknown-phase.ts';
import { unknownPlaceholder } from './template/unknown-placeholder.ts';
import { unknownRole } from './template/unknown-role.ts';
import { unknownStage } from './template/unknown-stage.ts';
import { unusedLink } from './template/unused-link.ts';
import { waitingWithoutFollowUp } from './template/waiting-without-follow-up.ts';
import { zoneWithoutValue } from './template/zone-without-value.ts';

const RULES: { readonly [C in RuleCode]: Rule<C> } = {
  'content/empty': empty,
  'content/ignore-without-reason': ignoreWithoutReason,
  'content/invalid-mdx': invalidMdx,
  'content/removed-html': removedHtml,
  'content/secret': secret,
  'content/unused-ignore': unusedIgnore,
  'frontmatter/invalid-yaml': invalidYaml,
  'frontmatter/misplaced-block': misplacedBlock,
  'frontmatter/missing-key': missingKey,
  'frontmatter/refused-language': refusedLanguage,
  'frontmatter/unknown-key': unknownKey,
  'frontmatter/unterminated': unterminated,
  'frontmatter/wrong-value': wrongValue,
  'identity/alias-conflict': aliasConflict,
  'identity/duplicate-id': duplicateId,
  'identity/generated-id': generatedId,
  'identity/gone': gone,
  'identity/near-twin': nearTwin,
  'identity/prefix': prefix,
  'identity/retired': retired,
  'identity/system-twin': systemTwin,
  'lifecycle/deprecated-without-successor': deprecatedWithoutSuccessor,
  'lifecycle/leftover-placeholder': leftoverPlaceholder,
  'lifecycle/orphan': orphan,
  'lifecycle/review-overdue': reviewOverdue,
  'link/active-content': activeContent,
  'link/broken-anchor': brokenAnchor,
  'link/broken-path': brokenPath,
  'link/missing-image': missingImage,
  'link/outside-content': outsideContent,
  'link/unsafe-scheme': unsafeScheme,
  'link/wrong-case': wrongCase,
  'navigation/foreign-file': foreignFile,
  'navigation/named-twice': namedTwice,
  'navigation/unknown-entry': unknownEntry,
  'reference/ambiguous': ambiguous,
  'reference/archived': archived,
  'reference/deprecated': deprecated,
  'reference/external-instructions': externalInstructions,
  'reference/generated-target': generatedTarget,
  'reference/ordinal-step': ordinalStep,
  'reference/self': self,
  'reference/split-wiki-link': splitWikiLink,
  'reference/unknown-document': unknownDocument,
  'reference/unknown-step': unknownStep,
  'reference/via-alias': viaAlias,
  'reference/wrong-doc-type': wrongDocType,
  'sop/duplicate-step': duplicateStep,
  'sop/empty-procedure': emptyProcedure,
  'sop/heading-order': headingOrder,
  'sop/image-without-alt': imageWithoutAlt,
  'sop/misplaced-step-marker': misplacedStepMarker,
  'sop/missing-section': missingSection,
  'sop/repeated-section': repeatedSection,
  'sop/step-name': stepName,
  'sop/step-without-text': stepWithoutText,
  'source/not-utf8': notUtf8,
  'source/path-clash': pathClash,
  'source/too-complex': tooComplex,
  'source/too-deep': tooDeep,
  'source/too-large': tooLarge,
  'source/unreadable': unreadable,
  'source/unsafe-name': unsafeName,
  'source/unsafe-symlink': unsafeSymlink,
  'template/dependency-cycle': dependencyCycle,
  'template/dependency-order': dependencyOrder,
  'template/duplicate-name': duplicateName,
  'template/duplicate-task': duplicateTask,
  'template/duplicate-type': duplicateType,
  'template/early-verdict': earlyVerdict,
  'template/impossible-weekday': impossibleWeekday,
  'template/invalid-schedule': invalidSchedule,
  'template/no-instructions': noInstructions,
  'template/no-workflow': noWorkflow,
  'template/only-external-instructions': onlyExternalInstructions,
  'template/reserved-key': reservedKey,
  'template/self-verdict': selfVerdict,
  'template/skip-closure': skipClosure,
  'template/stage-backwards': stageBackwards,
  'template/undeclared-link': undeclaredLink,
  'template/undeclared-source': undeclaredSource,
  'template/unknown-answer': unknownAnswer,
  'template/unknown-dependency': unknownDependency,
  'template/unknown-phase': unknownPhase,
  'template/unknown-placeholder': unknownPlaceholder,
  'template/unknown-role': unknownRole,
  'template/unknown-stage': unknownStage,
  'template/unused-link': unusedLink,
  'template/waiting-without-follow-up': waitingWithoutFollowUp,
  'template/zone-without-value': zoneWithoutValue,
};

export const rules: readonly Rule[] = Object.values(RULES);

/** The rule of a finding; undefined for what no rule finds. */
export function ruleOf({ code }: Diagnostic): Rule | undefined {
  return isRuleCode(code) ? RULES[code] : undefined;
}
