// Added by the preview to the pages it serves, and never to the pages themselves: reloads what has changed, and keeps
// the place, open spoilers and an unsent reply.
(() => {
  "use strict";
  const script = document.currentScript;
  const key = "matinee " + location.pathname;
  const store = window.sessionStorage;
  let source = null;

  const openable = () => [...document.querySelectorAll("details, [aria-expanded], input[type=checkbox], input[type=radio]")]
    .filter((one) => !one.closest("#matinee-bar, #matinee-errors"));
  const fields = () => [...document.querySelectorAll("input, textarea, select")]
    .filter((one) => !["password", "file", "hidden", "submit", "button", "checkbox", "radio"].includes(one.type));
  const isOpen = (one) => "open" in one ? one.open : "checked" in one ? one.checked : one.getAttribute("aria-expanded") === "true";

  function keep() {
    const state = {
      x: scrollX,
      y: scrollY,
      open: openable().map(isOpen),
      fields: fields().map((one) => one.value),
      focus: fields().indexOf(document.activeElement),
    };
    try { store.setItem(key, JSON.stringify(state)); } catch { /* a full or forbidden store: the page is shown all the same */ }
  }

  function take() {
    try {
      const kept = store.getItem(key);
      store.removeItem(key);
      return JSON.parse(kept);
    } catch {
      return null;
    }
  }

  function restore() {
    const state = take();
    if (!state) return;
    openable().forEach((one, place) => {
      const want = state.open[place];
      if (want === undefined || want === isOpen(one)) return;
      if ("open" in one) one.open = want;
      else if ("checked" in one) one.checked = want;
      else one.click();
    });
    fields().forEach((one, place) => { if (state.fields[place]) one.value = state.fields[place]; });
    if (state.focus >= 0) fields()[state.focus]?.focus({ preventScroll: true });
    scrollTo({ left: state.x, top: state.y, behavior: "instant" });
  }

  function restyle() {
    for (const old of document.querySelectorAll('link[rel="stylesheet"]')) {
      const address = new URL(old.href);
      if (address.origin !== location.origin || address.pathname.startsWith("/.matinee/")) continue;
      const fresh = old.cloneNode();
      address.searchParams.set("matinee", Date.now());
      fresh.href = address.href;
      fresh.addEventListener("load", () => old.remove(), { once: true });
      fresh.addEventListener("error", () => fresh.remove(), { once: true });
      old.after(fresh);
    }
  }

  function listen() {
    if (source || document.hidden) return;
    const asked = new URLSearchParams({ path: location.pathname, mark: script.dataset.mark });
    source = new EventSource("/.matinee/events?" + asked);
    source.addEventListener("reload", () => { stop(); keep(); location.reload(); });
    source.addEventListener("style", (event) => { script.dataset.mark = event.lastEventId; restyle(); });
  }

  function stop() {
    source?.close();
    source = null;
  }

  // Browsers allow few connections to one host: a tab that nobody sees lets go of its own, and asks when it is seen.
  document.addEventListener("visibilitychange", () => document.hidden ? stop() : listen());
  addEventListener("pagehide", stop);
  addEventListener("pageshow", listen);
  document.querySelector("#matinee-errors [data-hide]")?.addEventListener("click", () => {
    document.querySelector("#matinee-errors").hidden = true;
  });
  restore();
  addEventListener("load", () => setTimeout(listen), { once: true });
  if (document.readyState === "complete") listen();
})();
