// A plain client of the chat API: one conversation a browser tab, history kept over a reload.
const KEY = "enamix-careers-token";
const list = document.getElementById("messages");
const typing = document.getElementById("typing");
const announcement = document.getElementById("announcement");
const composer = document.getElementById("composer");
const field = document.getElementById("text");
let token = sessionStorage.getItem(KEY);

class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function call(method, path, body) {
  const response = await fetch(`/api/chat/${path}`, {
    method,
    headers: {
      ...(body ? { "Content-Type": "application/json" } : {}),
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
    },
    body: body && JSON.stringify(body),
  });
  const answer = response.status === 204 ? {} : await response.json();
  if (!response.ok) throw new Refused(response.status, answer.error.message);
  return answer;
}

async function start() {
  if (token) {
    try {
      show((await call("GET", "messages")).messages);
      return;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      token = null; // expired or erased: a new conversation
    }
  }
  const session = await call("POST", "sessions", { page_url: location.href, locale: navigator.language });
  token = session.token;
  sessionStorage.setItem(KEY, token);
  show(session.messages);
}

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function show(messages) {
  for (const message of messages) list.append(item(message));
  list.lastElementChild?.scrollIntoView({ block: "end" });
}

function item(message) {
  const made = element("li", `message ${message.from}`);
  made.append(element("div", "bubble", message.text));
  if (message.table) made.append(table(message.table));
  if (message.sources.length) {
    const line = element("p", "sources", "Source: ");
    message.sources.forEach((source, index) => {
      if (index) line.append("; ");
      line.append(link(source));
    });
    made.append(line);
  }
  if (message.choices.length) {
    const row = element("div", "choices");
    for (const choice of message.choices) {
      const button = element("button", "", choice.title);
      button.type = "button";
      button.addEventListener("click", () => send({ choice: choice.id }, choice.title));
      row.append(button);
    }
    made.append(row);
  }
  return made;
}

function link({ title, url, year }) {
  const text = year ? `${title} (${year})` : title;
  if (!/^https?:\/\//.test(url ?? "")) return element("span", "", text);
  const made = element("a", "", text);
  made.href = url;
  made.target = "_blank";
  made.rel = "noopener noreferrer";
  return made;
}

function table({ columns, rows }) {
  const made = element("table");
  const head = made.createTHead().insertRow();
  for (const column of columns) {
    const cell = element("th", "", column);
    cell.scope = "col";
    head.append(cell);
  }
  const body = made.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    for (const cell of row) line.insertCell().textContent = cell;
  }
  const frame = element("div", "table");
  frame.tabIndex = 0; // scrolled by keyboard where it is wider than the screen
  frame.append(made);
  return frame;
}

// The same client_id in every retry: the server answers once, however often it is asked.
async function send(content, text, clientId = crypto.randomUUID()) {
  const own = item({ from: "visitor", text, sources: [], choices: [], table: null });
  list.append(own);
  own.scrollIntoView({ block: "end" });
  typing.hidden = false;
  try {
    const { messages } = await call("POST", "messages", { client_id: clientId, ...content });
    show(messages);
    announcement.textContent = messages.map((message) => message.text).join("\n");
  } catch (error) {
    const reason = error instanceof Refused ? error.message : "You seem to be offline.";
    own.append(element("p", "fault", reason));
    const retry = element("button", "", "Try again");
    retry.type = "button";
    retry.addEventListener("click", () => {
      own.remove();
      send(content, text, clientId);
    });
    own.append(retry);
    announcement.textContent = reason;
  } finally {
    typing.hidden = true;
  }
}

composer.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = field.value;
  if (!text.trim()) return;
  field.value = "";
  send({ text }, text);
});

field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    composer.requestSubmit();
  }
});

start().catch((error) => {
  announcement.textContent = error.message;
  list.append(element("li", "fault", error.message));
});
