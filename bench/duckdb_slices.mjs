// DuckDB as a contestant: loads the file named on the command line into a table in memory, one thread;
// then each line on standard input is a query, whose one number is the answer.
import { DuckDBInstance } from "@duckdb/node-api";
import { createInterface } from "node:readline";

const [path, columns] = process.argv.slice(2);
const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
const connection = await instance.connect();
await connection.run(
  `create table t as select * from read_csv('${path}', header = true, delim = ',', columns = ${columns})`,
);
process.stdout.write("ready\n");

for await (const line of createInterface({ input: process.stdin })) {
  const rows = (await connection.runAndReadAll(line)).getRows();
  process.stdout.write(`${rows[0][0]}\n`);
}
process.exit(0);
