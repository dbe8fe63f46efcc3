/** A share as a bar, beside a text that says the same: to the eye alone. */
export function Bar(props: { readonly share: number; readonly color?: string | null }) {
  return (
    <div
      aria-hidden="true"
      style={{
        height: 8,
        borderRadius: 4,
        background: "var(--p-color-bg-fill-tertiary)",
        overflow: "hidden",
      }}
    >
      <div
        style={{
          width: `${Math.min(1, Math.max(0, props.share)) * 100}%`,
          minWidth: props.share > 0 ? 4 : 0,
          height: "100%",
          borderRadius: 4,
          background: props.color ?? "var(--p-color-bg-fill-brand)",
          boxShadow: "inset 0 0 0 1px rgba(0,0,0,.15)",
        }}
      />
    </div>
  );
}
