// Collects the parameters of one statement: every value from outside is bound, never written into SQL.
import { BIGINT, DOUBLE, INTEGER, LIST, UINTEGER, VARCHAR, listValue, type DuckDBType, type DuckDBValue } from "@duckdb/node-api";

export class Binder {
  readonly values: DuckDBValue[] = [];
  readonly types: DuckDBType[] = [];

  text(value: string): string {
    return this.add(value, VARCHAR);
  }

  /** In the narrowest type that holds it: a wider one makes DuckDB convert the column row by row instead of reading its statistics. */
  number(value: number): string {
    if (!Number.isSafeInteger(value)) return this.add(value, DOUBLE);
    return Math.abs(value) < 2 ** 31 ? this.add(value, INTEGER) : this.add(BigInt(value), BIGINT);
  }

  /** Unsigned 32 bits. */
  key(value: number): string {
    return this.add(value, UINTEGER);
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
