import type { Asset } from '../html.ts'

/** Takes the token out of the address bar and the history. */
export const CLEAR_FRAGMENT: Asset = {
  script: `if (location.hash) history.replaceState(null, '', location.pathname)`,
}

/**
 * Moves the token from the fragment into the field `token` of the page's form and out of the address
 * bar. The form posts to an address with the same fragment, which stays in the browser, so that a
 * refused password does not cost the user the link and the server never has to send a token back.
 * The first field that is left to fill in has the focus.
 */
export const TOKEN_FROM_FRAGMENT: Asset = {
  script: `
const token = document.getElementById('token')
if (location.hash.length > 1) {
  token.value = location.hash.slice(1)
  token.type = 'hidden'
  document.getElementById('token-field').hidden = true
  token.form.action = location.pathname + location.hash
  history.replaceState(null, '', location.pathname)
}
token.form.querySelector('input:not([type=hidden])').focus()
`,
}

/**
 * For a link that is used up by opening it: the token goes into the form only when a person presses
 * the button. Mail scanners load pages, run their scripts and submit their forms; what they submit
 * without a press has no token, and uses up nothing. The address that the form posts to has no
 * fragment, so that nothing changes it afterwards: a browser then reloads the answer by posting again,
 * with the token.
 */
export const TOKEN_ON_PRESS: Asset = {
  script: `
const token = document.getElementById('token')
const hash = location.hash
if (hash.length > 1) {
  document.getElementById('token-field').hidden = true
  history.replaceState(null, '', location.pathname)
  token.form.querySelector('[type=submit]').addEventListener('click', (event) => {
    if (!event.isTrusted) return event.preventDefault()
    token.type = 'hidden'
    token.value = hash.slice(1)
  })
}
`,
}
