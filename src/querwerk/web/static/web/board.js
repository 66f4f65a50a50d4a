/* Shows at a board what the others do, and sends presses without leaving the page. Cards come as data and are filled
   into the pattern that the server has written; all else is read anew as a page. Without this script every press is a
   form, and loading the page again shows what has changed. */

const part = (id) => document.getElementById(id);
const board = () => part("tafel");
const words = { ...board().dataset };
let number = Number(words.number); // of the last change that was heard
let shown = number; // of the last change that the page read in full
let source = null;
let through = false;
let unanswered = { said: "", once: "" };

/* -- saying what happened -- */
let waiting = [];
let speaking = 0;
function say(sentence) {
  waiting.push(sentence);
  clearTimeout(speaking);
  speaking = setTimeout(() => {
    part("ansage").textContent = waiting.length > 3 ? words.many.replace("{count}", waiting.length) : waiting.join(" ");
    waiting = [];
  }, 600);
}

/* Without a connection nothing can be asked of the server: that is seen as well as heard, until it is back. */
function unheard(sentence) {
  const told = part("netz");
  if (sentence && told.textContent !== sentence) say(sentence);
  told.textContent = sentence;
  told.hidden = !sentence;
}
window.addEventListener("offline", () => unheard(words.off));
window.addEventListener("online", () => unheard(""));

/* -- cards -- */
const short = (text) => (text.length > 40 ? `${text.slice(0, 39)}…` : text);
const column = (group) => board().querySelector(`[data-group="${group || 0}"]`);

function count(list) {
  const cards = list.children.length;
  const told = list.closest("[data-group]").querySelector("[data-count]");
  told.textContent = (cards === 1 ? words.countOne : words.countMany).replace("{num}", cards);
}

function fill(item, card) {
  item.id = `karte-${card.id}`;
  Object.assign(item.dataset, { id: card.id, rank: card.rank, version: card.version });
  item.querySelector("[data-words]").textContent = card.text;
  item.querySelector("[data-covered]").hidden = !card.hidden;
  item.querySelector("[data-idea]").hidden = !card.idea;
  for (const place of item.querySelectorAll("[data-text]")) place.textContent = short(card.text);
  for (const link of item.querySelectorAll("a[data-card]")) link.href = link.href.replace(/\/karte\/\d+\//, `/karte/${card.id}/`);
  for (const button of item.querySelectorAll('button[name="zug"]')) {
    const [word, , seen] = button.value.split(".");
    button.value = `${word}.${card.id}.${word === "dot" ? seen : card.version}`;
  }
}

function lay(item, list) {
  const before = (other) => Number(other.dataset.rank) - Number(item.dataset.rank) || Number(other.dataset.id) - Number(item.dataset.id);
  const next = [...list.children].find((other) => other !== item && before(other) > 0) || null;
  if (item.parentElement === list && item.nextElementSibling === next) return;
  const held = item.contains(document.activeElement) ? document.activeElement : null;
  list.insertBefore(item, next);
  held?.focus({ preventScroll: true });
}

/* A card whose group is not on the page yet gets its place when the page is read anew. */
function put(card) {
  let item = part(`karte-${card.id}`);
  if (item ? Number(item.dataset.version) >= card.version : card.deleted) return;
  const old = item?.parentElement;
  const list = column(card.group)?.querySelector("[data-cards]");
  if (card.deleted) {
    const held = item.contains(document.activeElement);
    const near = item.nextElementSibling || item.previousElementSibling || item.closest("[data-group]");
    item.remove();
    if (held) near.focus();
  } else if (list) {
    item ||= part("karte-muster").content.firstElementChild.cloneNode(true);
    fill(item, card);
    lay(item, list);
    count(list);
  } else readAnew();
  if (old) count(old);
}

function order(ranks) {
  const items = Object.keys(ranks).map((id) => part(`karte-${id}`)).filter(Boolean);
  for (const item of items) item.dataset.rank = ranks[item.dataset.id];
  for (const item of items) lay(item, item.parentElement);
}

function show({ about, said }) {
  if (about === "card") put(said);
  else if (about === "order") order(said.ranks);
}

/* -- parts of the page, read anew -- */
let reading = 0;
let meanwhile = []; // heard since, and done again on a page that was written before
function readAnew(soon = Math.random() * 1500) {
  if (reading && soon) return;
  clearTimeout(reading);
  reading = setTimeout(() => {
    reading = 0;
    const ask = new XMLHttpRequest();
    ask.responseType = "document";
    ask.open("GET", location.pathname + location.search);
    ask.onload = () => ask.status === 200 && ask.responseXML?.getElementById("tafel") && exchange(ask.responseXML);
    ask.send();
  }, soon);
}

function exchange(fresh) {
  const written = Number(fresh.getElementById("tafel").dataset.number);
  if (written < shown) return;
  const at = document.activeElement;
  const [word, id] = (at.value || "").split?.(".") ?? [];
  const open = [...document.querySelectorAll(".qw-sticky details[open]")].map((one) => one.closest("[data-id]").id);
  for (const old of document.querySelectorAll("[data-part]")) {
    const now = fresh.getElementById(old.id);
    if (now && !(old.contains(at) && at.matches("input, textarea, select"))) old.replaceWith(document.adoptNode(now));
  }
  for (const card of open) part(card)?.querySelector("details")?.setAttribute("open", "");
  shown = written;
  meanwhile = meanwhile.filter((one) => one.at > shown);
  meanwhile.forEach(show);
  const groups = part("id_group");
  const others = fresh.getElementById("id_group");
  if (groups && others) {
    const chosen = groups.value;
    groups.replaceChildren(...[...others.children].map((one) => document.adoptNode(one)));
    groups.value = [...groups.options].some((one) => one.value === chosen) ? chosen : "";
  }
  if (!at.isConnected) (document.querySelector(`button[name="zug"][value^="${word}.${id}."]`) || part(at.id) || board()).focus({ preventScroll: true });
  late.splice(0).forEach(tell);
  startClock();
}

/* -- news -- */
const own = new Set(); // versions that one made oneself need no telling
const late = []; // cards in groups that the page has not read yet

function tell(card) {
  if (own.delete(`${card.id}.${card.version}`)) return;
  const group = column(card.group)?.querySelector("[data-title]").textContent;
  const sentence = words[card.what] ?? words.anew;
  const known = group || !sentence.includes("{group}");
  say(known ? sentence.replace("{group}", () => group).replace("{text}", () => short(card.text)) : words.anew);
}

function hear(one) {
  const { at, about, said } = one;
  if (at <= number) return;
  number = at;
  if (at <= shown) return about === "card" && tell(said);
  meanwhile.push(one);
  show(one);
  if (about === "card") said.deleted || column(said.group) ? tell(said) : late.push(said);
  else if (about !== "order") {
    say(words.anew);
    readAnew();
  }
}

function listen() {
  source?.close();
  source = new EventSource(`${words.live}?seit=${number}`);
  for (const about of ["card", "group", "order", "stage"]) {
    source.addEventListener(about, (event) => hear({ at: Number(event.lastEventId), about, said: JSON.parse(event.data) }));
  }
  source.addEventListener("full", () => {
    source.close();
    ask(12);
  });
  source.onerror = () => source.readyState === EventSource.CLOSED && !document.hidden && ask(12);
}

/* Where there is no room for a stream, the board asks every few seconds; after a minute it tries a stream again. */
let asking = 0;
function ask(times) {
  clearTimeout(asking);
  asking = setTimeout(async () => {
    try {
      const answer = await fetch(`${words.news}?seit=${number}`, { cache: "no-store" });
      unheard("");
      if (answer.ok) {
        const told = await answer.json();
        for (const one of told.news) hear({ at: one.number, about: one.about, said: one.said });
        number = Math.max(number, told.number);
      }
    } catch {
      unheard(words.off);
    }
    if (times > 0) ask(times - 1);
    else listen();
  }, 4000 + Math.random() * 2000);
}

document.addEventListener("visibilitychange", () => {
  clearTimeout(asking);
  if (document.hidden) source?.close();
  else listen();
});

/* -- presses -- */
const random = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (one) => one.toString(16).padStart(2, "0")).join("");

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (through || !["zuege", "neue-karte"].includes(form.id)) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form, event.submitter));
  body.delete("once");
  /* What got no answer is sent again under its own number, so that it takes effect once. */
  unanswered = unanswered.said === body.toString() ? unanswered : { said: body.toString(), once: random() };
  body.set("once", unanswered.once);
  let answer;
  try {
    answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
  } catch {
    return unheard(words.unsent);
  }
  unheard("");
  unanswered = { said: "", once: "" };
  if (answer.ok && answer.headers.get("Content-Type") === "application/json") return done(form, event.submitter, await answer.json());
  through = true;
  form.requestSubmit(event.submitter);
  through = false;
});

function done(form, button, told) {
  if (told.card) own.add(`${told.card.id}.${told.card.version}`);
  if (told.card) put(told.card);
  if (told.left !== null) dotted(button, told.left);
  else say(words.done);
  if (told.card === null && told.left === null) readAnew(0);
  if (form.id === "neue-karte") {
    form.elements.text.value = "";
    form.elements.text.focus();
  }
  const undo = part("rueckgaengig")?.querySelector("button");
  if (undo) {
    undo.value = `undo.0.${told.undo ?? 0}`;
    undo.hidden = told.undo === null;
    if (undo.hidden && document.activeElement === document.body) board().focus();
  }
}

function dotted(button, left) {
  const mine = Number(button.value.split(".")[2]);
  const dots = button.closest(".qw-dots");
  dots.querySelector("[data-mine]").textContent = mine;
  for (const one of dots.querySelectorAll("[data-dot]")) one.value = one.value.replace(/\d+$/, Math.max(0, mine + Number(one.dataset.dot)));
  const told = ([words.leftNone, words.leftOne][left] ?? words.left).replace("{left}", left);
  for (const place of document.querySelectorAll("[data-left-dots]")) place.textContent = told;
  say(`${told}.`);
}

/* -- the clock: of the server, not of this computer -- */
let ticking = 0;
function startClock() {
  clearInterval(ticking);
  const clock = document.querySelector("[data-ends]");
  if (!clock) return;
  const ends = Date.now() + Date.parse(clock.dataset.ends) - Date.parse(clock.dataset.now);
  ticking = setInterval(() => {
    const left = Math.max(0, Math.ceil((ends - Date.now()) / 1000));
    clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    if (left > 0) return;
    clearInterval(ticking);
    say(words.anew);
    readAnew();
  }, 1000);
}

startClock();
if (!document.hidden) listen();
