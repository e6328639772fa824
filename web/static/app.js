// Liveliness only: every action also works without this file.

// Saves an answer a moment after the last key, says so, and warns before leaving with unsaved text.
for (const form of document.querySelectorAll("form[data-autosave]")) {
  const field = form.querySelector("textarea");
  const state = form.querySelector("[data-state]");
  const version = form.querySelector("[name=version]");
  let saved = field.value, timer = null, running = false;
  const say = (name, text) => { state.dataset.state = name; state.textContent = text; };
  const save = async () => {
    if (running || field.value === saved) return;
    running = true;
    const sent = field.value;
    const body = new FormData(form);
    body.set("leise", "1");
    say("offen", "Wird gespeichert …");
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { accept: "text/plain" } });
      if (!answer.ok) throw new Error(answer.status === 412 ? "konflikt" : "fehler");
      const now = await answer.json();
      for (const other of document.querySelectorAll("input[name=version]")) other.value = now.version;
      for (const shown of document.querySelectorAll("[data-version]")) shown.textContent = now.version;
      tellTakenOut(now.taken_out);
      saved = sent;
      say("gespeichert", "Gespeichert. Belege und Prüfhinweise zeigt „Speichern und prüfen“.");
    } catch (error) {
      const conflict = error.message === "konflikt";
      say("fehler", conflict
        ? "Jemand anderes hat inzwischen gespeichert. „Speichern und prüfen“ zeigt beide Texte; Ihrer bleibt erhalten."
        : "Nicht gespeichert. Der Text bleibt hier stehen und wird gleich noch einmal gesichert.");
      if (!conflict) timer = setTimeout(save, 3000);
    }
    running = false;
    if (field.value !== saved && state.dataset.state === "gespeichert") timer = setTimeout(save, 1500);
  };
  field.addEventListener("input", () => {
    say("offen", "Noch nicht gespeichert");
    clearTimeout(timer);
    timer = setTimeout(save, 1500);
  });
  form.addEventListener("submit", () => { clearTimeout(timer); saved = field.value; });
  window.addEventListener("beforeunload", (event) => { if (field.value !== saved) event.preventDefault(); });
  field.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") { event.preventDefault(); form.requestSubmit(); }
  });
}

// What the check took out of an answer is said where the answer stands, also when it was saved by itself.
function tellTakenOut(texts) {
  const place = document.getElementById("herausgenommen");
  if (!place || !texts.length) return;
  place.replaceChildren(...texts.map((text) => {
    const note = document.createElement("p");
    note.className = "va-note va-note--warning";
    note.textContent = `Herausgenommen: ${text}`;
    return note;
  }));
}

// One click for the council system: formatted and plain text together.
for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    const plain = source.dataset.plain ? document.getElementById(source.dataset.plain).textContent : source.textContent;
    const said = document.getElementById(button.getAttribute("aria-describedby"));
    try {
      await navigator.clipboard.write([new ClipboardItem({
        "text/plain": new Blob([plain], { type: "text/plain" }),
        "text/html": new Blob([source.innerHTML], { type: "text/html" }),
      })]);
      said.textContent = "Kopiert.";
    } catch {
      said.textContent = "Das Kopieren ist hier nicht möglich; bitte den Text markieren und kopieren.";
    }
  });
}

// The progress of long work, from the server; the page is loaded anew when it is done. When the service was
// restarted meanwhile the browser connects again by itself.
for (const bar of document.querySelectorAll("progress[data-events]")) {
  const words = document.getElementById(bar.dataset.words);
  const stream = new EventSource(bar.dataset.events);
  stream.addEventListener("progress", (event) => {
    const { done, total } = JSON.parse(event.data);
    if (total) { bar.max = total; bar.value = done; words.textContent = `${done} von ${total}${bar.dataset.unit}`; }
  });
  stream.addEventListener("done", () => { stream.close(); location.reload(); });
}

// Choosing is enough where a form has only one choice; without scripts there is a button.
for (const select of document.querySelectorAll("select[data-submit]")) {
  select.addEventListener("change", () => select.form.requestSubmit());
  select.form.querySelector("button")?.setAttribute("hidden", "");
}

// A source that was fetched beside the answer comes into view, also where the column stands below; its number
// is marked as the one that is shown.
document.addEventListener("htmx:after:swap", (event) => {
  const link = event.target;
  if (!link.matches?.(".va-cite")) return;
  for (const other of document.querySelectorAll(".va-cite[aria-current]")) other.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
  document.querySelector(link.dataset.hxTarget)?.querySelector("mark")?.scrollIntoView({ block: "nearest" });
});
