// Saves each answer by itself, and loses none: every change goes into a queue on this device first, and leaves it only
// when the server has said that it is stored. See docs/reference/response.md for what is sent and what comes back.
//
// [data-answer-queue="<attempt>"] holds one form[data-item] per question; without scripts the same forms are posted.
import { fill, isControl, isDecision, isStepwise, isTouched, responseOf } from "./answer-form.js";
import { Kept, forget } from "./answer-kept.js";
import { Queue, csrfToken } from "./answer-sending.js";
import { SignIn } from "./answer-sign-in.js";
import { Screens, attachFlag, attachLength, drawFlags, showFlagKey } from "./exam-screens.js";

const root = document.querySelector("[data-answer-queue]");
const words = document.querySelector("[data-queue-words]")?.dataset ?? {};

// ---- What the taker sees ---------------------------------------------------------------------------------------------

function showState(state, clock = "") {
  const place = document.querySelector("[data-saved]");
  if (!place) return;
  const texts = {
    saved: [words.wordSaved, clock].filter(Boolean).join(" "),
    saving: words.wordSaving,
    unsaved: words.wordUnsaved,
    "signed-out": words.wordSignedOut,
    conflict: words.wordConflict,
    "taken-over": words.wordTakenOver,
    late: words.wordLate,
    refused: words.wordRefused,
  };
  const tones = { saved: "saved", saving: "saving", late: "refused", refused: "refused" };
  place.hidden = false;
  place.dataset.state = tones[state] ?? "unsaved";
  place.textContent = texts[state];
}

function resync(seconds) {
  const clock = document.querySelector("[data-countdown]");
  clock?.dispatchEvent(new CustomEvent("countdown:sync", { detail: { seconds } }));
}

function showHeld(epoch) {
  const panel = document.querySelector("[data-held]");
  panel.querySelector("[name=epoch]").value = epoch;
  panel.querySelector("[name=csrfmiddlewaretoken]").value = csrfToken();
  panel.hidden = false;
  panel.scrollIntoView({ block: "nearest" });
}

// ---- The pages ------------------------------------------------------------------------------------------------------

async function leaveFor(url, queue) {
  if (await queue.send()) location.assign(url);
  else if (queue.stopped === "late") location.reload();
}

// The next scene comes from the server, and only once the choice is stored there.
async function decide(form, item, queue) {
  if (!form.querySelector("[data-on-submit]:checked")) return;
  queue.change(item, responseOf(form));
  await leaveFor(form.action, queue);
}

function attachForm(form, item, queue, screens) {
  if (queue.kept.items[item] && !isStepwise(form)) fill(form, queue.kept.items[item].response);
  else if (!isStepwise(form) && isTouched(form)) queue.change(item, responseOf(form)); // Answered before this script had come.
  form.addEventListener("input", (event) => {
    if (!isControl(event.target) || isDecision(event.target)) return;
    queue.change(item, responseOf(form));
    screens.mark(item, queue);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const next = event.submitter?.value ?? "";
    if (next === "stay") return decide(form, item, queue);
    queue.send();
    if (screens.forms.has(next)) screens.show(next);
    else leaveFor(root.dataset.reviewUrl, queue);
  });
  attachLength(form);
  attachFlag(form, item, screens);
  screens.mark(item, queue);
}

function attachExam(queue, forms) {
  const screens = new Screens(root, forms);
  for (const [item, form] of forms) attachForm(form, item, queue, screens);
  root.addEventListener("click", (event) => {
    const link = event.target.closest("[data-goto], [data-review]");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    queue.send();
    if (link.dataset.goto) screens.show(link.dataset.goto);
    else leaveFor(root.dataset.reviewUrl, queue);
  });
  if (forms.size > 1) showFlagKey(root);
  history.replaceState({ item: screens.current }, "");
  addEventListener("popstate", (event) => event.state?.item && screens.show(event.state.item, { push: false }));
  document.addEventListener("answer:saved", (event) => forms.has(event.detail.item) && screens.mark(event.detail.item, queue));
  const lastSaved = forms.get(screens.current)?.dataset.savedAt;
  if (!queue.kept.size && lastSaved) showState("saved", lastSaved);
}

function attachSubmit(queue) {
  const form = root.querySelector("[data-submit]");
  form?.addEventListener(
    "submit",
    async (event) => {
      if (!queue.kept.size || queue.stopped === "late") {
        form.querySelector("[name=csrfmiddlewaretoken]").value = csrfToken();
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      if (await queue.send()) form.requestSubmit();
      else {
        const place = root.querySelector("[data-submit-wait]");
        place.textContent = words.wordWait;
        place.hidden = false;
      }
    },
    { capture: true },
  );
}

// The time is over: send what is left and submit; with the line gone, as soon as it is back. The server closes the
// attempt by its own clock in any case, and shows the questions again where more time was given meanwhile.
async function end(queue) {
  await queue.send();
  if (queue.stopped === "taken-over") return;
  try {
    const headers = { "X-CSRFToken": csrfToken() };
    const body = new URLSearchParams({ by: "clock" });
    const reply = await fetch(root.dataset.submitUrl, { method: "POST", headers, body, credentials: "same-origin" });
    location.assign(reply.url);
  } catch {
    setTimeout(() => end(queue), 3000);
  }
}

function attach() {
  const forms = new Map([...root.querySelectorAll("form[data-item]")].map((form) => [form.dataset.item, form]));
  const signIn = new SignIn(words, () => queue);
  const queue = new Queue(new Kept(root.dataset.answerQueue), forms, {
    show: showState,
    resync,
    signIn: () => signIn.ask(),
    signedIn: () => signIn.done(),
    heldElsewhere: showHeld,
  });
  if (forms.size) attachExam(queue, forms);
  else drawFlags(root);
  attachSubmit(queue);
  addEventListener("online", () => queue.send());
  addEventListener("pagehide", () => queue.flushOnHide());
  document.addEventListener("visibilitychange", () => (document.hidden ? queue.flushOnHide() : queue.send()));
  document.addEventListener("countdown:end", () => end(queue));
  if (queue.kept.size) queue.send();
}

if (root) attach();

// A receipt: the attempt is closed, and nothing of it needs to stay on this device.
const done = document.querySelector("[data-answers-done]");
if (done) forget(done.dataset.answersDone);
