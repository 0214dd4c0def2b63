/* The zone is part of the view. A URL without one means UTC, for everyone who opens it: a link must
   show the same days to its reader as to its writer, wherever both are. Whoever comes without a
   link (HomePage) gets the zone chosen last, at first the browser's, written out in the URL. */
export const UTC = 'UTC'

const STORED_AS = 'zone'

/* Some browsers keep to names that IANA has replaced; one zone has one name here, and people find
   it under the one they know. */
const RENAMED: Record<string, string> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
}

/**
 * The one spelling of an IANA name; null for a zone that the browser does not know. Offsets such as
 * `+02:00`, which browsers take too, are no zones to the API.
 */
export function canonicalZone(name: string): string | null {
  if (!/^[A-Za-z]/.test(name)) return null
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions()
    if (/^(Etc\/)?(UTC|UCT|GMT|Zulu|Universal|Greenwich)$/.test(timeZone)) return UTC
    return RENAMED[timeZone] ?? timeZone
  } catch {
    return null
  }
}

export const browserZone = (): string =>
  canonicalZone(new Intl.DateTimeFormat().resolvedOptions().timeZone) ?? UTC

/** Every zone that the browser can name, by name. */
export const allZones = (): string[] =>
  [...new Set(Intl.supportedValuesOf('timeZone').map((zone) => canonicalZone(zone) ?? UTC))].sort()

/** The zone for somebody who comes without a link. */
export const preferredZone = (): string =>
  canonicalZone(localStorage.getItem(STORED_AS) ?? '') ?? browserZone()

export const rememberZone = (zone: string): void => localStorage.setItem(STORED_AS, zone)
