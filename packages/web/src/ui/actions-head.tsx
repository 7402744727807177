// The head of a column of buttons: nothing to see, a name for those who hear the table.
import { TABLE_WORDS } from "../words/shell.ts";

export const ActionsHead = () => (
  <th>
    <span className="visually-hidden">{TABLE_WORDS.actions}</span>
  </th>
);
