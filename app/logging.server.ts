import { pino, type Logger as PinoLogger } from "pino";

const secretFields = [
  "token",
  "accessToken",
  "refreshToken",
  "idToken",
  "secret",
  "password",
  "authorization",
  "cookie",
];
const personalFields = ["email", "name", "firstName", "lastName", "phone", "address"];

/** JSON lines on stdout. Secrets and personal data are left out, whichever object they hang on; so is the host's name. */
export function createLogger(level: string, process: "web" | "worker" | "script"): PinoLogger {
  return pino({
    level,
    base: { process },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: {
      paths: [...secretFields, ...personalFields].flatMap((field) => [field, `*.${field}`]),
      censor: "[left out]",
    },
  });
}
