// The other end of an interoperability test: @chainsafe/libp2p-yamux over this process's standard streams.
//   node peer.mjs server            accepts channels and sends back what they carry
//   node peer.mjs client N BYTES    opens N channels at once, sends BYTES each, wants the same back, prints "ok N" on standard error
import { createHash, randomBytes } from 'node:crypto'
import { yamux } from '@chainsafe/libp2p-yamux'

const quiet = () => Object.assign(() => {}, { error () {}, trace () {}, newScope: quiet, enabled: false })
const [role, count, bytes] = process.argv.slice(2)

async function echo (stream) {
  await stream.sink(stream.source)
}

const muxer = yamux({ enableKeepAlive: false })({ logger: { forComponent: quiet } }).createStreamMuxer({
  direction: role === 'client' ? 'outbound' : 'inbound',
  onIncomingStream: stream => { echo(stream).catch(error => process.stderr.write(`${error}\n`)) }
})

const sending = (async () => {
  for await (const chunk of muxer.source) {
    const piece = chunk.subarray()
    if (!process.stdout.write(piece)) {
      await new Promise(resolve => process.stdout.once('drain', resolve))
    }
  }
})()
const receiving = muxer.sink(process.stdin)

async function exchange () {
  const stream = muxer.newStream()
  const data = randomBytes(Number(bytes))
  const hash = createHash('sha256')
  const reading = (async () => {
    for await (const chunk of stream.source) {
      hash.update(chunk.subarray())
    }
  })()
  await stream.sink([data])
  await reading
  if (!hash.digest().equals(createHash('sha256').update(data).digest())) {
    throw new Error('what came back differs')
  }
}

if (role === 'client') {
  await Promise.all(Array.from({ length: Number(count) }, exchange))
  process.stderr.write(`ok ${count}\n`)
  process.exit(0)
}

await Promise.allSettled([sending, receiving])
