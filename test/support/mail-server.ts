import type { AddressInfo } from "node:net";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";

/** A real SMTP server on loopback that does what a test tells it to. */
export type MailServer = {
  readonly url: string;
  /** What it took, in order. */
  readonly taken: ParsedMail[];
  /** From now on: what it does at a recipient, or with the text. `null`: takes everything. */
  behave(behaviour: Behaviour | null): void;
  close(): Promise<void>;
};

export type Behaviour =
  /** Answers RCPT TO with this code and text. */
  | { readonly recipient: number; readonly text: string }
  /** Answers the text of the mail so. */
  | { readonly data: number; readonly text: string }
  /** Takes the text and never answers. */
  | { readonly silent: true }
  /** Greets, then says nothing at MAIL FROM. */
  | { readonly deaf: true };

export async function startMailServer(): Promise<MailServer> {
  const taken: ParsedMail[] = [];
  let behaviour: Behaviour | null = null;
  const refusal = (code: number, text: string) => Object.assign(new Error(text), { responseCode: code });
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["AUTH", "STARTTLS"],
    logger: false,
    closeTimeout: 100,
    onMailFrom(_address, _session, done) {
      if (behaviour !== null && "deaf" in behaviour) return;
      done();
    },
    onRcptTo(_address, _session, done) {
      if (behaviour !== null && "recipient" in behaviour) done(refusal(behaviour.recipient, behaviour.text));
      else done();
    },
    onData(stream, _session, done) {
      void simpleParser(stream).then((mail) => {
        if (behaviour !== null && "data" in behaviour) return done(refusal(behaviour.data, behaviour.text));
        taken.push(mail);
        if (behaviour !== null && "silent" in behaviour) return;
        done();
      });
    },
  });
  server.on("error", () => undefined); // a client that gave up
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    taken,
    behave: (next) => void (behaviour = next),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
