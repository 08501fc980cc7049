/**
 * How mails and pages write a point in time: day and minute in UTC, in the order, calendar and digits
 * of `locale`. The zone stands right behind the time in every language, and no line breaks between
 * them; where CLDR would put it, it is bracketed, spelled out or before the time.
 */
export function timeFormat(locale: string): { readonly format: (date: Date) => string } {
  const format = new Intl.DateTimeFormat(locale, {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: 'UTC',
  })
  return {
    format: (date) =>
      format
        .formatToParts(date)
        .map(({ type, value }) => (type === 'minute' ? `${value}\u00a0UTC` : value))
        .join(''),
  }
}
