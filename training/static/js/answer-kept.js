// What of an exam is kept on this device: the answers that the server has not yet said are stored.
const PREFIX = "answers:";

export class Kept {
  constructor(attempt) {
    this.name = PREFIX + attempt;
    this.items = this.read();
  }

  read() {
    try {
      return JSON.parse(localStorage.getItem(this.name)) ?? {};
    } catch {
      return {};
    }
  }

  write() {
    try {
      if (Object.keys(this.items).length) localStorage.setItem(this.name, JSON.stringify(this.items));
      else localStorage.removeItem(this.name);
    } catch {
      // A full or forbidden store: the queue lives on in this page, and the words still tell the truth.
    }
  }

  put(item, entry) {
    this.items[item] = entry;
    this.write();
  }

  // Only what was sent leaves: an answer changed meanwhile has a new operation and stays.
  drop(item, operation) {
    if (this.items[item]?.operation !== operation) return;
    delete this.items[item];
    this.write();
  }

  get size() {
    return Object.keys(this.items).length;
  }
}

export function forgetEverything() {
  for (const name of Object.keys(localStorage)) if (name.startsWith(PREFIX)) localStorage.removeItem(name);
}

export function newOperation() {
  if (crypto.randomUUID) return crypto.randomUUID();
  // Pages served without TLS on a local network have no randomUUID.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

// A receipt: the attempt is closed, and nothing of it needs to stay.
export function forget(attempt) {
  localStorage.removeItem(PREFIX + attempt);
}
