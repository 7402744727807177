// What a query can say, by example: shown where a wrong query leaves the page empty. Each example runs on click.
import { usePageSearch } from "../url/use-page-search.ts";
import { CALLS_PAGE_WORDS } from "../words/calls.ts";

const EXAMPLES: [string, string][] = [
  ["from:+4930* code:5xx", "calls from Berlin that failed in the network"],
  ["state:failed,no_answer", "any of several states"],
  ["to:~112 NOT state:completed", "112 somewhere in the number, and not answered"],
  ["pdd>3s", "more than 3 s until it rang"],
  ["talk:10s..2m mos<3.5", "short talks of bad quality"],
  ["ip:10.0.0.0/8 (ua:~snom OR ua:~yealink)", "a network, and either of two makers"],
  ["4930123456", "a bare word: number, address or Call-ID"],
];

export function QueryLesson() {
  const { patch } = usePageSearch();
  return (
    <div className="blank lesson">
      <h1>{CALLS_PAGE_WORDS.whatAQueryCan}</h1>
      <table>
        <tbody>
          {EXAMPLES.map(([query, meaning]) => (
            <tr key={query}>
              <td>
                <button type="button" className="link mono" onClick={() => patch({ q: query })}>
                  {query}
                </button>
              </td>
              <td>{meaning}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
