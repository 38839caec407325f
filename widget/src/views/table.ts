import { html, nothing, type TemplateResult } from "lit";
import type { Cell, Table } from "../api";
import { words } from "../words";

const AMOUNT = /^[$€£]?\s?\d[\d,]*(?:\.\d+)?\s?%?$/;

/**
 * Figures as a table. Columns that say the same in every row move into the caption, so that
 * a phone shows what differs; where one amount is all that differs, it also gets a bar.
 */
export function figures(table: Table): TemplateResult {
  const indexes = table.columns.map((_, index) => index);
  const constant = table.rows.length > 1 ? indexes.filter((index) => isConstant(table, index)) : [];
  const varying = indexes.filter((index) => !constant.includes(index));
  const amounts = varying.filter((index) => isAmount(table, index));
  // Bars compare: only figures of one kind, place, basis and year may be compared.
  const barred = varying.length === 2 && amounts.length === 1 ? amounts[0] : undefined;
  const largest = barred === undefined ? 0 : Math.max(...table.rows.map((row) => number(row[barred])));
  const caption = constant.map((index) => table.rows[0]?.[index]).join(" · ");

  return html`<div class="figures" role="region" tabindex="0" aria-label=${words.table}>
    <table>
      ${caption ? html`<caption dir="auto">${capitalized(caption)}</caption>` : nothing}
      <thead>
        <tr>
          ${varying.map(
            (index) =>
              html`<th scope="col" class=${amounts.includes(index) ? "amount" : ""}>${table.columns[index]}</th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${table.rows.map(
          (row) => html`<tr>${varying.map((index) => cell(row[index], amounts.includes(index), index === barred ? largest : 0))}</tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

// The bar's width is set as a property: strict content policies refuse style attributes.
function cell(value: Cell | undefined, amount: boolean, largest: number): TemplateResult {
  const width = largest ? `${((100 * number(value)) / largest).toFixed(1)}%` : "";
  return html`<td class=${amount ? "amount" : ""} dir="auto">
    ${value}${width ? html`<span class="bar" .style=${`width:${width}`}></span>` : nothing}
  </td>`;
}

function isConstant(table: Table, index: number): boolean {
  return table.rows.every((row) => row[index] === table.rows[0]?.[index]);
}

function isAmount(table: Table, index: number): boolean {
  // Years are numbers too, but nobody wants a bar of them.
  const values = table.rows.map((row) => row[index] ?? "");
  return values.every((value) => AMOUNT.test(String(value)) && !/^(19|20)\d\d$/.test(String(value)));
}

function number(value: Cell | undefined): number {
  return Number(String(value ?? "").replace(/[^\d.]/g, "")) || 0;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
