// What the staff pages do better with a script; each of them works without it.
"use strict";

const POLL_MS = 4000;
const queue = document.getElementById("queue");

// New leads come into the list by themselves.
if (queue?.dataset.live) {
  const title = document.title;
  const said = document.getElementById("arrivals");
  let arrived = 0;

  const show = (html) => {
    const piece = document.createElement("template");
    piece.innerHTML = html;
    const rows = [...piece.content.querySelectorAll("tr")].filter((row) => !document.getElementById(row.id));
    if (!rows.length) return;
    queue.tBodies[0].prepend(...rows);
    document.getElementById("nothing")?.remove();
    for (const part of [queue.parentElement, document.getElementById("bulk")]) part?.removeAttribute("hidden");
    arrived += rows.length;
    said.textContent = rows.length === 1 ? `A new lead: ${rows[0].querySelector("th a").textContent}` : `${rows.length} new leads`;
    document.title = `(${arrived}) ${title}`;
  };

  const ask = async () => {
    let again = true;
    if (!document.hidden) {
      try {
        const response = await fetch(`${queue.dataset.live}&since=${encodeURIComponent(queue.dataset.since)}`);
        if (response.redirected || response.status === 403) {
          again = false;
          said.textContent = "You have been logged out. Reload the page to log in again.";
          said.classList.replace("unseen", "note");
        } else if (response.status === 200) {
          show(await response.text());
        }
      } catch {
        // The network is away for a moment: the next round asks for the same.
      }
    }
    if (again) setTimeout(ask, POLL_MS);
  };
  setTimeout(ask, POLL_MS);
}

// Keys inside the list only, so that they never get in the way of typing or of a screen reader.
queue?.addEventListener("keydown", (event) => {
  const row = event.target.closest("tbody tr");
  if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
  const step = { j: "nextElementSibling", k: "previousElementSibling" }[event.key];
  if (step) row[step]?.querySelector("th a")?.focus();
  else if (event.key === "x") row.querySelector("input[type=checkbox]")?.click();
  else return;
  event.preventDefault();
});

// Boxes: Shift selects a range, and the bar tells how many there are.
const bulk = document.getElementById("bulk");
if (bulk) {
  const boxes = () => [...document.querySelectorAll("input[name=lead]")];
  let last = null;
  document.addEventListener("click", (event) => {
    if (!event.target.matches?.("input[name=lead]")) return;
    const all = boxes();
    if (event.shiftKey && last) {
      const [from, to] = [all.indexOf(last), all.indexOf(event.target)].sort((a, b) => a - b);
      for (const box of all.slice(from, to + 1)) box.checked = event.target.checked;
    }
    last = event.target;
    const chosen = all.filter((box) => box.checked).length;
    bulk.querySelector(".chosen").textContent = chosen ? `With the ${chosen} selected:` : "With the selected:";
  });
}

for (const field of document.querySelectorAll(".copy")) field.addEventListener("focus", () => field.select());
