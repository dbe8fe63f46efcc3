import { useTranslation } from "react-i18next";

/** The texts of one kind of file; what all kinds have in common stands in `files`. */
export type FileWords = "grants" | "tier-files";

export const useFileWords = (words: FileWords) => useTranslation([words, "files"], { nsMode: "fallback" });
