// Logging in again without leaving the exam: a dialog that posts to the ordinary login, and loses nothing.
import { csrfToken } from "./answer-sending.js";

const LEFT_ALONE = 30000;

function send(url, body) {
  return fetch(url, {
    method: "POST",
    headers: { "X-CSRFToken": csrfToken(), "X-Requested-With": "XMLHttpRequest", Accept: "application/json" },
    body,
    credentials: "same-origin",
  }).catch(() => null);
}

export class SignIn {
  constructor(words, queue) {
    this.words = words;
    this.queue = queue;
    this.dialog = document.querySelector("[data-sign-in]");
    this.form = this.dialog?.querySelector("form");
    this.form?.addEventListener("submit", (event) => this.#submit(event));
    // Whoever closes it goes on answering, and is asked again a little later.
    this.dialog?.addEventListener("close", () => (this.closedAt = performance.now()));
    this.dialog?.querySelector("[data-later]")?.addEventListener("click", () => this.dialog.close());
  }

  ask() {
    if (!this.dialog || this.dialog.open || performance.now() - this.closedAt < LEFT_ALONE) return;
    this.dialog.showModal();
  }

  done() {
    if (!this.dialog?.open) return;
    this.form.reset();
    this.dialog.close();
  }

  async #submit(event) {
    event.preventDefault();
    this.#say("");
    const fields = new FormData(this.form);
    // Asking for the page first renews the token; whom it sends on is logged in already, in another tab.
    const page = await fetch(this.form.action, { credentials: "same-origin" }).catch(() => null);
    const queue = this.queue();
    if (page?.redirected && queue.signedOut === "stranger") await send(this.dialog.dataset.logoutUrl);
    const isIn = page?.redirected && queue.signedOut === "ended";
    const reply = isIn ? page : page && (await send(this.form.action, fields));
    if (!reply) return this.#say(this.words.wordUnsaved);
    if (!reply.ok) return this.#say(this.words.wordWrongLogin);
    queue.signedOut = "";
    await queue.send();
    if (queue.signedOut) this.#say(this.words.wordOtherPerson);
    else this.done();
  }

  #say(text) {
    const place = this.form.querySelector("[data-sign-in-error]");
    place.textContent = text;
    place.hidden = !text;
  }
}
