import { app } from 'electron';

/**
 * The app ends with the script that started it (`npm start`), however that ends: a killed process passes no signal on, but its end
 * of Node's channel is closed. Whoever starts the app otherwise gives it no channel.
 */
export function endWithStarter(): void {
  if (process.connected) process.once('disconnect', () => app.quit());
}
