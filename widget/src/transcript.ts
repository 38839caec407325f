import type { Message } from "./api";
import { words } from "./words";

/** One message as plain text: what was said, its table, its sources. */
export function plainText(message: Message): string {
  const rows = message.table
    ? [message.table.columns, ...message.table.rows].map((row) => row.join(" | "))
    : [];
  const sources = message.sources.map(({ title, year, url }) =>
    [`${words.source}: ${title}`, year === null ? "" : ` (${year})`, url ? ` ${url}` : ""].join(""),
  );
  const parts = [message.text, rows.join("\n"), sources.join("\n")];
  return parts.filter(Boolean).join("\n\n");
}

export function transcript(messages: readonly Message[], lang: string): string {
  const time = new Intl.DateTimeFormat(lang, { dateStyle: "medium", timeStyle: "short" });
  const entries = messages.map((message) => {
    const who = message.from === "bot" ? words.assistant : words.you;
    return `[${time.format(new Date(message.created_at))}] ${who}:\n${plainText(message)}`;
  });
  return `${[words.transcriptTitle, ...entries].join("\n\n")}\n`;
}

/** Offer a text as a file. */
export function download(text: string, name: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  const anchor = document.createElement("a");
  anchor.href = address;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** Put a text on the clipboard, also on pages without https. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  const listener = (event: ClipboardEvent): void => {
    event.clipboardData?.setData("text/plain", text);
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  document.addEventListener("copy", listener, { capture: true, once: true });
  const copied = document.execCommand("copy");
  document.removeEventListener("copy", listener, { capture: true });
  return copied;
}
