/** Web storage that also works where the browser refuses it: then for this page only. */

const PREFIX = "enamix-careers:";

export class Store {
  /** What the browser does not keep: all of it, or what no longer fits. */
  private readonly memory = new Map<string, string>();
  private readonly area: Storage | null;

  constructor(kind: "localStorage" | "sessionStorage") {
    this.area = usable(kind);
  }

  get(key: string): string | null {
    return this.memory.get(key) ?? this.area?.getItem(PREFIX + key) ?? null;
  }

  set(key: string, value: string): void {
    this.memory.set(key, value);
    if (!this.area) return;
    try {
      this.area.setItem(PREFIX + key, value);
      this.memory.delete(key);
    } catch {
      // Full: it lives as long as this page.
    }
  }

  remove(key: string): void {
    this.memory.delete(key);
    this.area?.removeItem(PREFIX + key);
  }

  keys(start: string): string[] {
    const kept = Object.keys(this.area ?? {})
      .filter((key) => key.startsWith(PREFIX))
      .map((key) => key.slice(PREFIX.length));
    return [...new Set([...this.memory.keys(), ...kept])].filter((key) => key.startsWith(start));
  }

  read<Value>(key: string, fallback: Value): Value {
    try {
      return JSON.parse(this.get(key) ?? "") as Value;
    } catch {
      return fallback;
    }
  }

  write(key: string, value: unknown): void {
    this.set(key, JSON.stringify(value));
  }

  /** The key that a storage event of another tab is about; null if it is none of ours. */
  keyOf(event: StorageEvent): string | null {
    if (event.storageArea !== this.area) return null;
    if (event.key === null) return "";
    return event.key.startsWith(PREFIX) ? event.key.slice(PREFIX.length) : null;
  }
}

function usable(kind: "localStorage" | "sessionStorage"): Storage | null {
  try {
    const area = window[kind];
    area.setItem(PREFIX, "");
    area.removeItem(PREFIX);
    return area;
  } catch {
    return null;
  }
}

/** Run `work` in one tab at a time, where the browser can tell the tabs apart. */
export async function exclusively<Result>(
  name: string,
  work: () => Promise<Result>,
): Promise<Result> {
  // Only pages under https (and localhost) have locks; without them the client_ids still
  // keep everything from happening twice.
  if (!("locks" in navigator)) return work();
  return (await navigator.locks.request(PREFIX + name, work)) as Result;
}

export function newId(): string {
  if ("randomUUID" in crypto) return crypto.randomUUID();
  const bytes = (crypto as Crypto).getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
