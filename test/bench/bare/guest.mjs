// The least that a JSON-RPC guest can be: a line in, the objective, a line out. No checks, no deadline, no cancel.
import { connect } from 'node:net';

const { default: objective } = await import(`${process.env.HPORT_FAMILY}/objective.js`);
const socket = connect(process.env.HPORT_SOCKET);
let rest = '';
socket.setEncoding('utf8');
socket.on('data', (chunk) => {
  const lines = (rest + chunk).split('\n');
  rest = lines.pop();
  let answers = '';
  for (const line of lines) {
    const { id, params } = JSON.parse(line);
    const result = objective.evaluate(params.configuration, params.fidelity, params.seed, params.instance);
    answers += `${JSON.stringify({ jsonrpc: '2.0', id, result })}\n`;
  }
  if (answers !== '') socket.write(answers);
});
socket.on('end', () => process.exit(0));
