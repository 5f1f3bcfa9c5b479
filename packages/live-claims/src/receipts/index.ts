export type { ReceiptStorage } from './keep-receipts.ts';
export { type ReceiptOptions, recordReceipts } from './record-receipts.ts';
