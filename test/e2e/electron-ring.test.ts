import { coreJourneys } from './support/core-journeys';

coreJourneys('electron-ring');
