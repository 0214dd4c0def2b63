/* The zone is part of the view. A URL without a zone means UTC for everyone: a link must show the
   same days to its reader and to its writer. HomePage writes a zone into the URL: the zone that was
   chosen last, or the browser's zone if none was chosen. */
export const UTC = 'UTC'

const STORED_AS = 'zone'

/* Some browsers still use names that IANA has replaced. Each zone has one name here: the new one.
 */
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
 * The one spelling of an IANA name. Null if the browser does not know the zone, and for an offset
 * such as `+02:00`: browsers accept offsets, the API does not.
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

/** The names of all zones that the browser knows, sorted. */
export const allZones = (): string[] =>
  [...new Set(Intl.supportedValuesOf('timeZone').map((zone) => canonicalZone(zone) ?? UTC))].sort()

/** The zone for a visit without a zone in the URL. */
export const preferredZone = (): string =>
  canonicalZone(localStorage.getItem(STORED_AS) ?? '') ?? browserZone()

export const rememberZone = (zone: string): void => localStorage.setItem(STORED_AS, zone)
