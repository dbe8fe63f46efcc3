import type { AddressInfo } from "node:net";
import { simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import type { Mail } from "../state/model/app.ts";
import type { Store } from "../state/store.ts";

const MAIL_MAX_BYTES = 5 * 1024 * 1024;

export interface SmtpListener {
  port: number;
  close(): Promise<void>;
}

/**
 * The mail server of the local store, loopback only: the app hands its mails over by SMTP as it would anywhere, and they end in
 * the outbox of the shop that the header `X-Perennial-Shop` names (the demo shop where there is none), dated by the store's clock.
 */
export async function startSmtpListener(
  store: Store,
  port: number,
  log: (message: string) => void,
): Promise<SmtpListener> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["AUTH", "STARTTLS"],
    size: MAIL_MAX_BYTES,
    logger: false,
    onData(stream, session, done) {
      simpleParser(stream)
        .then((message) => {
          const header = (name: string): string | null => {
            const value = message.headers.get(name);
            return typeof value === "string" ? value : null;
          };
          const state = store.shop(header("x-perennial-shop") ?? store.config.demoShop);
          if (!state) return done(Object.assign(new Error("no such shop"), { responseCode: 550 }));
          for (const { address } of session.envelope.rcptTo) {
            const mail: Mail = {
              id: store.newId(),
              at: store.nowInstant(),
              to: address,
              subject: message.subject ?? "",
              text: message.text ?? "",
              html: message.html || "",
              template: header("x-perennial-template"),
            };
            store.write(state, (change) => change.put("mail", mail));
          }
          done();
        })
        .catch((error: Error) => done(error));
    },
  });
  server.on("error", (error) => log(`the outbox's mail server: ${error.message}`));
  await new Promise<void>((resolve, reject) => {
    server.server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
