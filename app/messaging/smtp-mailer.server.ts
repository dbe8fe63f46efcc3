import type { Readable } from "node:stream";
import { createTransport } from "nodemailer";
import { DKIM_SELECTOR } from "#app/domain/messaging/sender-domain.ts";
import type { Delivery } from "#app/domain/messaging/mail-retry.ts";
import type { Mailer, OutgoingMail } from "#app/usecases/mail/mail-ports.ts";

const CONNECT_MAX_MS = 10_000;
const SILENCE_MAX_MS = 30_000;
const RESPONSE_MAX = 200;

/** Nobody can be reached at all: the next mail would fare no better. */
const SERVER_CODES = new Set([
  "ECONNECTION",
  "EDNS",
  "ETIMEDOUT",
  "ESOCKET",
  "EAUTH",
  "ETLS",
  "ECONNREFUSED",
  "EPROTOCOL",
  "ENOAUTH",
]);

export type SmtpSettings = {
  /** `smtp://user:password@host:port`, `smtps://…` */
  readonly url: string;
  readonly fromDomain: string;
  /** PEM; null: the server itself signs (DKIM). */
  readonly dkimKey: string | null;
  readonly silenceMaxMs?: number;
};

/** An SMTP server by nodemailer. */
export function createSmtpMailer(settings: SmtpSettings): Mailer & { close(): void } {
  const silenceMaxMs = settings.silenceMaxMs ?? SILENCE_MAX_MS;
  const transport = createTransport({
    url: settings.url,
    pool: true,
    maxConnections: 5,
    connectionTimeout: Math.min(CONNECT_MAX_MS, silenceMaxMs),
    greetingTimeout: silenceMaxMs,
    socketTimeout: silenceMaxMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  // The stream of a message is read from only when the server has asked for it: who has read nothing has sent nothing.
  const streams = new Map<string, Readable>();
  transport.use("stream", (mail, done) => {
    const create = mail.message.createReadStream.bind(mail.message);
    mail.message.createReadStream = (options) => {
      const stream = create(options);
      streams.set(String(mail.data.messageId), stream);
      return stream;
    };
    done();
  });
  return {
    async send(mail) {
      try {
        await transport.sendMail(messageOf(mail, settings));
        return { kind: "accepted" };
      } catch (problem) {
        if (!(problem instanceof Error)) throw problem;
        return deliveryOf(problem, mail.to, streams.get(mail.messageId)?.readableDidRead === true);
      } finally {
        streams.delete(mail.messageId);
      }
    },
    close: () => transport.close(),
  };
}

function messageOf(mail: OutgoingMail, { fromDomain, dkimKey }: SmtpSettings) {
  const fromHost = mail.from.address.split("@").at(-1) ?? fromDomain;
  return {
    messageId: mail.messageId,
    from: mail.from,
    // Bounces come to us, whoever's name the mail bears.
    envelope: { from: `bounces@${fromDomain}`, to: mail.to },
    to: { name: "", address: mail.to },
    ...(mail.replyTo === null ? {} : { replyTo: mail.replyTo }),
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    headers: {
      "X-Perennial-Shop": mail.shopId,
      "X-Perennial-Template": mail.template,
      "Auto-Submitted": "auto-generated",
      ...(mail.unsubscribeUrl === null
        ? {}
        : {
            // RFC 8058: mail programs unsubscribe by one POST.
            "List-Unsubscribe": { prepared: true, value: `<${mail.unsubscribeUrl}>` },
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
          }),
    },
    ...(dkimKey === null
      ? {}
      : { dkim: { domainName: fromHost, keySelector: DKIM_SELECTOR, privateKey: dkimKey } }),
  };
}

type SmtpError = Error & {
  readonly code?: string;
  readonly command?: string;
  readonly responseCode?: number;
};

/** RFC 5321: 4yz is "not now", 5yz "never"; RFC 3463: 5.1.x is about the address. */
export function deliveryOf(problem: SmtpError, to: string, wasHandedOver: boolean): Delivery {
  const { code = "", command = "", responseCode } = problem;
  const response = problem.message
    .replaceAll(to, "…")
    .replace(/[^\s<>@]+@[^\s<>@]+/g, "…")
    .slice(0, RESPONSE_MAX);
  if (responseCode === undefined) {
    if (wasHandedOver) return { kind: "unknown", response };
    return { kind: "later", response, isServerDown: SERVER_CODES.has(code) };
  }
  if (responseCode < 500) return { kind: "later", response, isServerDown: responseCode === 421 };
  if (code === "EAUTH" || command === "CONN" || /^(EHLO|HELO|AUTH|STARTTLS)/.test(command))
    return { kind: "later", response, isServerDown: true };
  const isAddress =
    command === "RCPT TO" && ([550, 551, 553].includes(responseCode) || /\b5\.1\.\d\b/.test(response));
  return { kind: "refused", response, isAddress };
}
