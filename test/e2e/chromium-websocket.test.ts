import { coreJourneys } from './support/core-journeys';

coreJourneys('chromium-websocket');
