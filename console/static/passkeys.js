// Passkeys: asks the authenticator, puts its answer into the form, and sends the form as any other.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const listed = (known) => (known || []).map((one) => ({ ...one, id: bytes(one.id) }));

async function made(asked) {
  const user = { ...asked.user, id: bytes(asked.user.id) };
  const publicKey = { ...asked, user, challenge: bytes(asked.challenge), excludeCredentials: listed(asked.excludeCredentials) };
  const given = await navigator.credentials.create({ publicKey });
  const { attestationObject, clientDataJSON } = given.response;
  return written(given, { attestationObject: text(attestationObject), clientDataJSON: text(clientDataJSON) });
}

async function used(asked) {
  const publicKey = { ...asked, challenge: bytes(asked.challenge), allowCredentials: listed(asked.allowCredentials) };
  const given = await navigator.credentials.get({ publicKey });
  const { authenticatorData, clientDataJSON, signature, userHandle } = given.response;
  return written(given, {
    authenticatorData: text(authenticatorData),
    clientDataJSON: text(clientDataJSON),
    signature: text(signature),
    userHandle: userHandle ? text(userHandle) : null,
  });
}

function written(given, response) {
  return JSON.stringify({ id: given.id, rawId: text(given.rawId), type: given.type, response, clientExtensionResults: {} });
}

async function answer(form) {
  const reply = await fetch(form.dataset.ask, { method: "POST" });
  if (!reply.ok || !(reply.headers.get("content-type") || "").includes("json")) throw new Error("not asked");
  const asked = await reply.json();
  return form.dataset.passkey === "create" ? made(asked) : used(asked);
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const failed = form.querySelector("[data-passkey-failed]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    failed.hidden = true;
    try {
      form.elements.credential.value = await answer(form);
      form.submit();
    } catch {
      failed.textContent = form.dataset.failed;
      failed.setAttribute("role", "alert");
      failed.hidden = false;
    }
  });
}
