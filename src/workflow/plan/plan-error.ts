/**
 * Why a plan is refused. The message is a whole sentence for the person who asked, so a
 * command or page shows it as it is; every other error out of the planner is a defect.
 */

/** The request does not fit the template. */
export class PlanError extends Error {
  override readonly name: string = 'PlanError';
}

/** A date that no calendar has, or none a plan can write as `YYYY-MM-DD`. */
export class ImpossibleDate extends PlanError {
  override readonly name = 'ImpossibleDate';
  /** As given, or the computation that led there. */
  readonly value: string;

  constructor(value: string, message: string) {
    super(message);
    this.value = value;
  }
}
