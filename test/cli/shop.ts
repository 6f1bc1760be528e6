// A small shop whose review has something of everything, for tests of the command line.
export const shop = {
  'compose.yaml': `services:
  api:
    image: ghcr.io/acme/api:\${TAG:-1.0}
    environment:
      DB_PASSWORD: hunter2secret
      LEVEL: \${LEVEL:-info}
    ports: ["127.0.0.1:8080:8080"]
    depends_on: [db]
  db:
    image: postgres:17
    privileged: true
    environment:
      POSTGRES_PASSWORD: hunter2secret
  tools:
    image: alpine:3.22
    profiles: [debug]
`,
  'compose.production.yaml': 'services:\n  api:\n    environment:\n      LEVEL: warn\n',
  'extra.yaml': 'services:\n  api:\n    environment: {LEVEL: trace}\n',
  'other.env': 'TAG=2.0\nLEVEL=debug\n',
} as const;
