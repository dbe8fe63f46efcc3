import { accept, type Outcome, type Refusal, refuse } from "./domain/shared/outcome.ts";

/** 100,000 rows of an e-mail and what it is about are 4 to 6 MB. */
const FILE_BYTES_MAX = 20 * 1024 * 1024;

/** The file that is a request's whole body, as the use cases read one. */
export async function takeUpload(
  request: Request,
): Promise<Outcome<() => AsyncGenerator<Uint8Array>, Refusal<"too-many-rows">>> {
  const bytes = new Uint8Array(await request.arrayBuffer());
  if (bytes.length > FILE_BYTES_MAX)
    return refuse({ code: "too-many-rows", detail: "Split the file: at most 20 MB at once." });
  return accept(async function* () {
    yield await Promise.resolve(bytes);
  });
}
