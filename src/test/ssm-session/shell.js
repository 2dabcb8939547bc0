// A shell as the README of ssm-session has it, on Node's own WebSocket. Arguments: stream URL, columns, rows; the token is in TOKEN.
// Standard input, a line each: "type TEXT" (and Enter), "resize COLUMNS ROWS". Standard output: what the shell shows.
import { createInterface } from 'node:readline';
import ssmSession from 'ssm-session';

const { ssm } = ssmSession;
const [url, columns, rows] = process.argv.slice(2);
const size = { cols: Number(columns), rows: Number(rows) };
const socket = new WebSocket(url);
socket.binaryType = 'arraybuffer';

let sequence = 0;
socket.onopen = () => ssm.init(socket, { token: process.env.TOKEN, termOptions: size });
socket.onmessage = ({ data }) => {
  const message = ssm.decode(data);
  ssm.sendACK(socket, message);
  if (message.payloadType === 1) process.stdout.write(message.payload);
  else if (message.payloadType === 17) ssm.sendInitMessage(socket, size);
};
socket.onerror = ({ message }) => console.error(`failed: ${message}`);
socket.onclose = ({ code }) => {
  console.error(`closed: ${code}`);
  process.exit(0);
};

function resize(cols, rows) {
  const message = ssm.buildInitMessage({ cols: Number(cols), rows: Number(rows) });
  // the library writes the number of the last text again, which whoever reads takes for a repetition
  new DataView(message.buffer).setBigUint64(48, BigInt(++sequence));
  socket.send(message);
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const [what, ...rest] = line.split(' ');
  if (what === 'resize') resize(...rest);
  else ssm.sendText(socket, new TextEncoder().encode(`${rest.join(' ')}\r`), ++sequence);
});
