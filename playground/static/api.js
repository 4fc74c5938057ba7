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
