/** Draws the PNG icons of public/: the same three-step podium as icon.svg, without an image library. */
import { writeFileSync } from 'node:fs'
import { crc32, deflateSync } from 'node:zlib'

const BLUE = [0x00, 0x52, 0xc4]
const WHITE = [0xff, 0xff, 0xff]
const STEPS = [
  [104, 264, 184, 400],
  [216, 112, 296, 400],
  [328, 208, 408, 400],
] // on a 512 grid

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data])
  const head = Buffer.alloc(4)
  head.writeUInt32BE(data.length)
  const tail = Buffer.alloc(4)
  tail.writeUInt32BE(crc32(body))
  return Buffer.concat([head, body, tail])
}

for (const size of [180, 192, 512]) {
  const rows = Buffer.alloc(size * (size * 3 + 1))
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const [gridX, gridY] = [(x * 512) / size, (y * 512) / size]
      const step = STEPS.some(([l, t, r, b]) => gridX >= l && gridX < r && gridY >= t && gridY < b)
      rows.set(step ? WHITE : BLUE, y * (size * 3 + 1) + 1 + x * 3)
    }
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(size, 0)
  header.writeUInt32BE(size, 4)
  header.set([8, 2, 0, 0, 0], 8)
  writeFileSync(
    new URL(`../public/icon-${size}.png`, import.meta.url),
    Buffer.concat([
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
      chunk('IHDR', header),
      chunk('IDAT', deflateSync(rows, { level: 9 })),
      chunk('IEND', Buffer.alloc(0)),
    ]),
  )
}
