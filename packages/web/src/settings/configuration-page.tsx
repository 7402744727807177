// What the configuration decides, to be read: how long things are kept, and every setting with the variable that changes it.
import type { SettingJson } from "../api/site-shapes.ts";
import { FindField, useFind } from "../ui/find-field.tsx";
import { PlainTable } from "../ui/plain-table.tsx";
import { CONFIGURATION_WORDS, RETENTION_CLASSES } from "../words/configuration.ts";
import { Part } from "./part.tsx";
import { useList } from "./use-change.ts";

export function ConfigurationPage() {
  const settings = useList<SettingJson>("configuration");
  const find = useFind().toLowerCase();
  const items = settings.data?.items;
  const shown = items?.filter(({ env, help, value }) => `${env} ${help} ${value}`.toLowerCase().includes(find));
  return (
    <>
      <Part title={CONFIGURATION_WORDS.retention} about={CONFIGURATION_WORDS.retentionAbout} errors={[settings.error]}>
        {items && <Retention settings={items} />}
      </Part>
      <Part
        title={CONFIGURATION_WORDS.title}
        about={CONFIGURATION_WORDS.about}
        errors={[]}
        action={<FindField label={CONFIGURATION_WORDS.filter} example={CONFIGURATION_WORDS.filter} />}
      >
        {shown && <SettingsTable settings={shown} />}
      </Part>
    </>
  );
}

function Retention({ settings }: { settings: readonly SettingJson[] }) {
  const kept = settings.filter(({ name }) => name in RETENTION_CLASSES);
  return (
    <PlainTable className="settings-scroll" heads={[CONFIGURATION_WORDS.what, CONFIGURATION_WORDS.kept, CONFIGURATION_WORDS.variable]}>
      {kept.map(({ name, value, env }) => (
        <tr key={name}>
          <td>{RETENTION_CLASSES[name]}</td>
          <td>{value !== "0" ? value : name === "retainBytes" ? CONFIGURATION_WORDS.noLimit : CONFIGURATION_WORDS.forever}</td>
          <td className="mono">{env}</td>
        </tr>
      ))}
    </PlainTable>
  );
}

function valueOf({ secret, value }: SettingJson): string {
  if (value === "") return CONFIGURATION_WORDS.unset;
  return secret ? CONFIGURATION_WORDS.secret : value;
}

function SettingsTable({ settings }: { settings: readonly SettingJson[] }) {
  return (
    <PlainTable
      className="settings-scroll"
      heads={[CONFIGURATION_WORDS.variable, CONFIGURATION_WORDS.value, CONFIGURATION_WORDS.from, CONFIGURATION_WORDS.help]}
    >
      {settings.map((each) => (
        <tr key={each.name}>
          <td className="mono" title={`--${each.flag}`}>
            {each.env}
          </td>
          <td className={each.value === "" || each.secret ? "quiet" : "mono"}>
            <span className="clip wide-cell" title={valueOf(each)}>
              {valueOf(each)}
            </span>
          </td>
          <td className={each.origin === "" ? "nothing" : "mono"}>{each.origin || CONFIGURATION_WORDS.usual}</td>
          <td className="wrap">{each.help}</td>
        </tr>
      ))}
    </PlainTable>
  );
}
