import { AppError } from '../src/core/app-error.ts'
import type { IgnoredEvent, ParsedEvent } from '../src/events/identity-event.ts'
import { readPointer } from './json-pointer.ts'
import { checkParsedEvent, isStorable, type TextPath } from './parsed-event.ts'
import { bodyDigest } from './shapes.ts'

const TYPE_UNREADABLE = 'unreadable'

/** How the records of one batch are read; pointers are JSON Pointers into a record, best first. */
export interface RecordRules {
  /** The provider's id. */
  readonly who: string
  /** Throws `BODY_INVALID` for a record that it cannot read. */
  parse(record: unknown): ParsedEvent
  readonly idPointers: readonly string[]
  readonly typePointers: readonly string[]
}

/**
 * One event a record, in their order. A record that cannot be read or stored becomes `ignored` with
 * its `fault`, since vendors do not send a refused batch again and the others in it would be lost.
 * Its key is its own id, else a digest of it. Throws `BODY_INVALID` where no record of a batch can be read.
 */
export function parseRecords(
  records: readonly unknown[],
  rules: RecordRules,
): readonly ParsedEvent[] {
  const faults: AppError[] = []
  const events = records.map((record) => {
    try {
      const event = rules.parse(record)
      checkParsedEvent(rules.who, event)
      return event
    } catch (cause) {
      if (!(cause instanceof AppError) || cause.code !== 'BODY_INVALID') throw cause
      faults.push(cause)
      return unreadable(record, rules, cause.message)
    }
  })
  const [fault] = faults
  if (fault && faults.length === records.length) throw fault
  return events
}

function unreadable(
  record: unknown,
  { idPointers, typePointers }: RecordRules,
  fault: string,
): IgnoredEvent {
  return {
    type: 'ignored',
    providerType: textAt(record, typePointers, 'providerType') ?? TYPE_UNREADABLE,
    dedupeKey:
      textAt(record, idPointers, 'dedupeKey') ?? bodyDigest(Buffer.from(JSON.stringify(record))),
    fault,
  }
}

function textAt(record: unknown, pointers: readonly string[], path: TextPath): string | undefined {
  return pointers
    .map((pointer) => readPointer(record, pointer))
    .filter((value) => typeof value === 'string')
    .find((value) => value !== '' && isStorable(path, value))
}
