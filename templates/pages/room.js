// A meeting, live: this page hears that something changed, fetches its own part again and blends it
// in. What is being typed stays, the focus stays, and what could not be sent is sent again.
const live = document.body.dataset.live;
const form = document.getElementById("turn");
const box = document.getElementById("text");
const sends = form && form.dataset.sends === "here"; // else a form sends itself, and the page loads
const QUIET = 32_000; // milliseconds without a beat after which another connection is looked for
const OURS = ["style", "tabindex", "aria-keyshortcuts"]; // put there by a script
const BETWEEN = [1000, 2000, 4000, 8000]; // milliseconds between two tries

let number = Number(document.body.dataset.number);
let pending = null; // the one form that is on its way, and is sent until it has arrived
let tries = 0;
let trying = null;
let fetching = false;
let again = false;
let over = false; // there is nothing to follow any more
let heard = Date.now();
let stream = null;
let ends = null;

// --- the connection: what is said about it, and when -----

function connected(fine) {
  const line = document.getElementById("line");
  if (!line || over) return;
  if (fine && !pending) tries = 0;
  const shown = !fine || pending?.late;
  line.hidden = !shown;
  const said = shown ? line.dataset[pending ? "pending" : "lost"] : "";
  if (line.textContent !== said) line.textContent = said;
}

function listen() {
  if (over) return;
  stream?.close();
  stream = new EventSource(live);
  const hear = (event) => {
    heard = Date.now();
    connected(true);
    if (pending) deliver();
    else if (Number(event.data) > number) refresh();
  };
  stream.addEventListener("changed", hear);
  stream.addEventListener("beat", hear);
  stream.addEventListener("error", () => {
    connected(false);
    later();
  });
}

function later() {
  if (trying || over) return;
  trying = setTimeout(wake, BETWEEN[Math.min(tries, BETWEEN.length - 1)]);
  tries += 1;
}

function wake() {
  clearTimeout(trying);
  trying = null;
  tick();
  if (over) return;
  if (Date.now() - heard > QUIET || stream.readyState === EventSource.CLOSED) {
    heard = Date.now();
    listen();
  }
  if (pending) deliver();
  else refresh();
}

// --- this page's own part -----

async function refresh() {
  if (over || pending) return;
  if (fetching) {
    again = true;
    return;
  }
  fetching = true;
  again = false;
  try {
    const headers = { Follows: "meeting" };
    const answer = await fetch(location.pathname, { cache: "no-store", redirect: "follow", headers });
    if (answer.status === 429 || answer.status >= 500) throw new Error("not now");
    const fresh = parsed(await answer.text());
    if (!pending) show(fresh, false);
    connected(true);
  } catch {
    connected(false);
    later();
  } finally {
    fetching = false;
    if (again) refresh();
  }
}

function parsed(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  if (!fresh.querySelector("body > .top .brand")) throw new Error("a page of somebody else");
  return fresh;
}

function show(fresh, own) {
  if (!fresh.body.dataset.live) {
    leave(fresh);
    return;
  }
  const before = document.querySelector("h1")?.textContent;
  const focused = document.activeElement;
  const held = focused === box ? box.getBoundingClientRect().top : null;
  const news = document.getElementById("news");
  const same = fresh.querySelector("h1")?.textContent === before;
  if (!own && same && news && !fresh.querySelector("#news p")) {
    fresh.getElementById("news").replaceChildren(...news.cloneNode(true).childNodes);
  }
  number = Number(fresh.body.dataset.number);
  document.body.className = fresh.body.className;
  document.body.dataset.state = fresh.body.dataset.state ?? "";
  for (const part of [".top", "main"]) {
    blend(document.querySelector(part), fresh.querySelector(part));
  }
  if (box?.value) box.closest(".typing").hidden = false;
  if (focused === box && document.activeElement !== box) box.focus({ preventScroll: true });
  if (held !== null) scrollBy(0, box.getBoundingClientRect().top - held);
  time();
  const heading = document.querySelector("h1");
  const changed = heading && heading.textContent !== before;
  if (changed && own) scrollTo(0, 0);
  if (focused !== document.body && !focused.isConnected) focus(heading);
  // A change of somebody else is told to who listens; it does not stay to be read as news later.
  if (changed) document.getElementById("word").textContent = own ? "" : heading.textContent;
}

function focus(heading) {
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

// Not in this meeting any more: nothing of it stays on this page.
function leave(fresh) {
  over = true;
  stream?.close();
  clearInterval(ticking);
  pending = null;
  document.title = fresh.title;
  document.body.className = fresh.body.className;
  document.body.replaceChildren(...fresh.body.childNodes);
  focus(document.querySelector("h1"));
}

// Makes `old` the same as `fresh` and leaves alone what is the same already.
function blend(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  if (old.nodeType !== Node.ELEMENT_NODE || old.nodeName !== fresh.nodeName || old.id !== fresh.id) {
    old.replaceWith(document.importNode(fresh, true));
    return;
  }
  attributes(old, fresh);
  if (old === box || old.id === "line" || old.id === "word") return;
  const wanted = [...fresh.childNodes];
  let here = old.firstChild;
  wanted.forEach((each, number) => {
    const match = found(old, here, each);
    // What is not wanted any more goes, so that what stays (a box with the focus) need not move.
    while (match && here !== match && !wanted.slice(number).some((one) => same(here, one))) {
      here = here.nextSibling;
      here.previousSibling.remove();
    }
    if (!match) old.insertBefore(document.importNode(each, true), here);
    else if (match === here) here = here.nextSibling;
    else old.insertBefore(match, here);
    if (match) blend(match, each);
  });
  while (here) {
    const gone = here;
    here = here.nextSibling;
    gone.remove();
  }
}

function found(old, here, each) {
  if (here && here.nodeName === each.nodeName && (here.id ?? "") === (each.id ?? "")) return here;
  for (let one = here; one; one = one.nextSibling) if (same(one, each)) return one;
  return null;
}

function same(one, other) {
  return one.id ? one.id === other.id : one.isEqualNode(other);
}

function attributes(old, fresh) {
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !OURS.includes(name)) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
}

// --- sending: once, however often it has to be tried -----

if (sends) {
  document.addEventListener(
    "submit",
    (event) => {
      if (event.target !== form) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (pending) return;
      const body = new URLSearchParams(new FormData(form, event.submitter));
      const typed = !event.submitter?.name;
      if (!typed) body.delete("text"); // what is being typed stays here
      pending = { body, typed, late: false };
      box.readOnly = true;
      document.body.classList.add("sent");
      deliver();
    },
    true,
  );
  addEventListener("beforeunload", (event) => {
    if (pending) event.preventDefault();
  });
}

let delivering = false;

async function deliver() {
  if (!pending || delivering) return;
  delivering = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: pending.body });
    if (answer.status === 429 || answer.status >= 500) throw new Error("not now");
    const fresh = parsed(await answer.text());
    delivered(answer, fresh);
  } catch {
    if (pending) {
      pending.late = true;
      connected(false);
      later();
    }
  } finally {
    delivering = false;
  }
}

function delivered(answer, fresh) {
  const { typed } = pending;
  pending = null;
  box.readOnly = false;
  document.body.classList.remove("sent");
  if (!answer.ok && answer.status !== 410) {
    const news = document.getElementById("news");
    news.replaceChildren(...fresh.querySelectorAll("article p"));
  } else {
    if (typed && fresh.body.dataset.live) box.value = fresh.getElementById("text")?.value ?? "";
    show(fresh, true);
    box.dispatchEvent(new Event("input"));
  }
  connected(true);
  refresh();
}

// --- the clock: an end in this browser's own time, right again after sleep -----

function time() {
  const left = document.getElementById("clock")?.dataset.left;
  ends = left ? Date.now() + Number(left) * 1000 : null;
  tick();
}

function tick() {
  const clock = document.getElementById("clock");
  if (!clock || ends === null) return;
  const left = Math.max(0, Math.ceil((ends - Date.now()) / 1000));
  const exact = clock.dataset.exact !== undefined;
  const minutes = exact ? Math.floor(left / 60) : Math.ceil(left / 60);
  let said = minutes === 1 ? clock.dataset.one : clock.dataset.many.replace("{}", minutes);
  if (exact) said = `${minutes}:${String(left % 60).padStart(2, "0")}`;
  if (left === 0) said = clock.dataset.over;
  clock.classList.toggle("late", left === 0);
  if (clock.textContent !== said) clock.textContent = said;
}

const ticking = setInterval(tick, 500);
addEventListener("online", wake);
addEventListener("offline", () => connected(false));
addEventListener("pageshow", (event) => event.persisted && wake());
document.addEventListener("visibilitychange", () => document.hidden || wake());
setInterval(() => Date.now() - heard > QUIET && wake(), 5000);
time();
listen();
