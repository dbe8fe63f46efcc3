import type { MailWords } from "#app/domain/messaging/mail-template.ts";
import { messageIdOf } from "#app/domain/messaging/message-id.ts";
import { accept, type Outcome, type Refusal, refuse } from "#app/domain/shared/outcome.ts";
import { senderOf } from "./compose-mail.ts";
import { type EditWordsPorts, previewMail, type WordsOf } from "./edit-mail-words.ts";
import type { MailSending, ShopContact } from "./mail-ports.ts";
import type { Ids, ShopRecord } from "../ports.ts";

/**
 * The mail as it stands in the editor, to the shop's own address as Shopify knows it: nobody else can be written to from there.
 * @returns the address it went to
 */
export async function sendTestMail(
  ports: EditWordsPorts & {
    readonly mailSending: MailSending | null;
    readonly shopContact: ShopContact;
    readonly ids: Ids;
  },
  shop: ShopRecord,
  edit: WordsOf & { readonly words: MailWords },
): Promise<Outcome<{ readonly to: string }, Refusal>> {
  const { mailSending } = ports;
  if (mailSending === null)
    return refuse({
      code: "no-mail-server",
      detail: "No mail server is set up: set SMTP_URL and MAIL_FROM_DOMAIN.",
    });
  const preview = await previewMail(ports, shop, edit);
  if (!preview.ok) return preview;
  const contact = await ports.shopContact.fetchContactEmail(shop.shopId);
  if (!contact.ok) return contact;
  const to = contact.value;
  if (to === null)
    return refuse({
      code: "no-contact",
      detail: "Shopify knows no address of the shop: enter one in its settings.",
    });
  const { fromDomain, mailer } = mailSending;
  const settings = await ports.mailSettings.get(shop.shopId);
  const delivery = await mailer.send({
    ...preview.value,
    ...senderOf(shop, settings, fromDomain),
    messageId: messageIdOf(shop.shopId, ports.ids.next(ports.clock.now()), fromDomain),
    shopId: shop.shopId,
    template: edit.template,
    to,
    unsubscribeUrl: null,
  });
  return delivery.kind === "accepted"
    ? accept({ to })
    : refuse({ code: "not-accepted", detail: delivery.response });
}
