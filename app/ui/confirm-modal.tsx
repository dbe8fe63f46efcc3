import { Modal } from "@shopify/polaris";
import { type ReactNode, type RefObject, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

/** A question before something happens; focus goes back to what asked it. */
export function ConfirmModal(props: {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** What the button does, as a verb. */
  readonly confirm: string;
  readonly onConfirm: () => void;
  readonly destructive?: boolean;
  readonly busy?: boolean;
  readonly disabled?: boolean;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  const lastFocused = useLastFocused();
  const { destructive = false, busy = false, disabled = false } = props;
  return (
    <Modal
      open={props.open}
      onClose={props.onClose}
      title={props.title}
      primaryAction={{
        content: props.confirm,
        destructive,
        loading: busy,
        disabled,
        onAction: props.onConfirm,
      }}
      secondaryActions={[{ content: t("cancel"), onAction: props.onClose }]}
    >
      <ReturnFocus lastFocused={lastFocused} />
      <Modal.Section>{props.children}</Modal.Section>
    </Modal>
  );
}

/** What had the focus last: Polaris takes it from a button that was pressed with the mouse. */
function useLastFocused(): RefObject<EventTarget | null> {
  const last = useRef<EventTarget | null>(null);
  useEffect(() => {
    const remember = (event: FocusEvent) => (last.current = event.target);
    document.addEventListener("focusout", remember);
    return () => document.removeEventListener("focusout", remember);
  }, []);
  return last;
}

/** Lives as long as the dialog does: mounted before the dialog takes the focus, and last heard of when it is gone. */
function ReturnFocus({ lastFocused }: { lastFocused: RefObject<EventTarget | null> }) {
  useEffect(() => {
    const { activeElement, body } = document;
    const opener = activeElement === body ? lastFocused.current : activeElement;
    return () => {
      if (opener instanceof HTMLElement) requestAnimationFrame(() => opener.focus());
    };
  }, []);
  return null;
}
