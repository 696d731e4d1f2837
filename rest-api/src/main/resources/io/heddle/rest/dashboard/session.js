// The token by which the controller knows who looks: kept for this tab, until it is closed.

const KEY = "heddle-token";

/** The reply, asked for with the token if there is one. A token that is refused is forgotten. */
export async function ask(url) {
  const token = sessionStorage.getItem(KEY);
  const reply = await fetch(url, { headers: token === null ? {} : { Authorization: `Bearer ${token}` } });
  if (reply.status === 401) sessionStorage.removeItem(KEY);
  return reply;
}

/** Keeps a token. */
export function keep(token) {
  sessionStorage.setItem(KEY, token);
}

/** Whether there is a token. */
export function isKept() {
  return sessionStorage.getItem(KEY) !== null;
}

/** Forgets the token. */
export function forget() {
  sessionStorage.removeItem(KEY);
}
