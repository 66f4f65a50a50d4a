/* A long text is not sent into the void: without a connection the browser would leave the page, and going back would
   find the form empty. The words stay until there is a connection. Without this script, reloading sends them again. */

const told = (form) => form.querySelector("[data-offline]");

document.addEventListener("submit", (event) => {
  if (navigator.onLine || !told(event.target)) return;
  event.preventDefault();
  told(event.target).hidden = false;
});

window.addEventListener("online", () => {
  for (const one of document.querySelectorAll("[data-offline]")) one.hidden = true;
});
