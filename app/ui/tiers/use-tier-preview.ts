import { useFetcher } from "@remix-run/react";
import type { ProgramBody } from "#app/domain/program/program-body.ts";
import type { TierPreview } from "#app/usecases/tiers/preview-tiers.ts";

export type TierPreviewView = TierPreview & { readonly ok: true; readonly launched: boolean };
type Answer = TierPreviewView | { readonly ok: false };

/** Where today's members would stand under a program that is being composed; asked for by `count`. */
export function useTierPreview(): {
  readonly preview: TierPreviewView | null;
  readonly counting: boolean;
  readonly count: (body: ProgramBody) => void;
} {
  const fetcher = useFetcher<Answer>();
  const idle = fetcher.state === "idle";
  return {
    preview: idle && fetcher.data?.ok === true ? fetcher.data : null,
    counting: !idle,
    count: (body) =>
      void fetcher.submit(JSON.stringify({ body }), {
        method: "post",
        action: "/app/program/tier-preview",
        encType: "application/json",
      }),
  };
}
