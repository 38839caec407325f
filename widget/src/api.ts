/** The chat API as the widget uses it; docs/chat-api.md describes it. */

export interface Choice {
  readonly id: string;
  readonly title: string;
}

export interface Source {
  readonly title: string;
  readonly url: string | null;
  readonly year: number | null;
}

export type Cell = string | number | null;

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export type Expects = "name" | "email" | "tel";

export interface Message {
  readonly seq: number;
  readonly from: "bot" | "visitor";
  readonly text: string;
  readonly choices: readonly Choice[];
  readonly sources: readonly Source[];
  readonly table: Table | null;
  readonly expects: Expects | null;
  readonly created_at: string;
}

export interface Session {
  readonly token: string;
  readonly messages: readonly Message[];
}

export type Content = { readonly text: string } | { readonly choice: string };
export type Rating = "up" | "down";

/** The server answered, and said no. Its message can be shown to the visitor. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly retryAfterSeconds: number | null,
  ) {
    super(message);
  }

  /** Whether the very same request may succeed later. */
  get passing(): boolean {
    return this.status >= 500 || this.status === 429 || this.status === 408;
  }
}

/** No answer came: no network, no server, or none in time. */
export class Unreachable extends Error {}

// Longer than the server's own patience with a turn, so that its apology arrives.
const TIMEOUT_MS = 60_000;

export class ChatApi {
  private calls = new AbortController();

  constructor(private readonly server: string) {}

  /** Give up all calls that are under way; they end as unreachable. */
  abort(): void {
    this.calls.abort();
    this.calls = new AbortController();
  }

  open(locale: string): Promise<Session> {
    // Without the query: pages carry names and tokens in theirs.
    const where = { page_url: location.origin + location.pathname, utm: campaign(), locale };
    return this.call("POST", "sessions", null, where);
  }

  async send(token: string, clientId: string, content: Content): Promise<readonly Message[]> {
    const body = { client_id: clientId, ...content };
    return (await this.call<{ messages: Message[] }>("POST", "messages", token, body)).messages;
  }

  async history(token: string, after: number): Promise<readonly Message[]> {
    const path = `messages?after=${after}`;
    return (await this.call<{ messages: Message[] }>("GET", path, token)).messages;
  }

  rate(token: string, seq: number, value: Rating): Promise<void> {
    return this.call("POST", "feedback", token, { seq, value });
  }

  erase(token: string): Promise<void> {
    return this.call("DELETE", "conversation", token);
  }

  private async call<Answer>(
    method: string,
    path: string,
    token: string | null,
    body?: unknown,
  ): Promise<Answer> {
    let response: Response;
    let answer: unknown;
    try {
      response = await fetch(`${this.server}/api/chat/${path}`, {
        method,
        credentials: "omit",
        cache: "no-store",
        signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), this.calls.signal]),
        headers: {
          ...(body === undefined ? {} : { "Content-Type": "application/json" }),
          ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      answer = response.status === 204 ? undefined : await response.json();
    } catch {
      // An error page of a proxy is no JSON, and no answer of the assistant either.
      throw new Unreachable();
    }
    if (response.ok) return answer as Answer;
    const message = (answer as { error?: { message?: string } }).error?.message ?? "";
    const seconds = Number(response.headers.get("Retry-After") ?? Number.NaN);
    throw new Refused(response.status, message, Number.isFinite(seconds) ? seconds : null);
  }
}

function campaign(): Record<string, string> {
  const parameters = [...new URLSearchParams(location.search)];
  return Object.fromEntries(parameters.filter(([name]) => name.startsWith("utm_")));
}
