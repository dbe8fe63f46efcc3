export interface BridgeConfig {
  apiKey: string;
  shop: string;
  host: string;
  locale: string;
}

const storageKey = "app-bridge-config";

/**
 * What the app is embedded in, from the address that the admin opened it with; later pages of the same tab don't carry
 * it and read what the first one kept. The API key is on the script's own tag or in `<meta name="shopify-api-key">`.
 */
export function readConfig(script: HTMLScriptElement | null): BridgeConfig {
  const asked = new URL(location.href).searchParams;
  const kept = JSON.parse(sessionStorage.getItem(storageKey) ?? "{}") as Partial<BridgeConfig>;
  const config: BridgeConfig = {
    apiKey:
      script?.dataset.apiKey ??
      document.querySelector<HTMLMetaElement>('meta[name="shopify-api-key"]')?.content ??
      kept.apiKey ??
      "",
    shop: asked.get("shop") ?? kept.shop ?? "",
    host: asked.get("host") ?? kept.host ?? "",
    locale: asked.get("locale") ?? kept.locale ?? "en",
  };
  sessionStorage.setItem(storageKey, JSON.stringify(config));
  return config;
}
