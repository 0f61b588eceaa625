/** A picture that shows scaling, position and colour: RGBA8, top row first. */
export function testPicture(width: number, height: number): Uint8Array {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no 2D context');
  const sky = context.createLinearGradient(0, 0, 0, height);
  sky.addColorStop(0, '#0b2038');
  sky.addColorStop(0.55, '#c8744a');
  sky.addColorStop(0.56, '#1b2a2f');
  sky.addColorStop(1, '#05080a');
  context.fillStyle = sky;
  context.fillRect(0, 0, width, height);
  context.fillStyle = '#ffd9a0';
  context.beginPath();
  context.arc(width * 0.68, height * 0.44, height * 0.09, 0, 7);
  context.fill();
  for (let layer = 0; layer < 4; layer++) drawRidge(context, width, height, layer);
  context.strokeStyle = '#00ff00';
  context.strokeRect(0.5, 0.5, width - 1, height - 1);
  return new Uint8Array(context.getImageData(0, 0, width, height).data.buffer);
}

function drawRidge(context: OffscreenCanvasRenderingContext2D, width: number, height: number, layer: number): void {
  context.fillStyle = ['#7c5346', '#4c3a3d', '#2b2a31', '#15181d'][layer] ?? '#000';
  context.beginPath();
  context.moveTo(0, height);
  for (let x = 0; x <= width; x += 8) {
    const wave = Math.sin(x / (190 - layer * 30) + layer * 2) + 0.5 * Math.sin(x / (47 + layer * 9));
    context.lineTo(x, height * (0.56 + layer * 0.1 - wave * 0.035));
  }
  context.lineTo(width, height);
  context.fill();
}
