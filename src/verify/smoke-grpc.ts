// The health service of gRPC over Node's own HTTP/2: one call, two fields of protobuf.
// https://github.com/grpc/grpc/blob/master/doc/health-checking.md and PROTOCOL-HTTP2.md beside it.
import { type ClientHttp2Session, connect } from 'node:http2';
import type { SmokeCheck } from '../model/smoke.ts';
import { connectionProblem, excerpt, within } from '../probes/answer.ts';
import {
  addressOf,
  hostAndPort,
  type SmokeAnswer,
  type SmokeContext,
  tooLate,
  unresolved,
} from './smoke-context.ts';

type GrpcCheck = Extract<SmokeCheck, { kind: 'grpc' }>;

/** `grpc.health.v1.HealthCheckResponse.ServingStatus`. */
const servingStatus = ['UNKNOWN', 'SERVING', 'NOT_SERVING', 'SERVICE_UNKNOWN'] as const;
/** Status codes of calls: https://github.com/grpc/grpc/blob/master/doc/statuscodes.md */
const callStatus: Readonly<Record<string, string>> = {
  '5': 'NOT_FOUND: the server does not know this service',
  '12': 'UNIMPLEMENTED: the server has no health service',
  '14': 'UNAVAILABLE',
  '16': 'UNAUTHENTICATED',
};

export async function smokeGrpc(check: GrpcCheck, context: SmokeContext): Promise<SmokeAnswer> {
  const place = hostAndPort(check.address);
  if (place === undefined)
    return { outcome: 'unknown', reason: `${excerpt(check.address)} is not host:port` };
  const address = await addressOf(place.host, place.port, context);
  if (address === undefined) return unresolved(place.host, place.port);
  const what = `health of ${check.service === '' ? 'the server' : check.service}`;
  const host = address.host.includes(':') ? `[${address.host}]` : address.host;
  const session = connect(`http://${host}:${address.port}`);
  try {
    const reply = await within({ ...context, timeoutMs: check.withinMs }, () =>
      callHealth(session, check.service, check.address),
    );
    return reply === undefined ? tooLate(what, check.withinMs) : judge(what, reply);
  } catch (error) {
    // A call that ends with its connection only carries the reason along.
    const reason = error instanceof Error && error.cause !== undefined ? error.cause : error;
    return { outcome: 'fail', reason: `${what}: ${connectionProblem(reason, address)}` };
  } finally {
    session.destroy();
  }
}

interface HealthReply {
  readonly httpStatus: number;
  readonly grpcStatus: string | undefined;
  readonly message: string;
  readonly body: Buffer;
}

function callHealth(session: ClientHttp2Session, service: string, authority: string): Promise<HealthReply> {
  return new Promise((resolve, reject) => {
    session.on('error', reject);
    const call = session.request({
      ':method': 'POST',
      ':path': '/grpc.health.v1.Health/Check',
      ':authority': authority,
      'content-type': 'application/grpc',
      te: 'trailers',
      'user-agent': 'seaworthy',
    });
    const chunks: Buffer[] = [];
    let fields: Readonly<Record<string, unknown>> = {};
    call.on('response', (headers) => {
      fields = { ...headers };
    });
    call.on('trailers', (trailers) => {
      fields = { ...fields, ...trailers };
    });
    call.on('data', (chunk: Buffer) => chunks.push(chunk));
    call.on('error', reject);
    call.on('end', () => {
      const status = fields['grpc-status'];
      resolve({
        httpStatus: Number(fields[':status'] ?? 0),
        grpcStatus: status === undefined ? undefined : String(status),
        message: String(fields['grpc-message'] ?? ''),
        body: Buffer.concat(chunks),
      });
    });
    call.end(framed(requestOf(service)));
  });
}

/** `HealthCheckRequest`: field 1, the name of the service. */
function requestOf(service: string): Buffer {
  const name = Buffer.from(service, 'utf8');
  return name.length === 0 ? name : Buffer.concat([Buffer.from([0x0a, ...varint(name.length)]), name]);
}

function varint(value: number): readonly number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
}

/** One message of gRPC: not compressed, its length, itself. */
function framed(message: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

function judge(what: string, { httpStatus, grpcStatus, message, body }: HealthReply): SmokeAnswer {
  if (httpStatus !== 200 || grpcStatus === undefined) {
    return { outcome: 'fail', reason: `${what}: HTTP status ${httpStatus}, which is no answer of gRPC` };
  }
  if (grpcStatus !== '0') {
    const known = callStatus[grpcStatus] ?? `status ${grpcStatus}`;
    const said = message === '' ? '' : ` (${excerpt(message)})`;
    return { outcome: 'fail', reason: `${what}: ${known}${said}` };
  }
  const status = statusIn(body);
  return { outcome: status === 'SERVING' ? 'pass' : 'fail', reason: `${what} is ${status}` };
}

/** `HealthCheckResponse`: field 1, a small number; 0 is not written. */
function statusIn(body: Buffer): string {
  const message = body.subarray(5);
  if (message.length === 0) return servingStatus[0];
  const value = message[0] === 0x08 ? message[1] : undefined;
  return servingStatus[value ?? -1] ?? 'an answer that is not understood';
}
