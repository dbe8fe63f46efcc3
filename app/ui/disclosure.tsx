import { Button, Collapsible } from "@shopify/polaris";
import { type ReactNode, useId, useState } from "react";

/** A button that shows what it controls, and hides it again. */
export function Disclosure(props: {
  readonly label: string;
  /** What a screen reader hears, where several such buttons stand on one page: "Lines of order #1001". */
  readonly accessibilityLabel?: string;
  readonly size?: "micro" | "medium";
  readonly initiallyOpen?: boolean;
  /** Puts the button among what is always to be seen; left out: it stands alone. */
  readonly summary?: (button: ReactNode) => ReactNode;
  /** What it shows is made when it is first asked for. */
  readonly lazy?: boolean;
  readonly children: ReactNode;
}) {
  const [open, setOpen] = useState(props.initiallyOpen ?? false);
  const [asked, setAsked] = useState(open);
  const contentId = useId();
  const button = (
    <Button
      variant="plain"
      size={props.size ?? "medium"}
      disclosure={open ? "up" : "down"}
      ariaExpanded={open}
      ariaControls={contentId}
      {...(props.accessibilityLabel !== undefined && { accessibilityLabel: props.accessibilityLabel })}
      onClick={() => {
        setOpen(!open);
        setAsked(true);
      }}
    >
      {props.label}
    </Button>
  );
  return (
    <>
      {props.summary === undefined ? <div>{button}</div> : props.summary(button)}
      <Collapsible open={open} id={contentId}>
        {(asked || props.lazy !== true) && props.children}
      </Collapsible>
    </>
  );
}
