// Collects the parameters of one statement: every value from outside is bound, never written into SQL.
import { BIGINT, DOUBLE, LIST, UINTEGER, VARCHAR, listValue, type DuckDBType, type DuckDBValue } from "@duckdb/node-api";

export class Binder {
  readonly values: DuckDBValue[] = [];
  readonly types: DuckDBType[] = [];

  text(value: string): string {
    return this.add(value, VARCHAR);
  }

  /** Whole numbers as BIGINT, so that a BIGINT column is not converted row by row. */
  number(value: number): string {
    return Number.isSafeInteger(value) ? this.add(BigInt(value), BIGINT) : this.add(value, DOUBLE);
  }

  texts(values: readonly string[]): string {
    return this.add(listValue([...values]), LIST(VARCHAR));
  }

  /** Unsigned 32 bits each. */
  keys(values: readonly number[]): string {
    return this.add(listValue([...values]), LIST(UINTEGER));
  }

  private add(value: DuckDBValue, type: DuckDBType): string {
    this.values.push(value);
    this.types.push(type);
    return `$${this.values.length}`;
  }
}
