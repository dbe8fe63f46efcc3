import { generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createSmtpMailer } from "#app/messaging/smtp-mailer.server.ts";
import { type MailServer, startMailServer } from "#test/support/mail-server.ts";

let server: MailServer;
beforeAll(async () => {
  server = await startMailServer();
});
afterAll(() => server.close());

const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});

/** The parts of the signature with which a mail from this address arrives; null: it has none. */
async function signatureOf(address: string, dkimKey: string | null): Promise<Record<string, string> | null> {
  const mailer = createSmtpMailer({ url: server.url, fromDomain: "mail.perennial.example", dkimKey });
  server.taken.length = 0;
  const sent = await mailer.send({
    ...{ messageId: "<1@mail.perennial.example>", shopId: "quiet.myshopify.com", template: "earned" },
    ...{ from: { name: "Quiet", address }, replyTo: null, to: "ada@example.com" },
    ...{ subject: "19 points", text: "Hello", html: "<p>Hello</p>", unsubscribeUrl: null },
  });
  mailer.close();
  expect(sent).toEqual({ kind: "accepted" });
  const line = server.taken[0]!.headerLines.find(({ key }) => key === "dkim-signature")?.line;
  if (line === undefined) return null;
  const parts = line.slice(line.indexOf(":") + 1).split(";");
  return Object.fromEntries(
    parts.map((part) => {
      const [name = "", ...value] = part.split("=");
      return [name.trim(), value.join("=").replaceAll(/\s/g, "")];
    }),
  );
}

it.each(["mail.perennial.example", "shop.example"])(
  "a mail from %s is signed for that domain under our selector",
  async (domain) => {
    const signature = await signatureOf(`loyalty@${domain}`, privateKey);
    expect(signature).toMatchObject({ v: "1", a: "rsa-sha256", d: domain, s: "perennial" });
    expect(signature!["h"]?.toLowerCase().split(":")).toEqual(
      expect.arrayContaining(["from", "to", "subject", "message-id"]),
    );
    // 2048 bits of RSA and a SHA-256 of the body.
    expect(Buffer.from(signature!["b"]!, "base64")).toHaveLength(256);
    expect(Buffer.from(signature!["bh"]!, "base64")).toHaveLength(32);
  },
);

it("without a key the mail server is left to sign", async () => {
  expect(await signatureOf("loyalty@mail.perennial.example", null)).toBeNull();
});
