export { defuseCell, readCell } from './formula.ts';
export {
  type ChangesInFile,
  type ColumnMapping,
  guessMapping,
  readChanges,
} from './read-changes.ts';
export { type CsvFile, type CsvProblem, type CsvRow, readCsv } from './read-csv.ts';
export {
  auditRecord,
  type CsvRecord,
  type ExportedPerson,
  personRecord,
  resultRecord,
  writeCsv,
} from './write-csv.ts';
