/**
 * Namespaces reserved to the app: `$app` and `$app:rest` are stored, and answered, as `app--<app id>` and
 * `app--<app id>--rest`. A write without a namespace means `$app`.
 */

/** The numeric id of the one app that this dev store serves, the same in every shop. */
export const APP_ID = "4210074001";

export function resolveNamespace(namespace: string | null | undefined): string {
  const given = namespace ?? "$app";
  if (given === "$app") return `app--${APP_ID}`;
  if (given.startsWith("$app:")) return `app--${APP_ID}--${given.slice(5)}`;
  return given;
}

/** False for the namespace of another app, which this one may neither read nor write. */
export function isOpenNamespace(namespace: string): boolean {
  return (
    !namespace.startsWith("app--") ||
    namespace === `app--${APP_ID}` ||
    namespace.startsWith(`app--${APP_ID}--`)
  );
}
