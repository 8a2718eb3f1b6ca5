/** Draws a file of this device as a small picture; on a canvas, because the page's policy loads no `blob:`. */

/** @param {HTMLCanvasElement} canvas @param {Blob} file */
export async function drawThumbnail(canvas, file) {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const scale = Math.min(canvas.width / picture.width, canvas.height / picture.height);
    const [width, height] = [picture.width * scale, picture.height * scale].map(Math.round);
    Object.assign(canvas, { width, height });
    canvas.getContext('2d')?.drawImage(picture, 0, 0, width, height);
    picture.close();
  } catch {
    // No picture, or one that this browser cannot read: the server says so.
  }
}
