// DuckDB as a contestant: for each line on standard input, reads the file named on the command line
// into a table, one thread, and answers with the sum that shows it was read.
import { DuckDBInstance } from "@duckdb/node-api";
import { createInterface } from "node:readline";

const [path, columns, sum] = process.argv.slice(2);
const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
const connection = await instance.connect();
const read = `create or replace table t as select * from read_csv('${path}', header = true, delim = ',', columns = ${columns})`;

for await (const line of createInterface({ input: process.stdin })) {
  if (line === "end") break;
  await connection.run(read);
  const rows = (await connection.runAndReadAll(`select (${sum})::bigint from t`)).getRows();
  process.stdout.write(`${rows[0][0]}\n`);
}
process.exit(0);
