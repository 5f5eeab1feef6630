// Small comforts. The page does everything without this file, and nothing typed is kept by it.
"use strict";

const form = document.getElementById("turn");
const box = document.getElementById("text");

if (form) {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault(); // a double tap
    sent = true;
    document.body.classList.add("sent");
  });
  addEventListener("pageshow", () => {
    sent = false;
    document.body.classList.remove("sent");
  });
}

if (form && box) {
  const send = form.querySelector(".send");
  send.setAttribute("aria-keyshortcuts", "Control+Enter");
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(send);
    }
  });
  if (!CSS.supports("field-sizing", "content")) {
    const grow = () => {
      box.style.height = "auto";
      box.style.height = `${box.scrollHeight + 2}px`;
    };
    box.addEventListener("input", grow);
    grow();
  }
}

// A new screen begins at its heading, for a screen reader too; reloading stays where it was.
const heading = document.querySelector("h1");
const [visit] = performance.getEntriesByType("navigation");
if (!visit || visit.type === "navigate") {
  heading.tabIndex = -1;
  if (document.getElementById("news")) heading.setAttribute("aria-describedby", "news");
  heading.focus({ preventScroll: true });
}
