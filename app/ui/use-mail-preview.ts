import { useFetcher } from "@remix-run/react";
import { useEffect, useRef } from "react";
import type { MailLocale, MailWords } from "#app/domain/messaging/mail-template.ts";
import type { RenderedMail } from "#app/usecases/mail/mail-ports.ts";

export type WordsRefusalView = {
  readonly code: string;
  readonly detail: string;
  readonly pointer?: string;
  readonly line?: number;
};

type Previewed =
  | { readonly ok: true; readonly value: RenderedMail }
  | { readonly ok: false; readonly refusals: readonly WordsRefusalView[] };

const PAUSE_MS = 400;

/** The mail as the server would render these words, a moment after the last key. */
export function useMailPreview(props: {
  readonly locale: MailLocale;
  readonly words: MailWords;
  /** As the page came. */
  readonly first: RenderedMail | null;
}): { readonly mail: RenderedMail | null; readonly refusals: readonly WordsRefusalView[] } {
  const { locale, words, first } = props;
  const fetcher = useFetcher<Previewed>();
  const asked = useRef(JSON.stringify(words));
  useEffect(() => {
    const wanted = JSON.stringify(words);
    if (wanted === asked.current) return;
    const timer = setTimeout(() => {
      asked.current = wanted;
      fetcher.submit({ intent: "preview", locale, ...words }, { method: "post" });
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [words.subject, words.body]);
  if (fetcher.data === undefined) return { mail: first, refusals: [] };
  return fetcher.data.ok
    ? { mail: fetcher.data.value, refusals: [] }
    : { mail: null, refusals: fetcher.data.refusals };
}
