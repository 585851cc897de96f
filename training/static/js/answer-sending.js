// The queue of unsaved answers: sends one after the other, tries again with growing pauses, and drops nothing unanswered.
import { fill, isStepwise } from "./answer-form.js";
import { newOperation } from "./answer-kept.js";

const WAIT = 2000;
const LONGEST_WAIT = 30000;

// Read at the moment of sending: logging in again in another tab changes it.
export function csrfToken() {
  const cookie = document.cookie.split("; ").find((each) => each.startsWith("csrftoken="));
  return cookie?.slice("csrftoken=".length) ?? document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
}

// The reply, or null where none came.
function post({ url, revision, operation, response }, token, options = { signal: AbortSignal.timeout?.(15000) }) {
  return fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify({ revision, operation, response }),
    credentials: "same-origin",
    redirect: "error",
    ...options,
  }).catch(() => null);
}

export class Queue {
  // `tell` has show(state, clock), resync(seconds), signIn(), signedIn() and heldElsewhere(epoch).
  constructor(kept, forms, tell) {
    this.kept = kept;
    this.forms = forms;
    this.tell = tell;
    this.failures = 0;
    this.sending = null;
    this.stopped = ""; // "late" or "taken-over": asking again would change nothing
    this.signedOut = ""; // "ended", or "stranger": somebody else is logged in on this device
  }

  revisionOf(item) {
    const acknowledged = Number(this.forms.get(item)?.dataset.revision ?? 0);
    return Math.max(acknowledged, this.kept.items[item]?.revision ?? 0) + 1;
  }

  change(item, response) {
    const entry = { revision: this.revisionOf(item), operation: newOperation(), response };
    entry.url = this.forms.get(item).action;
    this.kept.put(item, entry);
    this.tell.show(this.stopped || "saving");
    if (!this.stopped) this.sendIn(WAIT);
  }

  sendIn(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), wait);
  }

  // Sends all that is waiting, one after the other; resolves to whether everything is stored.
  send() {
    clearTimeout(this.timer);
    this.sending ??= this.#sendAll().finally(() => {
      this.sending = null;
    });
    return this.sending;
  }

  async #sendAll() {
    while (this.kept.size && !this.stopped) {
      const [item, entry] = Object.entries(this.kept.items)[0];
      this.tell.show("saving");
      if (!(await this.#sendOne(item, entry))) return false;
    }
    return this.kept.size === 0;
  }

  async #sendOne(item, entry) {
    const token = csrfToken();
    const reply = await post(entry, token);
    if (!reply) return this.#failed("unsaved");
    // Somebody logged in in another tab while this was under way: the same again with the new token.
    if (reply.status === 403 && csrfToken() !== token) return true;
    const body = await reply.json().catch(() => ({}));
    if ("seconds_left" in body) this.tell.resync(body.seconds_left);
    return this.#judge(item, entry, reply.status, body);
  }

  #judge(item, { revision, operation }, status, body) {
    if (status === 200) {
      this.failures = 0;
      this.signedOut = "";
      this.tell.signedIn();
      this.#acknowledge(item, revision, operation);
      this.tell.show("saved", body.saved_at);
      return true;
    }
    if (status === 409 && body.error === "taken-over") return this.#stop("taken-over", body.epoch);
    if (status === 409) return this.#settleConflict(item, operation, body.stored);
    // 404: somebody else has logged in on this device; the answers wait for their owner.
    if ([401, 403, 404].includes(status)) return this.#askToSignIn(status === 404 ? "stranger" : "ended");
    if (status === 410) return this.#giveUp(item, operation, "late");
    if (status === 400 || status === 413) return this.#giveUp(item, operation, "refused");
    return this.#failed("unsaved");
  }

  #acknowledge(item, revision, operation) {
    const form = this.forms.get(item);
    if (form) form.dataset.revision = Math.max(revision, Number(form.dataset.revision));
    this.kept.drop(item, operation);
    document.dispatchEvent(new CustomEvent("answer:saved", { detail: { item } }));
  }

  // Another window or device was ahead. Its answer stands and is shown; nothing is written over it unseen.
  #settleConflict(item, operation, stored) {
    const form = this.forms.get(item);
    if (form && stored) {
      form.dataset.revision = stored.revision;
      const isShown = stored.operation !== operation && this.kept.items[item]?.operation === operation;
      if (isShown && !isStepwise(form)) fill(form, stored.response);
      this.kept.drop(item, operation);
      if (isShown && isStepwise(form)) location.reload();
    }
    this.kept.drop(item, operation);
    this.tell.show(stored?.operation === operation ? "saved" : "conflict");
    document.dispatchEvent(new CustomEvent("answer:saved", { detail: { item } }));
    return true;
  }

  #askToSignIn(signedOut) {
    this.signedOut = signedOut;
    this.tell.show("signed-out");
    this.tell.signIn();
    return false;
  }

  // The server has kept a late answer, and will not take it: asking again would change nothing.
  #giveUp(item, operation, state) {
    this.kept.drop(item, operation);
    this.tell.show(state);
    if (state === "late") this.stopped = "late";
    return state !== "late";
  }

  // Another device answers now. What is not saved stays on this page and on this device.
  #stop(state, epoch) {
    this.stopped = state;
    this.tell.show(state);
    this.tell.heldElsewhere(epoch);
    return false;
  }

  #failed(state) {
    this.failures += 1;
    this.tell.show(state);
    const wait = Math.min(LONGEST_WAIT, 1000 * 2 ** Math.min(this.failures, 5));
    this.sendIn(wait * (0.75 + Math.random() / 2));
    return false;
  }

  // The page is going: what waits is handed to the browser, which sends it after the page is gone.
  flushOnHide() {
    if (this.stopped) return;
    for (const entry of Object.values(this.kept.items)) post(entry, csrfToken(), { keepalive: true });
  }
}
