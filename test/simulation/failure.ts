/** A law does not hold, or the books differ from the model. */
export class SimulationFailure extends Error {
  override readonly name = "SimulationFailure";
  readonly law: string;
  /** Whose books are wrong. */
  readonly memberId: string | null;

  constructor(law: string, detail: string, memberId: string | null = null) {
    super(`${law}: ${detail}`);
    this.law = law;
    this.memberId = memberId;
  }
}
