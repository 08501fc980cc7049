/** Takes the token out of the address bar and the history. */
export const CLEAR_FRAGMENT_SCRIPT = `
if (location.hash) history.replaceState(null, '', location.pathname)
`

/**
 * Moves the token from the fragment into the form and out of the address bar. The form posts to an
 * address with the same fragment, which stays in the browser, so that a refused password does not
 * cost the user the link and the server never has to send a token back.
 */
export const RESET_SCRIPT = `
(() => {
  const [form, token, box, password, toggle, submit] =
    ['form', '#token', '#token-field', '#password', '#toggle', '#submit']
      .map((selector) => document.querySelector(selector))
  if (location.hash.length > 1) {
    token.value = location.hash.slice(1)
    token.type = 'hidden'
    box.hidden = true
    form.action = location.pathname + location.hash
    history.replaceState(null, '', location.pathname)
  }
  const first = box.hidden ? password : token
  first.focus()
  const show = (visible) => {
    password.type = visible ? 'text' : 'password'
    toggle.textContent = visible ? toggle.dataset.hide : toggle.dataset.show
  }
  toggle.hidden = false
  toggle.addEventListener('click', () => show(password.type === 'password'))
  form.addEventListener('submit', () => {
    show(false)
    submit.disabled = true
  })
  addEventListener('pageshow', () => { submit.disabled = false })
})()
`
