import { DropZone, Text } from "@shopify/polaris";

/** Chooses one CSV file, compressed or not, by a click or by dropping it here. */
export function FileDrop(props: {
  readonly choose: string;
  readonly drop: string;
  /** Says which file was chosen; null: none yet. */
  readonly chosen: string | null;
  readonly onChoose: (file: File | null) => void;
}) {
  const { choose, drop, chosen, onChoose } = props;
  return (
    <DropZone
      accept=".csv,.gz,text/csv,application/gzip"
      allowMultiple={false}
      label={choose}
      labelHidden
      onDrop={(_all, [file]) => onChoose(file ?? null)}
    >
      {chosen === null ? (
        <DropZone.FileUpload actionTitle={choose} actionHint={drop} />
      ) : (
        <Text as="p" alignment="center">
          {chosen}
        </Text>
      )}
    </DropZone>
  );
}
