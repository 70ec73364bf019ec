// Opens one workbook and saves it by SheetJS and by exceljs: node resave.js IN.xlsx OUT_FOLDER
// Needs: npm install xlsx@0.18.5 exceljs@4.4.0
const path = require("node:path");
const XLSX = require("xlsx");
const ExcelJS = require("exceljs");

const [source, folder] = process.argv.slice(2);

function sheetjs() {
  const book = XLSX.readFile(source);
  for (const kind of ["xlsx", "ods", "xls", "xlsb"]) {
    const bookType = kind === "xls" ? "biff8" : kind;
    XLSX.writeFile(book, path.join(folder, `sheetjs.${kind}`), { bookType, compression: true });
  }
}

async function exceljs() {
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(source);
  await book.xlsx.writeFile(path.join(folder, "exceljs.xlsx"));
}

sheetjs();
exceljs();
