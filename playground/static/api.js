// Calls to the playground's own endpoints, and its stream of events.

export async function call(verb, path, body) {
  const options = { method: verb, headers: {} };
  if (body !== undefined) {
    options.body = JSON.stringify(body);
    options.headers["Content-Type"] = "application/json";
  }
  const response = await fetch(`/playground/${path}`, options);
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

export const act = (accountId, action, body = {}) =>
  call("POST", `accounts/${accountId}/${action}`, body);

// Sends a file of this computer as a photo, with what was typed as its caption.
export async function sendPhoto(accountId, file, { caption, replyTo }) {
  const query = new URLSearchParams({ caption });
  if (replyTo) query.set("reply_to", replyTo);
  const url = `/playground/accounts/${accountId}/photo?${query}`;
  const response = await fetch(url, { method: "POST", body: file });
  if (!response.ok) throw new Error((await response.json()).error);
}

const KINDS = [
  "message", "edited", "deleted", "pressed", "answered", "state",
  "pinned", "action", "commands", "clock", "reset",
];

// Calls onEvent(kind, accountId, data) for everything that happens after `place`.
export function watch(place, onEvent, onConnection) {
  const source = new EventSource(`/playground/events?after=${place}`);
  for (const kind of KINDS) {
    source.addEventListener(kind, (event) => {
      const { account_id: accountId, data } = JSON.parse(event.data);
      onEvent(kind, accountId, data);
    });
  }
  source.addEventListener("open", () => onConnection(true));
  source.addEventListener("error", () => onConnection(false));
}
