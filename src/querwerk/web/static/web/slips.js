/* A press without a network waits on this phone until there is one; then it is handed in with its own moment. Without
   this script the form works as every form does, and a moment can be typed. */

const PLACE = "querwerk-zettel";
const form = document.querySelector("form[data-slip]");
const told = document.querySelector("[data-waiting]");
const waiting = () => JSON.parse(localStorage.getItem(PLACE) || "[]");
const keep = (presses) => (presses.length ? localStorage.setItem(PLACE, JSON.stringify(presses)) : localStorage.removeItem(PLACE));
let through = false;

function tell(sentence) {
  told.querySelector(".kern-title").textContent = sentence;
  told.hidden = false;
}

async function reachable() {
  try {
    await fetch(form.action, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(6000) });
    return true;
  } catch {
    return false;
  }
}

function wait(submitter) {
  const said = Object.fromEntries(new FormData(form, submitter));
  const lacking = (said.station === "elsewhere" && !said.unit && "unit") || (said.mark === "returned" && !said.returned_to && "returned_to");
  if (lacking) return form.elements[lacking].focus();
  keep([...waiting(), { to: form.action, said: { ...said, pressed_at: new Date().toISOString() } }]);
  form.elements.key.value = Array.from(crypto.getRandomValues(new Uint8Array(16)), (one) => one.toString(16).padStart(2, "0")).join("");
  tell(told.dataset.one);
}

/* Each press has a number of its own: handed in twice, it counts once. */
async function handIn() {
  let refused = false;
  let sent = 0;
  for (let press = waiting()[0]; press; press = waiting()[0]) {
    let answer;
    try {
      answer = await fetch(press.to, { method: "POST", body: new URLSearchParams(press.said) });
    } catch {
      return tell(told.dataset.one);
    }
    if (answer.status >= 500) return tell(told.dataset.one);
    refused ||= !answer.ok;
    sent += 1;
    keep(waiting().filter((other) => other.said.key !== press.said.key));
  }
  if (sent) tell(refused ? told.dataset.refused : told.dataset.sent);
}

form.addEventListener("submit", async (event) => {
  if (through) return;
  event.preventDefault();
  const submitter = event.submitter;
  if (!form.reportValidity()) return;
  if (await reachable()) {
    await handIn();
    through = true;
    submitter.click();
  } else wait(submitter);
});
addEventListener("online", handIn);
addEventListener("pageshow", () => { through = false; });
if (waiting().length) handIn();
