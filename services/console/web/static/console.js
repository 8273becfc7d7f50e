// Pages work without this. With it, a form or a link swaps what changed instead of the whole page,
// and a page that is live asks for itself again when something happened.

const main = () => document.querySelector("#main");
const live = () => document.body.dataset.live;
const within = (node, list) => list.some((one) => one.contains(node));

/** The page behind an answer, when it is one of ours. */
async function pageOf(answer) {
  const kind = answer.headers.get("content-type") ?? "";
  if (!kind.startsWith("text/html")) return null;
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

/** Puts a whole new page in place, and says so to who does not see it. */
function show(page, url, { push }) {
  if (push && url !== location.href) history.pushState({}, "", url);
  document.title = page.title;
  document.documentElement.lang = page.documentElement.lang;
  const fresh = page.querySelector("#main");
  const top = page.querySelector("header.top");
  if (top) document.querySelector("header.top").replaceWith(top);
  main().replaceWith(fresh);
  showWhereWeAre();
  if (page.body.dataset.live) document.body.dataset.live = page.body.dataset.live;
  else delete document.body.dataset.live;
  listen();
  const said = fresh.querySelector("[role=alert], [role=status]");
  if (said) said.scrollIntoView({ block: "nearest" });
}

/** Says what went wrong where the page begins; what stands in its forms stays. */
function complain(sentence) {
  const said = document.createElement("p");
  said.className = "notice bad";
  said.setAttribute("role", "alert");
  said.textContent = sentence;
  main().querySelector(":scope > .notice")?.remove();
  main().prepend(said);
  said.scrollIntoView({ block: "nearest" });
}

/** Sends a form; what came of it is shown where the form stood. */
async function send(form, submitter) {
  const button = submitter ?? form.querySelector("button");
  form.setAttribute("aria-busy", "true");
  if (button) button.disabled = true;
  try {
    const body = new FormData(form, submitter ?? undefined);
    const plain = form.enctype === "multipart/form-data" ? body : new URLSearchParams(body);
    const answer = await fetch(form.action, { method: "POST", body: plain });
    const page = await pageOf(answer);
    const keep = scrollY;
    if (!page || !page.querySelector("#main")) return complain(document.body.dataset.broken);
    show(page, answer.redirected ? answer.url : location.href, { push: answer.redirected });
    scrollTo(0, keep);
    main().focus({ preventScroll: true });
    const here = new URL(location.href);
    here.searchParams.delete("done");
    history.replaceState({}, "", here);
  } catch {
    form.submit();
  } finally {
    form.removeAttribute("aria-busy");
    if (button) button.disabled = false;
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || "plain" in form.dataset) return;
  event.preventDefault();
  send(form, event.submitter);
});
/** On a phone the pages' names are wider than the window: the one that is here is brought into it. */
function showWhereWeAre() {
  const here = document.querySelector("header.top nav [aria-current]");
  const nav = here?.parentElement;
  if (nav) nav.scrollLeft = here.offsetLeft - nav.offsetLeft - (nav.clientWidth - here.offsetWidth) / 2;
}

addEventListener("popstate", () => location.reload());

// Keys: `/` finds, and in a list marked `data-list` j and k, or the arrows, go from row to row.
document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/") {
    const search = document.querySelector("input[type=search]");
    if (search) event.preventDefault();
    search?.focus();
    return;
  }
  const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
  const list = document.querySelector("[data-list]");
  if (!step || !list || (event.key.startsWith("Arrow") && !list.contains(event.target))) return;
  const links = [...list.querySelectorAll("a[data-row]")];
  const at = links.indexOf(document.activeElement);
  const next = links[at < 0 ? 0 : Math.min(Math.max(at + step, 0), links.length - 1)];
  if (next) event.preventDefault();
  next?.focus();
});

let source;
let heard;
let waiting;

/** Asks for the page again, and takes over what is marked fresh and that nobody works in. */
async function refresh() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const page = await pageOf(answer);
  const busy = [...document.querySelectorAll("form[aria-busy], [data-fresh] :focus")];
  for (const fresh of page?.querySelectorAll("[data-fresh][id]") ?? []) {
    const old = document.getElementById(fresh.id);
    if (!old || within(document.activeElement, [old]) || busy.some((one) => old.contains(one))) continue;
    if (old.outerHTML === fresh.outerHTML) continue;
    old.replaceWith(fresh);
  }
}

function listen() {
  const about = document.hidden ? undefined : live();
  if (source && about && about === heard) return;
  source?.close();
  source = undefined;
  heard = about;
  if (!about) return;
  // What happened since the page was asked for would be told to nobody otherwise.
  const url = new URL(about, location.href);
  url.searchParams.set("age", Math.ceil(performance.now()));
  source = new EventSource(url);
  source.addEventListener("happened", () => {
    // What was told is folded by several services, each in its own time: look soon, and once more.
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      await refresh();
      waiting = setTimeout(refresh, 1500);
    }, 250);
  });
}

// A browser has six connections to a place: seven windows that listen would leave none to ask with.
document.addEventListener("visibilitychange", () => {
  listen();
  if (!document.hidden && live()) refresh();
});

showWhereWeAre();
listen();
