import { createContext, useContext } from 'react';

import { en, type Strings } from './en';

export const StringsContext = createContext<Strings>(en);

/** The catalogue of the language in use. */
export function useStrings(): Strings {
  return useContext(StringsContext);
}
