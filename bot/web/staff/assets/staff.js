// What htmx leaves to us: keys and ranges in the list, and saying what has happened. Every page works
// without scripts; everything is listened for on the document, because htmx exchanges the content.
"use strict";

// Keys inside the list only, so that they never get in the way of typing or of a screen reader.
document.addEventListener("keydown", (event) => {
  const row = event.target.closest("#queue tbody tr");
  if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
  const step = { j: "nextElementSibling", k: "previousElementSibling" }[event.key];
  if (step) row[step]?.querySelector("th a")?.focus();
  else if (event.key === "x") row.querySelector("input[type=checkbox]")?.click();
  else return;
  event.preventDefault();
});

// Boxes: one for all, Shift for a range; the bar tells how many there are.
let last = null;
document.addEventListener("click", ({ target, shiftKey }) => {
  if (!target.matches?.("#every, input[name=lead]")) return;
  const boxes = [...document.querySelectorAll("input[name=lead]")];
  if (target.id === "every") {
    for (const box of boxes) box.checked = target.checked;
  } else {
    const ends = [boxes.indexOf(last), boxes.indexOf(target)].sort((a, b) => a - b);
    if (shiftKey && ends[0] >= 0) for (const box of boxes.slice(ends[0], ends[1] + 1)) box.checked = target.checked;
    last = target;
  }
  const chosen = boxes.filter((box) => box.checked).length;
  document.querySelector("#bulk .chosen").textContent = chosen ? `With the ${chosen} selected:` : "With the selected:";
});

document.addEventListener("focusin", ({ target }) => target.matches(".copy") && target.select());

// What is half filled in stays while another form of the page is sent: it goes into the new content,
// on top of what the server knows by then; where that has changed, it is told beside the field.
const initial = (field) =>
  field.matches("select") ? ([...field.options].find((each) => each.defaultSelected) ?? field.options[0])?.value : field.defaultValue;
let drafts = [];
let opened = [];
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target.id !== "main") return;
  // What was refused is to be sent again.
  const kept = [...document.querySelectorAll("#main form[hx-post]")].filter((form) => form !== detail.requestConfig.elt || detail.xhr.status >= 400);
  const fields = kept.flatMap((form) => [...form.elements]).filter((field) => field.id && field.matches("input, select, textarea"));
  drafts = fields.filter((field) => field.value !== initial(field)).map((field) => ({ id: field.id, value: field.value, was: initial(field) }));
  opened = kept.map((form) => form.closest("details[open]")?.id).filter(Boolean);
});
const resume = () => {
  for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
  for (const { id, value, was } of drafts) {
    const field = document.getElementById(id);
    if (!field || field.value === value) continue;
    field.value = value;
    if (initial(field) === was) continue;
    const hint = document.createElement("span");
    const now = field.matches("select") ? [...field.options].find((each) => each.value === initial(field))?.text : initial(field);
    Object.assign(hint, { id: `${id}-now`, className: "hint changed", textContent: now ? `Meanwhile it was changed to: ${now}` : "Meanwhile it was taken away." });
    field.after(hint);
    field.setAttribute("aria-describedby", hint.id);
  }
  drafts = opened = [];
};

// A message that comes with new content is not read out: it is repeated where it will be.
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (detail.target?.id !== "main") return;
  resume();
  document.getElementById("trouble").replaceChildren();
  const notes = [...document.querySelectorAll("#main .note[role]")];
  document.getElementById("said").textContent = notes.map((note) => note.textContent.trim()).join(" ");
  document.querySelector("#main .note[role=alert]")?.scrollIntoView({ block: "nearest" });
});

// What was sent and did not arrive stays in its form; the page says why.
const failed = ({ detail }) => {
  if (detail.requestConfig.verb === "get") return;
  const answer = new DOMParser().parseFromString(detail.xhr.responseText, "text/html");
  const words = [...answer.querySelectorAll("h1, h1 + p")].map((each) => each.textContent.trim());
  const note = document.createElement("p");
  note.className = "note bad";
  note.textContent = words.length ? words.join(". ") : "The assistant cannot be reached, so nothing was saved. Try again in a moment.";
  document.getElementById("trouble").replaceChildren(note);
};
document.addEventListener("htmx:responseError", failed);
document.addEventListener("htmx:sendError", failed);

document.querySelector(".bar nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
