// Compares a chosen file with the digest in the register, on this device: nothing is sent.
const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

for (const form of document.querySelectorAll("[data-digest]")) {
  const input = form.querySelector("input[type=file]");
  const same = form.querySelector("[data-digest-same]");
  const other = form.querySelector("[data-digest-other]");

  input.addEventListener("change", async () => {
    same.hidden = other.hidden = true;
    const [file] = input.files;
    // Browsers compute digests on secure pages alone; elsewhere the file is sent, as without scripts.
    if (!file || !window.crypto.subtle) return;
    const digest = hex(await window.crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    if (input.files[0] !== file) return;
    const is_same = digest === form.dataset.digest;
    same.hidden = !is_same;
    other.hidden = is_same;
  });
}
