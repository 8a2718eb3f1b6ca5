// Decrypts messages as a browser does (RFC 8291) and checks who signed them (RFC 8292): with http_ece, whose path is given, and Node's own crypto.
import { createECDH, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';

const { default: ece } = await import(process.argv[2]);

function opened({ body, privateKey, auth }) {
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(Buffer.from(privateKey, 'base64url'));
  const message = Buffer.from(body, 'base64');
  return ece.decrypt(message, { version: 'aes128gcm', privateKey: curve, authSecret: auth }).toString();
}

function claims(authorization) {
  const [, token, key] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(authorization);
  const [head, content, signature] = token.split('.');
  const point = Buffer.from(key, 'base64url');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'));
  const jwk = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
  const signed = Buffer.from(`${head}.${content}`);
  const good = verify('sha256', signed, { key: jwk, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
  if (!good) throw new Error('the signature is not by this key');
  return { key, head: JSON.parse(Buffer.from(head, 'base64url')), ...JSON.parse(Buffer.from(content, 'base64url')) };
}

const messages = JSON.parse(readFileSync(0, 'utf8'));
console.log(JSON.stringify(messages.map((each) => ({ content: opened(each), claims: claims(each.authorization) }))));
