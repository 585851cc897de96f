// Whoever logs out leaves no answers behind for the next person at this device, from whichever page.
import { forgetEverything } from "./answer-kept.js";

for (const button of document.querySelectorAll("[data-logout]")) {
  button.form?.addEventListener("submit", forgetEverything);
}
