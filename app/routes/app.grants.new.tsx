import { TextField } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { UploadPage } from "#app/ui/files/upload-page.tsx";

const EXAMPLE = { text: "email,points\nada@example.com,100\ngrace@example.com,-20\n", name: "points.csv" };

/** Chooses a file of points, says why, and how long they can be used. */
export default function NewGrant() {
  const { t } = useTranslation("grants");
  const [lastDay, setLastDay] = useState("");
  return (
    <UploadPage words="grants" url="/app/grants" example={EXAMPLE} query={lastDay === "" ? {} : { lastDay }}>
      <TextField
        label={t("upload.lastDay")}
        helpText={t("upload.lastDayHelp")}
        type="date"
        value={lastDay}
        onChange={setLastDay}
        autoComplete="off"
      />
    </UploadPage>
  );
}
