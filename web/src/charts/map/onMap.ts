import { isSmall } from './smallCountries'

/** The countries that have a shape. countries.test.ts compares this list with the shapes. */
export const SHAPED: ReadonlySet<string> = new Set(
  (
    'AE AF AL AM AO AR AT AU AZ BA BD BE BF BG BI BJ BN BO BR BS BT BW BY BZ CA CD CF CG ' +
    'CH CI CL CM CN CO CR CU CY CZ DE DJ DK DO DZ EC EE EG EH ER ES ET FI FJ FK FR GA GB ' +
    'GE GF GH GL GM GN GQ GR GT GW GY HN HR HT HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH ' +
    'KP KR KW KZ LA LB LK LR LS LT LU LV LY MA MD ME MG MK ML MM MN MR MW MX MY MZ NA NC ' +
    'NE NG NI NL NO NP NZ OM PA PE PG PH PK PL PR PS PT PY QA RO RS RU RW SA SB SD SE SI ' +
    'SK SL SN SO SR SS SV SY SZ TD TF TG TH TJ TL TM TN TR TT TW TZ UA UG US UY UZ VE VN ' +
    'VU XK YE ZA ZM ZW'
  ).split(' '),
)

/** False for `Unknown`, and for codes of no country: the map cannot show them. */
export function isOnMap(code: string): boolean {
  return SHAPED.has(code) || isSmall(code)
}
