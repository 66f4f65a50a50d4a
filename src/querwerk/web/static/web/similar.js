/* Similar entries while somebody types. Without this script the button shows the same part on the page. */

const WAIT = 500; /* milliseconds without a key */
const LONGEST = 4000; /* letters of a text that are compared */

for (const part of document.querySelectorAll("[data-similar]")) {
  const form = part.closest("form");
  const title = document.getElementById(part.dataset.title);
  const text = document.getElementById(part.dataset.text);
  const found = part.querySelector("[data-found]");
  const row = title.closest(".kern-form-input");
  const unnamed = "unnamed" in part.dataset ? { unnamed: "1" } : {}; /* nobody is known here, log-in or not */
  let timer;
  let asked = "";
  let running;

  if (row) row.after(part);

  /* The answer is parsed as a document of its own: the rules of the house let no script turn text into a page. */
  function look() {
    const said = [title.value.slice(0, LONGEST), text ? text.value.slice(0, LONGEST) : ""];
    const key = said.join("\n").trim();
    if (key === asked) return;
    asked = key;
    running?.abort();
    if (key.length < 4) return found.replaceChildren();
    running = new XMLHttpRequest();
    running.open("POST", part.dataset.similar);
    running.responseType = "document";
    running.onload = ({ target }) => { if (target.status === 200) found.replaceChildren(...target.response.body.childNodes); };
    running.onerror = () => { asked = ""; }; /* no network: the next key tries again */
    running.send(new URLSearchParams({ part: "1", title: said[0], text: said[1], ...unnamed }));
  }

  const later = () => { clearTimeout(timer); timer = setTimeout(look, WAIT); };
  title.addEventListener("input", later);
  text?.addEventListener("input", later);
  part.querySelector("button").addEventListener("click", (event) => { event.preventDefault(); asked = ""; look(); });
}
