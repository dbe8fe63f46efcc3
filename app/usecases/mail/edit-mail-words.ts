import type { MailLocale, MailTemplateId, MailWords } from "#app/domain/messaging/mail-template.ts";
import { accept, type Outcome, type Refusal, refuse } from "#app/domain/shared/outcome.ts";
import type { AuditLog } from "../audit-ports.ts";
import { sceneShop } from "./compose-mail.ts";
import type { MailLinks, MailRenderer, MailScene, MailSettingsStore, RenderedMail } from "./mail-ports.ts";
import type { Clock, ShopRecord } from "../ports.ts";

export type EditWordsPorts = {
  readonly mailSettings: MailSettingsStore;
  readonly mailRenderer: MailRenderer;
  readonly mailLinks: MailLinks;
  readonly audit: Pick<AuditLog, "append">;
  readonly clock: Clock;
};

/** `line`: counted from 1, in the field that `pointer` names. */
export type WordsRefusal = Refusal<"words-broken" | "words-too-long"> & { readonly line: number };

export type WordsOf = { readonly template: MailTemplateId; readonly locale: MailLocale };

const SUBJECT_MAX = 300;
const BODY_MAX = 20_000;

/** The words that are sent now, and whether they are the merchant's own. */
export async function readMailWords(
  ports: Pick<EditWordsPorts, "mailSettings" | "mailRenderer">,
  shopId: string,
  { template, locale }: WordsOf,
): Promise<{ readonly words: MailWords; readonly isOwn: boolean }> {
  const own = await ports.mailSettings.getWords(shopId, template, locale);
  return { words: own ?? ports.mailRenderer.shippedWords(template, locale), isOwn: own !== null };
}

/** Words that can't be rendered are refused with the line and are never stored, so that they never send. */
export async function saveMailWords(
  ports: EditWordsPorts,
  shopId: string,
  edit: WordsOf & { readonly words: MailWords; readonly by: string },
): Promise<Outcome<null, WordsRefusal>> {
  const { template, locale, by } = edit;
  const words = { subject: edit.words.subject.trim(), body: edit.words.body.replaceAll("\r\n", "\n") };
  const refusal = await refusalOf(ports, edit, words);
  if (refusal !== null) return refuse(refusal);
  const at = ports.clock.now();
  await ports.mailSettings.saveWords(shopId, template, locale, words, { name: by, at });
  await ports.audit.append(shopId, {
    ...{ at, actor: by, subject: `mail-template:${template}` },
    action: "mail-words-saved",
    detail: { template, locale },
  });
  return accept(null);
}

/** Back to the shipped words. */
export async function dropMailWords(
  ports: EditWordsPorts,
  shopId: string,
  { template, locale, by }: WordsOf & { readonly by: string },
): Promise<void> {
  const at = ports.clock.now();
  await ports.mailSettings.dropWords(shopId, template, locale);
  await ports.audit.append(shopId, {
    ...{ at, actor: by, subject: `mail-template:${template}` },
    action: "mail-words-dropped",
    detail: { template, locale },
  });
}

/** How these words look in a mail to a made-up member. */
export async function previewMail(
  ports: Pick<EditWordsPorts, "mailRenderer" | "mailLinks" | "clock">,
  shop: ShopRecord,
  edit: WordsOf & { readonly words: MailWords },
): Promise<Outcome<RenderedMail, WordsRefusal>> {
  const refusal = await refusalOf(ports, edit, edit.words);
  if (refusal !== null) return refuse(refusal);
  const { template, locale } = edit;
  const { timeZone, shopId } = shop;
  const scene: MailScene = {
    ...{ locale, timeZone },
    shop: sceneShop(ports.mailLinks, shop),
    member: ports.mailRenderer.sampleMember(locale),
    values: ports.mailRenderer.sampleValues(template, locale, timeZone, ports.clock.now()),
    unsubscribeUrl: ports.mailLinks.shopUrl(shopId),
    pixelUrl: null,
    trackLink: (url) => url,
  };
  return accept(await ports.mailRenderer.render(edit.words, scene));
}

async function refusalOf(
  ports: Pick<EditWordsPorts, "mailRenderer">,
  { template, locale }: WordsOf,
  words: MailWords,
): Promise<WordsRefusal | null> {
  if (words.subject.length > SUBJECT_MAX)
    return {
      ...{ code: "words-too-long", pointer: "/subject", line: 1 },
      detail: `Use at most ${SUBJECT_MAX} characters.`,
    };
  if (words.body.length > BODY_MAX)
    return {
      code: "words-too-long",
      pointer: "/body",
      line: 1,
      detail: `Use at most ${BODY_MAX} characters.`,
    };
  const problem = await ports.mailRenderer.check(template, locale, words);
  if (problem === null) return null;
  const { field, line, detail } = problem;
  return { code: "words-broken", pointer: `/${field}`, line, detail };
}
