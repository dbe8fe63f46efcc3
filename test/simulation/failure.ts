/** A law does not hold, or the books differ from the model. */
export class SimulationFailure extends Error {
  override readonly name = "SimulationFailure";
  readonly law: string;

  constructor(law: string, detail: string) {
    super(`${law}: ${detail}`);
    this.law = law;
  }
}
