// A repository of every kind of file that is read, with one text in all the places of each.

function indented(text: string, blanks: number): string {
  return text.replaceAll('\n', `\n${' '.repeat(blanks)}`);
}

/** The text wherever a file may hold text. */
export function everywhere(text: string): Readonly<Record<string, string>> {
  const quoted = JSON.stringify(text);
  return {
    Dockerfile: `FROM node:22\nRUN ${text}\nCOPY ${text} /x\nENV A=${text}\nCMD ["node", "a.js"]\n`,
    'lines.Dockerfile': `FROM alpine:3.22\n${text}\n`,
    'from.Dockerfile': `FROM ${text}\nRUN true\n`,
    '.dockerignore': text,
    'a/.gitignore': text,
    'compose.yaml': `# seaworthy-ignore ${text.replace(/[\r\n]+/g, ' ')}
services:
  web:
    build: .
    image: ${quoted}
    command: ${quoted}
    healthcheck: { test: ${quoted} }
    environment: { A: ${quoted}, PASSWORD: ${quoted} }
    ports: [${quoted}]
    volumes: [${quoted}, "./nginx.conf:/etc/nginx/nginx.conf", "./Caddyfile:/etc/caddy/Caddyfile"]
    labels: { traefik.http.routers.a.rule: ${quoted} }
`,
    'plain/compose.yaml': `services:\n  web:\n    image: nginx:1.27\nx-a: ${text}\n`,
    '.env': `A=${text}\nB="${text}\n`,
    'k8s/pod.yaml': `apiVersion: v1
kind: Pod
metadata: { name: a, labels: { a: ${quoted} } }
spec:
  containers:
    - { name: a, image: ${quoted}, command: [sh, -c, ${quoted}], env: [{ name: ${quoted}, value: ${quoted} }] }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: c }
data: { nginx.conf: ${quoted} }
`,
    '.github/workflows/a.yml': `on: push
jobs:
  a:
    runs-on: ubuntu-24.04
    env: { ${JSON.stringify(text.slice(0, 200))}: x }
    steps:
      - run: |
          echo
          ${indented(text, 10)}
      - uses: ${quoted}
        if: ${quoted}
`,
    '.gitlab-ci.yml': `a:\n  script:\n    - ${quoted}\n  rules: [{ if: ${quoted} }]\n`,
    'nginx.conf': `http { server { listen 80; ${text} } }\nupstream x { server ${text}; }\n`,
    Caddyfile: `:80 {\n reverse_proxy ${text}\n}\n`,
    'deploy.sh': `#!/bin/bash\n${text}\ndocker compose up -d ${text}\n`,
    Makefile: `all: ${text}\n\t${text.replaceAll('\n', '\n\t')}\n`,
    'a.js': `const x = process.env.A || ${text};\nserver.listen(${text});\n`,
    'app.py': `import os\nos.environ["A"] + ${text}\n`,
    'seaworthy.yaml': `stack: ${quoted}\n`,
    'README.md': text,
  };
}
