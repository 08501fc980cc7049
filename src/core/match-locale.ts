/**
 * Languages that have no words of their own but are read in another: written Norwegian is Bokmål or
 * Nynorsk, and written Cantonese is what Hong Kong writes.
 */
const SERVED_BY: ReadonlyMap<string, string> = new Map([
  ['no', 'nb'],
  ['nn', 'nb'],
  ['yue', 'zh'],
])

/** Regions that follow another place's usage: `parentLocales` of CLDR 48, 2025-10. */
const REGION_PARENTS: ReadonlyMap<string, string> = new Map([
  ...'AR BO BR BZ CL CO CR CU DO EC GT HN JP MX NI PA PE PR PY SV US UY VE'
    .split(' ')
    .map((region): [string, string] => [`es-${region}`, 'es-419']),
  ['zh-MO', 'zh-HK'],
])

/**
 * The one of `available` that serves whoever asked for `tag`: by BCP 47 lookup (RFC 4647, 3.4), so
 * that `de-AT` is served by `de`, and by the script that CLDR finds likely, so that `zh-Hant` is
 * served by `zh-TW` and `zh` by `zh-CN`. Old codes such as `iw` and `tl`, and the POSIX form
 * `de_AT.UTF-8`, are understood. `undefined` where none serves, or `tag` is no tag.
 */
export function matchLocale(tag: string, available: readonly string[]): string | undefined {
  const wanted = parse(tag)
  if (!wanted || /^und\b/.test(wanted.baseName)) return undefined
  const served = SERVED_BY.get(wanted.language)
  const name =
    served === undefined
      ? wanted.baseName
      : wanted.maximize().baseName.replace(wanted.language, served)
  return [...inRegion(name), ...truncations(name), ...inScript(name)].find((one) =>
    available.includes(one),
  )
}

/** Many directories store the POSIX form. */
function parse(tag: string): Intl.Locale | undefined {
  const [language = ''] = tag.trim().split(/[.@]/)
  try {
    return new Intl.Locale(language.replaceAll('_', '-'))
  } catch {
    // RangeError: not a language tag, so nobody can have meant one of ours.
    return undefined
  }
}

/** The tag itself, and its region without or with another's usage, where that has the same script. */
function inRegion(name: string): string[] {
  const { language, script, region } = new Intl.Locale(name).maximize()
  if (script === undefined || region === undefined) return [name]
  const place = `${language}-${region}`
  return [name, place, REGION_PARENTS.get(place) ?? place].filter(
    (one) => new Intl.Locale(one).maximize().script === script,
  )
}

function truncations(name: string): string[] {
  const subtags = name.split('-')
  return subtags.map((_, index) => subtags.slice(0, subtags.length - index).join('-'))
}

/** The place where most of those live who read the language in this script. */
function inScript(name: string): string[] {
  const { language, script } = new Intl.Locale(name).maximize()
  if (script === undefined) return []
  const { region } = new Intl.Locale(`${language}-${script}`).maximize()
  return region === undefined ? [] : inRegion(`${language}-${script}-${region}`)
}
